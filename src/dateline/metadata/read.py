"""Read the metadata of a page from its fields and labelled lines. Each kind of field has a module."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.metadata.author import find_authors
from dateline.metadata.dates import find_dates
from dateline.metadata.day_order import DayOrder
from dateline.metadata.language import find_language
from dateline.metadata.masthead import split_outlet
from dateline.metadata.place import Dateline, parse_dateline
from dateline.metadata.source import find_source
from dateline.metadata.tags import find_related, find_section, find_tags, section_origin, tags_origin
from dateline.metadata.title import FoundTitle
from dateline.types.articles import Line, Metadata
from dateline.types.pages import Page

_DATELINE_REACH = 30
_SHORTEST_HEADLINE = 15
_BYLINE = re.compile(r"(?<=[a-zß-ÿ0-9.?!’”])By\s?(?=[A-ZÀ-Þ][a-zß-ÿ]{1,20}\s[A-ZÀ-Þ])")
_SPEAKER = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,30}:\s")


def read_metadata(page: Page, lines: Sequence[Line], title: FoundTitle | None) -> Metadata:
    """Return the metadata of `page`; `lines` are its lines as the cleaner judged them, `title` is its headline."""
    language = find_language(page, lines)
    at = title.line if title else None
    dateline = _find_dateline(lines, at)
    dates = find_dates(page, lines, at, language)
    source, authors = find_source(page, lines, at, dateline), find_authors(page, lines, at, dateline)
    return Metadata(
        title=None if title is None else title.text if page.is_html else _clean_headline(title.text),
        published=dates.published,
        updated=dates.updated,
        dates=dates.evidence,
        authors=authors.names,
        source=source.name,
        domain=source.domain,
        section=find_section(page),
        place=dateline.place if dateline else None,
        agency=dateline.agency if dateline else None,
        tags=find_tags(page, lines),
        related=find_related(lines),
        language=language,
        origins=_list_origins(page, title, dateline, authors=authors.where, source=source.where, tags=tags_origin(page, lines)),
    )


def _list_origins(page: Page, title: FoundTitle | None, dateline: Dateline | None, **found: str) -> tuple[tuple[str, str], ...]:
    """Return (field, where it was found) for the fields that are known; `found` has the origins that other modules returned."""
    origins = {
        "title": title.evidence if title else "",
        **found,
        "section": section_origin(page),
        "place": "dateline" if dateline and dateline.place else "",
        "agency": "dateline" if dateline and dateline.agency else "",
    }
    return tuple((name, where) for name, where in origins.items() if where)


def _clean_headline(line: str) -> str:
    """Return the headline in a line of text, without an outlet after it or a byline that ran into it."""
    head = split_outlet(line)[0]
    byline = _BYLINE.search(head)
    return head[: byline.start()] if byline and byline.start() >= _SHORTEST_HEADLINE else head


def read_dates_again(metadata: Metadata, page: Page, lines: Sequence[Line], order: DayOrder | None) -> Metadata:
    """Return `metadata` with the dates of `page` read again; `order`, that of its source, decides if the page does not."""
    title = next((index for index, line in enumerate(lines) if line.label == "title" and line.text == metadata.title), None)
    dates = find_dates(page, lines, title, metadata.language, order)
    return replace(metadata, published=dates.published, updated=dates.updated, dates=dates.evidence)


def _find_dateline(lines: Sequence[Line], title: int | None) -> Dateline | None:
    """Return the dateline in the first paragraphs of the story."""
    start = 0 if title is None else title + 1
    paragraphs = 0
    speakers = sum(_SPEAKER.match(line.text) is not None for line in lines) > 1  # a transcript, in which names look like places
    for line in lines[start : start + _DATELINE_REACH]:
        if line.label not in ("body", "dateline", "subhead") or len(line.text) < 60:
            continue
        found = parse_dateline(line.text)
        if found and not (speakers and _SPEAKER.match(line.text)):
            return found
        paragraphs += 1
        if paragraphs == 4:
            break
    return None
