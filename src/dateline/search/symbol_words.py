"""Words with symbols: acronyms with full stops (U.S.), numbers with separators (1,250,000), names with a symbol (C++).

Each is one word. It matches the word without its symbols, except for names, where they carry the meaning: C++ is not C. Inside
quotation marks the symbols must match, like accents, except for typographic variants (a space or an apostrophe in a number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dateline.search.normal_form import DIVIDERS

_LETTER = (
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u04ff]"
)
_SEPARATORS = (",", r"\.", f"[{DIVIDERS}]")
_GROUPS = "|".join(rf"(?:{separator}\d{{3}})++" for separator in _SEPARATORS)
SYMBOL_WORD = (
    r"(?<![^\W_])(?:"
    rf"{_LETTER}(?:(?:\.{_LETTER}(?![^\W_]))++|(?:\+\+|\#)(?![^\W_]))"
    rf"|(?<!\d[., ])[1-9]\d{{0,2}}(?:{_GROUPS})(?![^\W_])"
    r"|(?<![\w.])\.(?:net|NET|Net)(?![^\W_]))"
)
"""The pattern of such a word, for use before other alternatives. The last full stop of an acronym is not a part of the word, since
it may end a sentence."""
# Every such word has one of these in its first characters or right after its first digits, by the shapes of its characters.
_HINTS = (b".a", b"#", b"0'000", b"0.000")
_MAX_OFFSET = 2
# The decimal separator of languages: where 1,250 is one and a quarter, and where 1.250 is.
_DECIMAL = dict.fromkeys(("da", "de", "el", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "tr"), ",") | {
    "en": "."
}


def find_symbol_words(text: str, letters: bytes) -> Iterator[re.Match[str]]:
    """Find the words with symbols in a text, which is also given in cp1252. Only places near a hint are tried."""
    shape, match, reached = letters.translate(_shapes()), _symbol_word().match, 0
    for hint in sorted(at for pattern in _HINTS for at in _all_places(shape, pattern)):
        for start in range(max(hint - _MAX_OFFSET, reached), hint + 1):
            if found := match(text, start):
                yield found
                reached = found.end()
                break


def _all_places(shape: bytes, pattern: bytes) -> Iterator[int]:
    at = shape.find(pattern)
    while at >= 0:
        yield at
        at = shape.find(pattern, at + 1)


@cache
def _symbol_word() -> re.Pattern[str]:
    return re.compile(SYMBOL_WORD)


@cache
def _shapes() -> bytes:
    return bytes(_shape(bytes([at]).decode("cp1252", "replace")) for at in range(256))


def _shape(character: str) -> int:
    if character.isalpha():
        return ord("a")
    if character.isdecimal():
        return ord("0")
    return ord(
        "'" if character in DIVIDERS or character == "," else "#" if character in "+#" else character if character == "." else " "
    )


def strip_symbols(word: str, code: str) -> str:
    """The form of a word with symbols, in lower case, by which it matches in a language of this code."""
    if word[0].isdigit():
        fraction = _DECIMAL.get(code)
        return word if word.count(fraction or "_") == 1 else re.sub(r"\W", "", word)
    return word.replace(".", "") if word[0] != "." else word
