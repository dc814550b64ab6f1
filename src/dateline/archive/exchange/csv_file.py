"""Articles as CSV in UTF-8, one row each; a spreadsheet that opens it runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from dateline.archive.exchange.fields import COLUMNS, article_row
from dateline.render.table import csv_row, safe_cell
from dateline.types.articles import ArchivedArticle


def write_csv(articles: Iterable[ArchivedArticle], stream: BinaryIO) -> None:
    """Write the header and a row for each article."""
    stream.write(csv_row(COLUMNS).encode())
    for found in articles:
        cells = (_cell(value) for value in article_row(found).values())
        stream.write(csv_row(safe_cell(cell) for cell in cells).encode("utf-8", "backslashreplace"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        # A single value with commas ends in a semicolon; otherwise it would be read back as several.
        return "; ".join(value) + ";" * (len(value) == 1 and "," in value[0])
    return value.isoformat() if isinstance(value, datetime) else str(value)
