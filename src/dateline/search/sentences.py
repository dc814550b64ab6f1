"""Where sentences and paragraphs end, told from what stands between two words. Abbreviations and initials end nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Place = tuple[int, int]

_ENDS = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s")  # tried once for each row of signs, however long it is
_ALWAYS = re.compile(r"[。．！？؟۔।॥։።။។]")
_ABBREVIATED = re.compile(
    r"(?:adm|apr|art|aug|ave|bros|bzw|capt|cf|ch|cmdr|co|col|corp|dec|dept|dr|ed|eg|est|etc|ex|feb|fig|fri|ft|gen|gov|hon|hr|ie|inc|jan"
    r"|jr|jul|jun|lt|ltd|maj|mar|mio|mme|mon|mr|mrs|ms|mt|nov|nr|oct|op|p|pp|prof|rep|rev|sat|sen|sept?|sgt|sra?|st|str|sun|thu|tue|vgl"
    r"|vol|vs|wed)$",
    re.IGNORECASE,
)
# Where an ordinal is a number with a point: "am 14. Juli".
_ORDINAL_POINT = frozenset(
    {"cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr"}
)


def sentence_numbers(text: str, places: Sequence[Place], language: str | None) -> list[int]:
    """The number of the sentence that each word (at `places` in `text`) stands in."""
    point = (language or "").split("-")[0] in _ORDINAL_POINT
    paragraph_break = _paragraph_break(text)
    return list(_numbers(places, lambda left, right: _sentence_ends(text, left, right, point, paragraph_break)))


def paragraph_numbers(text: str, places: Sequence[Place]) -> list[int]:
    """The number of the paragraph that each word stands in; without blank lines, a line is a paragraph."""
    sign = _paragraph_break(text)
    return list(_numbers(places, lambda left, right: sign in text[left[1] : right[0]]))


def _numbers(places: Sequence[Place], ends: Callable[[Place, Place], bool]) -> Iterator[int]:
    number = 0
    for at, place in enumerate(places):
        if at and ends(places[at - 1], place):
            number += 1
        yield number


def _paragraph_break(text: str) -> str:
    return "\n\n" if "\n\n" in text else "\n"


def _sentence_ends(text: str, left: Place, right: Place, point: bool, paragraph_break: str) -> bool:
    if right[0] - left[1] == 1 and text[left[1]] == " ":
        return False
    between = text[left[1] : right[0]]
    if paragraph_break in between or _ALWAYS.search(between):
        return True
    found = _ENDS.search(between)
    if not found or text[right[0]].islower():
        return False
    if found.start() == 0 and found[0].startswith(".") and not found[0].startswith(".."):
        word = text[left[0] : left[1]]
        if "." in word or _ABBREVIATED.match(word) or (len(word) == 1 and _is_initial(text, left[0])):
            return False
        return not (point and word.isdecimal() and len(word) <= 2)
    return True


def _is_initial(text: str, at: int) -> bool:
    """Whether the letter that stands alone at `at` is short for a word ("J. Moe", "U.S.", "e.g."), and no part of "don't"."""
    before = text[max(0, at - 2) : at]
    return text[at].isalpha() and (before.endswith(".") or (text[at].isupper() and not before.endswith(("'", "’"))))
