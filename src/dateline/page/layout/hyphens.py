"""Rejoin words that were split with a hyphen at the end of a line.

A hyphen is removed if the word occurs elsewhere in the text without it, and kept if the word occurs with it. For other words, the
text as a whole decides. A text that splits words does so on many lines and anywhere in a word. Compounds at the end of a line are
few, and consist of words that may occur elsewhere too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dateline.page.layout.line_ends import LOWER
from dateline.page.layout.lines import Lines

HYPHENS = "-‐"
_WORD = re.compile(r"[^\W_]+(?:[-‐'’][^\W_]+)*")
_LAST = re.compile(r"[^\W\d_]{1,40}$")
_FIRST = re.compile(r"[^\W\d_]{1,40}")
_SHORT = 2
# Log-likelihood ratios: a text that splits words, against a text that only breaks lines at the hyphens of compounds. On wrapped
# pages, about 7 % of the lines end in a hyphen in the first kind and 1.2 % in the second. Neither half occurs elsewhere in the text
# for 70 % of split words, but only for 30 % of compounds.
_EACH_HYPHEN, _EACH_LINE, _AT_FIRST = 1.8, -0.06, -1.2
_WHOLE, _COMPOUND, _NEITHER, _ONE, _BOTH = 3.0, -3.0, 0.8, -0.5, -1.8
_FIRST_WORDS = """
all anti co cross ex far first full half high inter intra left long low mid mini multi near neo non north off old one on open
over part post pre pro quasi right second self semi short so south sub super then third top ultra under up vice well west east
two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety year day week month
"""
_PREFIXES = frozenset(_FIRST_WORDS.split())
_SUSPENDED = frozenset(
    ("and", "or", "to", "und", "oder", "bis", "sowie", "et", "ou", "y", "e", "o", "en", "of", "och", "eller", "og")
)


def glue(above: str, below: str) -> str | None:
    """Return what joins two lines if the first ends in a hyphen: "", or a space if the hyphen is suspended ("pre- and post-war").

    None if the first line does not end in the hyphen of a word.
    """
    if above[-1] not in HYPHENS or not above[-2:-1].isalnum() or not below[0].isalnum():
        return None
    return " " if below.partition(" ")[0] in _SUSPENDED else ""


def mend_words(measured: Lines) -> None:
    """Remove the hyphens that are in words only because a line ended there."""
    joined = [place for place in range(1, len(measured)) if measured.joined[place] is not None]
    split = [place for place in joined if measured.joined[place] == "" and _is_split(measured, place)]
    if not split:
        return
    known = Counter(word for text in measured.texts for word in _WORD.findall(text.lower()))
    words = [_word_halves(measured, place) for place in split]
    known.subtract(half for halves in words for half in halves)
    often = _splits_words(words, known, len(joined))
    if measured.given is measured.texts:
        measured.texts = list(measured.texts)
    for place, (head, tail) in zip(split, words, strict=True):
        if _is_one_word(head, tail, known, often=often):
            measured.texts[place - 1] = measured.texts[place - 1][:-1]


def _is_split(measured: Lines, place: int) -> bool:
    above = measured.texts[place - 1]
    return (
        above[-1] in HYPHENS and above[-2:-1].isalpha() and measured.begins[place] == LOWER and measured.texts[place][0].isalpha()
    )


def _word_halves(measured: Lines, place: int) -> tuple[str, str]:
    head, tail = _LAST.search(measured.texts[place - 1][-42:-1]), _FIRST.match(measured.texts[place])
    return (head[0].lower() if head else ""), (tail[0].lower() if tail else "")


def _splits_words(words: Sequence[tuple[str, str]], known: Counter[str], lines: int) -> bool:
    odds = _AT_FIRST + _EACH_LINE * lines
    for head, tail in words:
        whole, compound = known[head + tail], known[f"{head}-{tail}"]
        halves = (_NEITHER, _ONE, _BOTH)[(known[head] > 0) + (known[tail] > 0)]
        odds += _EACH_HYPHEN + (halves if whole == compound else _WHOLE if whole > compound else _COMPOUND)
    return odds > 0


def _is_one_word(head: str, tail: str, known: Counter[str], *, often: bool) -> bool:
    whole, compound = known[head + tail], known[f"{head}-{tail}"]
    if whole or compound:
        return whole >= compound
    if not often or len(head) < _SHORT:
        return False
    return (head not in _PREFIXES or not known[tail]) and not (len(head) > _SHORT and known[head] and known[tail])
