"""Quotations in articles as text, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Span, wrap
from dateline.render.results import date_text
from dateline.render.table import csv_row, safe_cell
from dateline.text import shown
from dateline.types.articles import ArchivedArticle, Quotation

Quoted = tuple[ArchivedArticle, Quotation]


def quotes_lines(found: Iterable[Quoted], width: int) -> Lines:
    """For each quotation the article, the speaker, and the words before and after it."""
    for article, quoted in found:
        published = article.article.metadata.published
        yield [
            Span(article.id, "id"),
            Span("  "),
            Span(date_text(published) if published else "–", "date" if published else "faint"),
            Span(f"  {shown(quoted.speaker)}" if quoted.speaker else ""),
        ]
        around = (Span(shown(quoted.before), "faint"), Span(f"“{shown(quoted.text)}”"), Span(shown(quoted.after), "faint"))
        yield from wrap(list(around), width, "    ")


def quotes_rows(found: Iterable[Quoted]) -> Iterator[str]:
    """Quotations as CSV."""
    yield csv_row(("id", "date", "source", "speaker", "before", "quotation", "after"))
    for article, quoted in found:
        known = article.article.metadata
        texts = (known.source or "", quoted.speaker or "", quoted.before, quoted.text, quoted.after)
        yield csv_row((article.id, known.published.iso[:10] if known.published else "", *map(safe_cell, texts)))


def quotes_record(found: Iterable[Quoted], query: str) -> Record:
    """Quotations as JSON."""
    return {
        "v": VERSION,
        "query": query,
        "quotations": [
            {"id": article.id, "text": one.text, "before": one.before, "after": one.after, "speaker": one.speaker}
            for article, one in found
        ],
    }
