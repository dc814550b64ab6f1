"""Guess the legacy code page of bytes: each candidate decodes them, and the result that looks most like a language wins.

A statistical detector needs much text to be right, and news items can be short. So its result is only one vote, as is the page's
own declaration. The letters decide: how common each is in a language of that code page, whether capitals are where capitals belong,
and whether scripts mix inside a word.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from functools import cache

from dateline.text.decoding.letters import ALPHABETS, CODE_PAGES, EAST_ASIAN

_SAMPLE = 4_096
_HIGH = re.compile(rb"[\x80-\xff]")
_PART = re.compile(rb"[^\n]{0,400}[\x80-\xff][^\n]{0,400}")
_DECLARED_BONUS = 1.0  # nats for each byte: a declaration wins unless its text is plainly worse
_DETECTOR_BONUS = 0.3
_OPENING, _CLOSING = "“‘„«‹‚¿¡([", "”’»›%"
_MARKS = "•·\xa0©®™§№´"
_NUMBER_SYMBOLS = "£€¥¢°²³ªº×±½¼"
_RARE = {"mac-roman": 1.0, "mac-cyrillic": 0.5, "cp866": 0.3}  # penalties for code pages that hardly any news uses today
_BROKEN, _MISPLACED, _ODD, _FOREIGN = -12.0, -5.0, -6.0, -7.0


def guess_code_page(content: bytes, declared: str | None = None) -> str:
    """Return the name of the code page that gives the most plausible text for `content`; `declared` gets a bonus."""
    sample = _sample_lines(content)
    size = sum(byte > 0x7F for byte in sample) or 1
    declared_name, detected = _codec_name(declared), _detected(content)
    scores = {}
    for order, name in enumerate(CODE_PAGES):
        score = (
            _score(sample.decode(name, "replace"), name) / size - order * 0.005 - _RARE.get(name, 0.0)
        )  # earlier ones are more common
        scores[name] = score + _DECLARED_BONUS * (name == declared_name) + _DETECTOR_BONUS * (name == detected)
    return max(scores, key=scores.__getitem__)


def _sample_lines(content: bytes) -> bytes:
    """Return lines that have high bytes; a line feed is never part of a character in these code pages."""
    parts, size, at = [], 0, 0
    while size <= _SAMPLE and (high := _HIGH.search(content, at)):
        near = max(at, high.start() - 400)
        start = max(near, content.rfind(b"\n", near, high.start()) + 1)
        part = _PART.match(content, start)
        assert part is not None  # a high byte is near
        parts.append(part[0])
        size, at = size + len(part[0]), part.end()
    return b"\n".join(parts)


def _codec_name(label: str | None) -> str | None:
    """Return the codec that the web means by `label`; None if there is none."""
    if label is None:
        return None
    from resiliparse.parse.encoding import map_encoding_to_html5

    known = map_encoding_to_html5(label, fallback_utf8=False) or label
    try:
        name = codecs.lookup(known).name
    except (LookupError, ValueError):
        return None
    return {"gbk": "gb18030", "gb2312": "gb18030", "euc_kr": "cp949", "big5": "big5hkscs", "shift_jis": "cp932"}.get(name, name)


def _detected(content: bytes) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    return _codec_name(detect_encoding(content[:65_536], html5_compatible=False))


def _score(text: str, page: str) -> float:
    """Return the log likelihood of the non-ASCII part of `text`, in the language of `page` that fits best."""
    letters: Counter[str] = Counter()
    total = 0.0
    padded = f" {text} "
    for index, char in enumerate(text):
        if char <= "\x7f":
            continue
        before, after = padded[index], padded[index + 2]
        if char.isalpha() or char in "\u0e31" or "\u0e34" <= char <= "\u0e4e":
            letters[char.lower() if char.lower() in _known_letters(page) else char] += 1
            total += _score_letter(char, before, after, page)
        else:
            total += _score_symbol(char, before, after)
    if page in EAST_ASIAN:
        return total + sum(count * _score_east_asian(char, page) for char, count in letters.items())
    return total + max(
        sum(count * weights.get(char, _FOREIGN) for char, count in letters.items())
        for weights in (_weights(language) for language in CODE_PAGES[page])
    )


def _score_letter(char: str, before: str, after: str, page: str) -> float:
    """Return the score of a letter among its neighbours."""
    score = 0.0
    latin = char < "\u0250"
    ascii_near = (before.isascii() and before.isalpha()) + (after.isascii() and after.isalpha())
    if not latin and ascii_near:
        score -= 4.0 * ascii_near
    if char.isupper():
        score -= 1.0
        if before.isalpha() and before.islower():
            score -= 6.0
    if latin:
        neighbours = (before > "\x7f" and before.isalpha()) + (after > "\x7f" and after.isalpha())
        score -= 1.5 * neighbours
        if neighbours == 0 and not ascii_near and char not in "àéèóíáúÀÉéyаøåöôûž":
            score -= 1.5
    if "\uff61" <= char <= "\uff9f":  # halfwidth kana: any stray high byte becomes one
        score -= 3.0
    return score


def _score_symbol(char: str, before: str, after: str) -> float:
    """Return how well a character that is not a letter fits its place."""
    if char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff":
        return _BROKEN
    inside = before.isalpha() and after.isalpha()
    if char == "’":
        return -0.7 if before.isalnum() or before in ".,!?" else -2.5
    if char in _OPENING:
        return -1.2 if not before.isalnum() and not after.isspace() else _MISPLACED
    if char in _CLOSING:
        return -1.2 if not before.isspace() and not after.isalpha() else _MISPLACED
    if char in _NUMBER_SYMBOLS:
        return -2.0 if before.isdigit() or after.isdigit() or (before in "m " and after == " ") else _ODD - 3.0 * inside
    if char in "–—…":
        return -1.2
    if char in _MARKS:
        crowd = sum(near > "\x7f" and near not in "\xa0»“”’…" for near in (before, after))
        return -2.0 - 4.0 * (inside and char not in "\xa0·") - 2.0 * crowd * (char != "\xa0")
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff60":
        return -3.0 - 4.0 * (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())
    return _ODD - 3.0 * inside


def _score_east_asian(char: str, page: str) -> float:
    """Return the log likelihood of a character in the East Asian language of `page`."""
    common = _weights(EAST_ASIAN[page])
    if char in common:
        return common[char]
    kana = "\u3040" <= char <= "\u30ff"
    if page in ("cp932", "euc_jp"):
        return -6.0 if kana else _score_by_level(char, "euc_jp", 0xCF)
    if page == "cp949":
        return -7.5 if "\uac00" <= char <= "\ud7a3" else -14.0
    if kana or "\uac00" <= char <= "\ud7a3":
        return -18.0
    return _score_by_level(char, "gb2312", 0xD7) if page == "gb18030" else _score_by_level(char, "big5", 0xC6)


def _score_by_level(char: str, standard: str, last: int) -> float:
    """Return a score by the level of a character: national standards list the common ones first, up to the lead byte `last`."""
    try:
        code = char.encode(standard)
    except UnicodeEncodeError:
        return -18.0
    return -8.5 if len(code) == 2 and code[0] <= last else -14.0


@cache
def _weights(language: str) -> dict[str, float]:
    """Return the log likelihood of each letter, from the order of their frequency."""
    letters = ALPHABETS[language]
    shares = [1 / (rank + 3) for rank in range(len(letters))]
    scale = math.log(sum(shares)) + (2.2 if language in EAST_ASIAN.values() else 0.0)
    return {letter: math.log(share) - scale for letter, share in zip(letters, shares, strict=True)}


@cache
def _known_letters(page: str) -> frozenset[str]:
    return frozenset("".join(ALPHABETS[language] for language in (*CODE_PAGES[page], *filter(None, [EAST_ASIAN.get(page)]))))
