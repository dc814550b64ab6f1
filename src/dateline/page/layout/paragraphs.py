"""The paragraphs of a text, each with the lines that it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from dateline.page.layout.cut_text import mark_cut_lines
from dateline.page.layout.entities import decode_entities, has_entities
from dateline.page.layout.flowed import mark_flow
from dateline.page.layout.hyphens import mend_words
from dateline.page.layout.lines import Lines, has_wide, measure_lines
from dateline.page.layout.markdown import has_links, mark_links, strip_marks
from dateline.page.layout.quoting import remove_quote_marks
from dateline.page.layout.spacing import remove_double_spacing
from dateline.page.layout.wrapping import mark_wraps

_LONGEST = 20_000  # most characters that are joined into one paragraph; a chapter has as many


class Paragraph(NamedTuple):
    """A paragraph in normal form. `parts` are the lines that it was made of, unless it was one line of the text."""

    text: str
    blanks: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutHints:
    """What the container of a text states about its layout.

    With `flowed` (`format=flowed` in the header of a mail), a line that ends in a space continues on the next. With `delete_space`
    (`delsp=yes`), that space is not part of the text.
    """

    flowed: bool = False
    delete_space: bool = False
    markdown: bool = False


NO_HINTS = LayoutHints()


def read_paragraphs(lines: Iterable[str], text: str, hints: LayoutHints = NO_HINTS) -> Iterator[Paragraph]:
    """Yield the paragraphs of `text`, which was split into `lines`, by their layout and by the `hints`."""
    measured = remove_quote_marks(measure_lines(lines, has_wide(text)))
    if not len(measured):
        return
    if not hints.flowed or not mark_flow(measured, delete_space=hints.delete_space):
        measured = remove_double_spacing(measured)
        mark_wraps(measured)
        mark_cut_lines(measured)
        mend_words(measured)
    linked, spelt = has_links(text), has_entities(text)
    if linked:
        mark_links(measured)
    marked = hints.markdown or linked
    if not marked and not spelt and measured.given is measured.texts and measured.joined.count(None) == len(measured):
        yield from map(Paragraph, measured.texts, measured.blanks)  # each line is a paragraph
        return
    start = size = 0
    for place in range(1, len(measured) + 1):
        size += len(measured.texts[place - 1])
        if place == len(measured) or measured.joined[place] is None or size > _LONGEST:
            yield _make_paragraph(measured, start, place, marked=marked, spelt=spelt)
            start, size = place, 0


def _make_paragraph(measured: Lines, start: int, end: int, *, marked: bool, spelt: bool) -> Paragraph:
    text = measured.texts[start]
    if end - start > 1:
        pieces = ((measured.joined[place] or "", measured.texts[place]) for place in range(start + 1, end))
        text = "".join([text, *chain.from_iterable(pieces)])
    text = strip_marks(text) if marked else text
    text = decode_entities(text) if spelt else text
    given = tuple(measured.given[start:end])
    return Paragraph(text, measured.blanks[start], () if given == (text,) else given)
