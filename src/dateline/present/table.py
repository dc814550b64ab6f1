"""Hits as CSV (RFC 4180 quoting, one header row) that a spreadsheet opens without running anything.

A cell that a spreadsheet would take for a formula gets an apostrophe before it; JSON is the form that leaves every letter as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from dateline.types import Hit

CSV_FIELDS = (
    "id",
    "title",
    "published",
    "updated",
    "source",
    "authors",
    "place",
    "agency",
    "section",
    "tags",
    "language",
    "url",
    "origin",
    "score",
    "snippet",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(hits: Iterable[Hit]) -> Iterator[str]:
    """The header and one row for each hit, each with its line end."""
    yield csv_row(CSV_FIELDS)
    for hit in hits:
        yield csv_row(safe_cell(cell) for cell in _cells(hit))


def _cells(hit: Hit) -> Iterator[str]:
    known = hit.metadata
    yield hit.article_id
    yield known.title or ""
    yield known.published.iso if known.published else ""
    yield known.updated.iso if known.updated else ""
    yield known.source or ""
    yield "; ".join(known.authors)
    yield known.place or ""
    yield known.agency or ""
    yield known.section or ""
    yield "; ".join(known.tags)
    yield known.language or ""
    yield hit.url or ""
    yield hit.origin
    yield f"{max(0.0, hit.score):.6g}"
    yield hit.snippet.text


def safe_cell(cell: str) -> str:
    """`cell` so that no spreadsheet runs it."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def csv_row(cells: Iterable[str]) -> str:
    """Cells as one line of CSV, with its end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
