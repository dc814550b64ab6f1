"""RawDocument → Page: decode and parse a document once, into lines that all later steps share.

The lines of a page are all its visible, non-blank lines in order, in normal form. This module does not judge them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from dateline.errors import CleaningError
from dateline.page.html.read import Markup, read_markup
from dateline.page.layout import NO_HINTS, LayoutHints, read_paragraphs
from dateline.page.markdown import markdown_page
from dateline.readers.signatures import looks_like_page
from dateline.text import normalise, split_lines
from dateline.text.decoding import decode
from dateline.types.documents import RawDocument
from dateline.types.pages import LinkedText, Page, PageLine

_MARKDOWN = "text/markdown"
_MOST_LINES = 20_000  # cleaning takes about 30 µs and 5 KB for each; a novel has 12,000 paragraphs
_MOST_BREAKS = 1_000_000
_MOST_TEXT = 8_000_000  # visible characters; cleaning takes about 75 bytes for each; the Bible has 4,400,000
_LONG_LINE = 100_000
_LONG_PIECE = 2_000
_BODY_RANGE = re.compile(r"(\d{1,7})-(\d{1,7})")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?…。！？])[\"'”’»)]*\s+|(?<=[。！？])")


def read_page(raw: RawDocument) -> Page:
    """Decode `raw` and parse it into lines, whatever its bytes; raise CleaningError if it is too large for an article."""
    media, parameters = _split_media_type(raw.media_type)
    text = decode(raw.content, parameters.get("charset") or None)[0]
    if media == "text/html" or looks_like_page(raw.content):
        markup = read_markup(text)
        return Page(raw, _limit_lines(_html_lines(markup)), markup.head, is_html=True, origin=markup.origin)
    _check_limit(text.count("\n"), _MOST_BREAKS, "line breaks")
    if media == _MARKDOWN and (page := _read_markdown(raw, text)):
        return page
    hints = _layout_hints(media, parameters)
    if body := _BODY_RANGE.fullmatch(raw.hints.get("body", "")):
        return _read_record(raw, text, range(int(body[1]), int(body[2])), hints)
    return Page(raw, _limit_lines(_page_lines(text, hints)))


def read_links(raw: RawDocument) -> Mapping[str, LinkedText]:
    """Return the lines of a page that have links, each by its text, as pieces with their addresses; empty for other documents."""
    media, parameters = _split_media_type(raw.media_type)
    page: str | None = decode(raw.content, parameters.get("charset") or None)[0]
    if media != "text/html" and not looks_like_page(raw.content):
        page = markdown_page(_markdown_parts(raw, page or "")[1]) if media == _MARKDOWN else None
    if page is None:
        return {}
    from dateline.page.html.links import line_links

    return line_links(page, raw.url)


def _split_media_type(media_type: str) -> tuple[str, dict[str, str]]:
    """Split a media type from its parameters."""
    media, *given = media_type.split(";")
    pairs = (one.partition("=") for one in given)
    return media.strip(), {name.strip().lower(): value.strip(' "') for name, _, value in pairs}


def _layout_hints(media: str, parameters: Mapping[str, str]) -> LayoutHints:
    """The layout that a media type states for its text."""
    flowed, delete = parameters.get("format", "").lower() == "flowed", parameters.get("delsp", "").lower() == "yes"
    return LayoutHints(flowed, delete, markdown=media == _MARKDOWN)


def _read_record(raw: RawDocument, text: str, body: range, hints: LayoutHints) -> Page:
    """Read a document whose container states which lines are the story."""
    given = text.split("\n")
    story = tuple(_page_lines("\n".join(given[body.start : body.stop]), hints))
    head, tail = _record_lines(given[: body.start]), _record_lines(given[body.stop :])
    lines = _limit_lines((*head, *story, *tail))
    return Page(raw, lines, story=range(len(head), len(head) + len(story)))


def _read_markdown(raw: RawDocument, text: str) -> Page | None:
    """Read a Markdown article and the lines of its header, if any; None if it is too long to parse as Markdown."""
    header, given = _markdown_parts(raw, text)
    page = markdown_page(given)
    if page is None:
        return None
    head, markup = _record_lines(header), read_markup(page)
    lines = _limit_lines((*head, *_html_lines(markup)))
    return Page(raw, lines, markup.head, is_html=True, story=range(len(head), len(lines)) if header else None)


def _markdown_parts(raw: RawDocument, text: str) -> tuple[list[str], str]:
    """Split a Markdown text into the lines of its header and the text below."""
    body = _BODY_RANGE.fullmatch(raw.hints.get("body", ""))
    lines = text.split("\n")
    first = int(body[1]) if body else 0
    return lines[:first], "\n".join(lines[first:])


def _record_lines(given: Iterable[str]) -> tuple[PageLine, ...]:
    """The lines of a record outside its story; none of them continues another."""
    texts = ((place, normalise(line)) for place, line in enumerate(given))
    return tuple(PageLine(text, gap=place == 0) for place, text in texts if text)


def _limit_lines(lines: Iterable[PageLine]) -> tuple[PageLine, ...]:
    """Return `lines`; raise CleaningError if there are more than cleaning can handle."""
    found = tuple(islice(lines, _MOST_LINES + 1))
    _check_limit(len(found), _MOST_LINES, "lines")
    _check_limit(sum(len(line.text) for line in found), _MOST_TEXT, "characters of text")
    return found


def _check_limit(number: int, most: int, what: str) -> None:
    if number > most:
        raise CleaningError(f"holds more than {most:,} {what}, too many for one article; split it")


def _page_lines(text: str, hints: LayoutHints = NO_HINTS) -> Iterator[PageLine]:
    for number, one in enumerate(read_paragraphs(split_lines(text), text, hints)):
        gap = one.blanks > 0 or number == 0
        if len(one.text) <= _LONG_LINE:
            yield PageLine(one.text, gap, one.blanks, "paragraph", 0, 0.0, (), one.parts)
            continue
        for at, piece in enumerate(filter(None, map(normalise, _cut_line(one.text)))):
            yield PageLine(piece, gap and not at, 0 if at else one.blanks)


def _cut_line(line: str) -> Iterator[str]:
    """Cut a long `line` into pieces that later steps can handle: at the ends of sentences, else at spaces."""
    start = 0
    while len(line) - start > _LONG_PIECE:
        window = line[start : start + _LONG_PIECE]
        ends = [match.end() for match in _SENTENCE_BREAK.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or _LONG_PIECE
        yield window[:cut]
        start += cut
    yield line[start:]


def _html_lines(markup: Markup) -> Iterator[PageLine]:
    for line in markup.lines:
        if len(line.text) <= _LONG_LINE:
            yield line
        else:
            yield from (line._replace(text=text) for piece in _cut_line(line.text) if (text := normalise(piece)))
