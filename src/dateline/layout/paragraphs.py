"""The paragraphs of a text, each with the lines that it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.layout.cuts import mark_cuts
from dateline.layout.flowed import mark_flow
from dateline.layout.hyphens import mend_words
from dateline.layout.quoting import unquoted
from dateline.layout.sheet import Sheet, has_wide, read_sheet
from dateline.layout.spacing import single_spaced
from dateline.layout.wrapping import mark_wraps

_LONGEST = 20_000  # characters that are joined into one paragraph; a chapter has as many


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What belongs together, in normal form. `parts` are the lines that it was made of, where it does not stand as one line."""

    text: str
    blanks: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """That lines flow, as the header of a mail says (`format=flowed`), and whether their last spaces are to go (`delsp=yes`)."""

    delete_space: bool = False


def read_paragraphs(lines: Iterable[str], text: str, flow: Flow | None = None) -> Iterator[Paragraph]:
    """The paragraphs of a text that was split into `lines`; `flow` where a mail said that it flows."""
    sheet = unquoted(read_sheet(lines, has_wide(text)))
    if not len(sheet):
        return
    if flow is None or not mark_flow(sheet, delete_space=flow.delete_space):
        sheet = single_spaced(sheet)
        mark_wraps(sheet)
        mark_cuts(sheet)
        mend_words(sheet)
    start = size = 0
    for place in range(1, len(sheet) + 1):
        size += len(sheet.texts[place - 1])
        if place == len(sheet) or sheet.joined[place] is None or size > _LONGEST:
            yield _paragraph(sheet, start, place)
            start, size = place, 0


def _paragraph(sheet: Sheet, start: int, end: int) -> Paragraph:
    if end == start + 1:
        text, given = sheet.texts[start], sheet.given[start]
        return Paragraph(text, sheet.blanks[start], () if text is given or text == given else (given,))
    pieces = [sheet.texts[start]]
    for place in range(start + 1, end):
        pieces += [sheet.joined[place] or "", sheet.texts[place]]
    return Paragraph("".join(pieces), sheet.blanks[start], tuple(sheet.given[start:end]))
