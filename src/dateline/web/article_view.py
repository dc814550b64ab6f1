"""The article page: the metadata, and the text with the removed lines folded in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from dateline.query import Query
from dateline.render.headline import headline
from dateline.render.layout import Span, marked
from dateline.render.results import date_text
from dateline.search.snippet import find_match_spans
from dateline.text import shown, shown_text
from dateline.types.articles import ArchivedArticle, Line
from dateline.web.hit_view import plain_language
from dateline.web.urls import Pairs, article_url, safe_external_url
from dateline.web.writes import FIELDS

_BETWEEN_CELLS = " | "

Pieces = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the document: its number, its verdict, and its text in rows of pieces."""

    number: int
    keep: bool
    label: str
    reason: str
    level: int
    rows: tuple[Pieces, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a list, a table, a run of removed lines."""

    form: str
    lines: tuple[LineView, ...]
    level: int = 0
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The whole page. `word` is the token for its forms; `undo` is the last change of this visitor."""

    id: str
    title: str
    titled: bool
    heading: Pieces
    language: str
    url: str | None
    note: str | None
    facts: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str], ...]
    tab: str
    blocks: tuple[Block, ...] = ()
    ledger: tuple[LineView, ...] = ()
    edits: bool = False
    writes: bool = False
    word: str = ""
    undo: dict[str, Any] | None = None
    fields: tuple[str, ...] = field(default=FIELDS)


def article_view(found: ArchivedArticle, part: str, query: Query | None = None, asked: Pairs = (), **more: Any) -> ArticleView:
    """Make the page of an article; `part` is the path of the detail page, and matches of `query` are marked."""
    metadata = found.article.metadata
    whole = part == ""
    return ArticleView(
        id=found.id,
        title=shown(headline(metadata, found.article.body)),
        titled=bool(metadata.title),
        heading=tuple(_pieces(headline(metadata, found.article.body), query, metadata.language, (None, "title"))),
        language=plain_language(metadata.language),
        url=safe_external_url(found.url),
        note=found.note,
        facts=tuple((name, shown_text(value)) for name, value in _facts(found) if value),
        tabs=tuple(_tabs(found, asked)),
        tab=article_url(found.id, part, asked),
        blocks=tuple(_blocks(found, query)) if whole and not more.get("edits") else (),
        ledger=tuple(_line(number, line, None, None) for number, line in enumerate(found.article.lines, 1)) if whole else (),
        **more,
    )


def _facts(found: ArchivedArticle) -> Iterator[tuple[str, str | None]]:
    metadata, published = found.article.metadata, found.article.metadata.published
    confidence = f" ({published.where}, {published.confidence:.0%} sure)" if published else ""
    yield "Published", date_text(published) + confidence if published else "unknown"
    yield "Updated", date_text(metadata.updated) if metadata.updated else None
    yield "Source", metadata.source or "unknown"
    yield "Authors", "; ".join(metadata.authors)
    yield "Place", metadata.place
    yield "Agency", metadata.agency
    yield "Section", metadata.section
    yield "Tags", "; ".join(metadata.tags)
    yield "People", "; ".join(metadata.people)
    yield "Places", "; ".join(metadata.places)
    yield "Organisations", "; ".join(metadata.organisations)
    yield "Language", metadata.language
    yield "Note", found.note
    yield "Read from", found.origin
    yield "Id", f"{found.id}, version {found.version}"


def _tabs(found: ArchivedArticle, asked: Pairs) -> Iterator[tuple[str, str]]:
    copies = f"Copies ({found.cluster.size - 1:,})" if found.cluster else "Copies"
    versions = f"Versions ({found.version:,})" if found.version > 1 else "Versions"
    parts = (("Text", ""), ("Evidence", "/evidence"), (versions, "/versions"), (copies, "/copies"))
    for name, part in (*parts, ("Similar", "/similar"), ("Raw", "/raw")):
        yield name, article_url(found.id, part, asked)


def _blocks(found: ArchivedArticle, query: Query | None) -> Iterator[Block]:
    language, level = found.article.metadata.language, 1
    numbered = enumerate(found.article.lines, 1)
    for form, group in groupby(numbered, key=lambda pair: _block_form(pair[1])):
        lines = list(group)
        zones = (None, "body") if form != "removed" else ("removed",)
        views = tuple(_line(number, line, query, language, zones) for number, line in lines)
        if form == "heading":
            for (_, line), view in zip(lines, views, strict=True):
                level = min(level + 1, max(2, min(line.level, 6)))  # heading levels have no gaps, for screen readers
                yield Block(form, (view,), level)
        else:
            yield Block(form, views, summary=_removed_text([line for _, line in lines]) if form == "removed" else "")


def _block_form(line: Line) -> str:
    if not line.keep:
        return "removed"
    return "list" if line.kind == "item" or (line.kind == "paragraph" and line.level) else line.kind


def _removed_text(lines: Sequence[Line]) -> str:
    labels = ", ".join(dict.fromkeys(line.label for line in lines))
    return shown(f"{len(lines)} line{'' if len(lines) == 1 else 's'} removed: {labels}")


def _line(
    number: int, line: Line, query: Query | None, language: str | None, zones: tuple[str | None, ...] = (None, "body")
) -> LineView:
    rows = tuple(tuple(_pieces(row, query, language, zones)) for row in line.text.split("\n"))
    cells = tuple(shown(cell) for cell in line.text.split(_BETWEEN_CELLS)) if line.kind == "row" else ()
    return LineView(number, line.keep, shown(line.label), shown(line.reason), min(line.level, 4), rows, cells)


def _pieces(text: str, query: Query | None, language: str | None, zones: tuple[str | None, ...]) -> list[Span]:
    spans = [span for span, _ in find_match_spans(text, query, language, zones)] if query is not None else []
    return marked(text, spans)
