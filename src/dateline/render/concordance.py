"""Keyword-in-context lines, significant words and similar articles: as aligned text, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.render.counts import bar, bar_width
from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Span, measure_width, pad, wrap
from dateline.render.results import date_text, hit_lines
from dateline.render.results_record import hit_record
from dateline.render.table import csv_row, safe_cell
from dateline.search.concordance import ContextLine
from dateline.search.similar import Similar
from dateline.search.terms import Terms

_DATE = 10
_MATCH = 16
"""The assumed width of a match in cells, for dividing the window."""
_INDENT = "    "


def context_width(width: int) -> int:
    """The number of cells on each side of a match in a window of `width` cells."""
    return max(16, (width - 8 - 2 - _DATE - 2 - _MATCH) // 2)


def context_text(lines: Iterable[ContextLine], width: int) -> Lines:
    """A line for each match: id, day, and the words around it, `width` cells on each side, with the matches in one column."""
    for line in lines:
        left, right = _truncate_left(line.left, width), _truncate_right(line.right, width)
        published = line.metadata.published
        yield [
            Span(line.article_id, "id"),
            Span("  "),
            Span(pad(date_text(published)[:_DATE] if published else "–", _DATE), "date" if published else "faint"),
            Span("  " + " " * (width - measure_width(left)) + left),
            Span(line.match, "match"),
            Span(right.rstrip()),
        ]


def context_rows(lines: Iterable[ContextLine]) -> Iterator[str]:
    """Keyword-in-context lines as CSV."""
    yield csv_row(("id", "date", "source", "zone", "left", "match", "right"))
    for line in lines:
        published = line.metadata.published
        cells_ = (
            published.iso[:_DATE] if published else "",
            line.metadata.source or "",
            line.zone,
            line.left,
            line.match,
            line.right,
        )
        yield csv_row((line.article_id, *map(safe_cell, cells_)))


def context_record(lines: Iterable[ContextLine], query: str) -> Record:
    """Keyword-in-context lines as JSON."""
    return {
        "v": VERSION,
        "query": query,
        "lines": [
            {
                "id": line.article_id,
                "published": line.metadata.published.iso if line.metadata.published else None,
                "source": line.metadata.source,
                "title": line.metadata.title,
                "zone": line.zone,
                "left": line.left,
                "match": line.match,
                "right": line.right,
            }
            for line in lines
        ],
    }


def terms_text(found: Terms, width: int) -> Lines:
    """A row for each word: the number of matching articles with it, the number in the archive, and a bar for the significance."""
    rows = [(term.word, f"{term.articles:,}", f"{term.archive:,}") for term in found.terms]
    names = max((measure_width(word) for word, *_ in rows), default=0)
    digits = [max([len(head), *(len(row[at]) for row in rows)]) for at, head in ((1, "here"), (2, "archive"))]
    if rows:
        yield [Span(f"{'word':<{names}}  {'here':>{digits[0]}}  {'archive':>{digits[1]}}", "label")]
    for (word, here, there), term in zip(rows, found.terms, strict=True):
        numbers = Span(f"  {here:>{digits[0]}}  {there:>{digits[1]}}  ")
        length = bar(term.score, found.terms[0].score, bar_width(width, names, sum(digits) + 4))
        yield [Span(pad(word, names), "source"), numbers, Span(length)]


def terms_rows(found: Terms) -> Iterator[str]:
    """Significant words as CSV."""
    yield csv_row(("word", "articles", "archive", "score"))
    for term in found.terms:
        yield csv_row((safe_cell(term.word), str(term.articles), str(term.archive), f"{term.score:.6g}"))


def terms_record(found: Terms, query: str, *, unique: bool) -> Record:
    """Significant words as JSON."""
    return {
        "v": VERSION,
        "query": query,
        "unique": unique,
        "total": found.total,
        "archive": found.archive,
        "terms": [
            {"word": term.word, "articles": term.articles, "archive": term.archive, "score": round(term.score, 4)}
            for term in found.terms
        ],
    }


def similar_lines(found: Iterable[Similar], width: int) -> Lines:
    """A hit for each similar article, with the shared words."""
    for one in found:
        *lines, _ = hit_lines(one.hit, width)
        yield from lines
        yield from wrap([Span(f"{one.hit.score:.0%} alike: ", "label"), Span(", ".join(one.shared))], width, _INDENT)
        yield []


def similar_rows(found: Iterable[Similar]) -> Iterator[str]:
    """Similar articles as CSV."""
    yield csv_row(("id", "date", "source", "title", "likeness", "copies", "shared"))
    for one in found:
        known = one.hit.metadata
        texts = (known.published.iso[:_DATE] if known.published else "", known.source or "", known.title or "")
        figures = (f"{one.hit.score:.4f}", str(one.hit.copies))
        yield csv_row((one.hit.article_id, *map(safe_cell, texts), *figures, safe_cell("; ".join(one.shared))))


def similar_record(article_id: str, found: Sequence[Similar]) -> Record:
    """Similar articles as JSON; the score is the similarity."""
    return {"v": VERSION, "id": article_id, "similar": [{**hit_record(one.hit), "shared": list(one.shared)} for one in found]}


def _truncate_left(text: str, width: int) -> str:
    """The end of `text` that fits in `width` cells."""
    while measure_width(text) > width:
        text = text[max(1, (measure_width(text) - width) // 2) :]
    return text


def _truncate_right(text: str, width: int) -> str:
    while measure_width(text) > width:
        text = text[: -max(1, (measure_width(text) - width) // 2)]
    return text
