"""The paragraphs of a text, each with the lines that it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.layout.sheet import Sheet, has_wide, is_wide, read_sheet
from dateline.layout.wrapping import mark_wraps


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What belongs together, in normal form. `parts` are the lines that it was made of, where it does not stand as one line."""

    text: str
    blanks: int
    parts: tuple[str, ...] = ()


def read_paragraphs(lines: Iterable[str], text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text that was split into `lines`."""
    sheet = read_sheet(lines, has_wide(text))
    mark_wraps(sheet)
    start = 0
    for place in range(1, len(sheet) + 1):
        if place == len(sheet) or not sheet.joined[place]:
            if start < len(sheet):
                yield _paragraph(sheet, start, place)
            start = place


def _paragraph(sheet: Sheet, start: int, end: int) -> Paragraph:
    if end == start + 1:
        text, given = sheet.texts[start], sheet.given[start]
        return Paragraph(text, sheet.blanks[start], () if text is given or text == given else (given,))
    pieces = [sheet.texts[start]]
    for above, below in zip(sheet.texts[start : end - 1], sheet.texts[start + 1 : end], strict=True):
        pieces += [_between(above, below), below]
    return Paragraph("".join(pieces), sheet.blanks[start], tuple(sheet.given[start:end]))


def _between(above: str, below: str) -> str:
    if above[-1] in "-‐" and above[-2:-1].isalnum() and below[0].isalnum():
        return ""
    return "" if is_wide(above[-1]) and is_wide(below[0]) else " "
