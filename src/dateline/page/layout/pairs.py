"""Find pairs of neighbouring lines that may belong together, with the evidence; no pair ends in a new item, row or paragraph."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from dateline.page.layout.hyphens import HYPHENS, glue
from dateline.page.layout.line_ends import CLOSE, FIGURE, JOINTS, LETTER, LOWER, OPEN, STOP, UPPER, is_code, is_item, item_number
from dateline.page.layout.lines import Lines, cells, is_wide

NARROWEST, WIDEST = 36, 200
"""The widths at which text is wrapped."""
_MENU_WORDS, _MENU_CHARACTERS = 3, 12
_DASHES = "-–—"
_CODE_CHARACTERS = frozenset("{}<>/)*")  # a cheap test before the full one
_LONG_WORD, _LONGEST_WORD = 20, 1000


class Pair(NamedTuple):
    """A line and the next, without a blank line between them: `soft` if the sentence continues, `hard` if it ends.

    `place` is the index of the second line. `edge` is the column that the first line reaches, `need` the column that it would reach
    with one more word.
    """

    place: int
    edge: int
    need: int
    soft: bool
    hard: bool


Run = list[Pair]
"""Pairs of lines that follow each other without a blank line."""


def read_runs(measured: Lines) -> list[Run]:
    """Return the pairs of a text, in runs separated by blank lines."""
    first, items = _first_margins(measured), _numbered_items(measured)
    starts = [place for place in range(len(measured)) if not place or measured.blanks[place]]
    runs = (_make_run(measured, range(start, end), first, items) for start, end in pairwise([*starts, len(measured)]))
    return [run for run in runs if run]


def _make_run(measured: Lines, places: range, first: frozenset[int], items: frozenset[int]) -> Run:
    dashes = [place for place in places if measured.texts[place][0] in _DASHES and measured.texts[place][1:2] == " "]
    lone = dashes[0] if len(dashes) == 1 and dashes[0] != places[0] else None  # one item is not a list
    return [pair for place in places[1:] if place not in items and (pair := _make_pair(measured, place, first, lone=place == lone))]


def _numbered_items(measured: Lines) -> frozenset[int]:
    """The lines that begin with the number of a list item: another line has the number before or after it."""
    starts = (place for place, begins in enumerate(measured.begins) if begins == FIGURE)
    numbers = {place: number for place in starts if (number := item_number(measured.texts[place])) is not None}
    known = set(numbers.values())
    return frozenset(place for place, number in numbers.items() if not known.isdisjoint((number - 1, number + 1)))


def _first_margins(measured: Lines) -> frozenset[int]:
    """The margins of indented first lines: a sentence continues from such a line in one with a smaller margin."""
    found = Counter[int]()
    for place in range(1, len(measured)):
        margin = measured.margins[place - 1]
        if margin > measured.margins[place] + 1 and not measured.blanks[place] and not is_item(measured.texts[place]):
            found[margin] += measured.begins[place] == LOWER and measured.ends[place - 1] != STOP
    return frozenset(margin for margin, count in found.items() if count)


def _make_pair(measured: Lines, place: int, first: frozenset[int], *, lone: bool) -> Pair | None:
    edge, above, below = measured.edges[place - 1], measured.texts[place - 1], measured.texts[place]
    if edge > WIDEST and (" " in above or "/" not in above or edge > _LONGEST_WORD):
        return None
    outer = above[0] + above[-1] + below[0] + below[-1]
    if not _CODE_CHARACTERS.isdisjoint(outer) and (is_code(above) or is_code(below)):
        return None
    word = below.partition(" ")[0]
    size, gap = (
        cells(word) if measured.wide and measured.cell == 2 else len(word),
        0 if above[-1] in HYPHENS and glue(above, below) == "" else 1,
    )
    if edge <= NARROWEST // 2 and size <= _LONG_WORD:
        return None
    begins, ends = measured.begins[place], measured.ends[place - 1]
    if is_item(below) and not (ends != STOP and below[0] in _DASHES and (lone or below[2:3].islower())):
        return None
    if below[:2] == "o " and below[2:3].isupper() and measured.margins[place]:
        return None  # the bullet of a nested list
    if ends == STOP and " " not in below and below.isupper() and below[-1].isalpha():
        return None  # the mark of an agency after the last sentence
    goes_on = begins == LOWER and ends != STOP and "@" not in word
    if not goes_on and _is_indented(measured, place, first):
        return None
    if measured.wide and is_wide(word[0]):
        size, gap = measured.cell * (1 + (word[1:2] in "、。，！？：；）」』】》")), 0
    if " " not in above and size + edge > WIDEST:
        edge = min(edge, NARROWEST)  # a word longer than any line has its own line
    soft = goes_on or begins == CLOSE or (ends == OPEN and begins != UPPER)  # many lines of verse end in a comma before a capital
    soft = soft or (measured.margins[place - 1] in first and measured.margins[place] < measured.margins[place - 1])
    soft = soft or (ends != STOP and ((begins == LETTER and _is_long(above)) or above.rpartition(" ")[2] in JOINTS))
    return Pair(place, edge, edge + gap + size, soft, ends == STOP and begins != CLOSE)


def _is_long(text: str) -> bool:
    """Whether a line in a script without case is longer than a menu entry."""
    return text.count(" ") >= _MENU_WORDS or (is_wide(text[-1]) and len(text) >= _MENU_CHARACTERS)


def _is_indented(measured: Lines, place: int, first: frozenset[int]) -> bool:
    """Whether a line is indented like the first line of a paragraph."""
    margin, before = measured.margins[place], measured.margins[place - 1]
    return (margin > before + 1 and not is_item(measured.texts[place - 1])) or (margin == before and margin in first)
