"""Articles as one Parquet file, a row each, written in groups so that memory stays flat. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.archive.exchange.fields import Row, article_row
from dateline.errors import DatelineError
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from pyarrow import Schema

_ROWS = 2_000
_CHARACTERS = 16_000_000  # a group of long articles ends before it has all its rows


def write_parquet(articles: Iterable[ArchivedArticle], stream: BinaryIO) -> None:
    """Write a row for each article."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise DatelineError("Parquet needs an extra library; install it with: pip install 'dateline[parquet]'") from error
    schema = _schema()
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in _groups(map(article_row, articles)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row["text"])
        if len(group) >= _ROWS or size > _CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _schema() -> Schema:
    import pyarrow

    text, several = pyarrow.string(), pyarrow.list_(pyarrow.string())
    types: dict[str, Any] = {
        "id": text,
        "title": text,
        "published": text,
        "published_precision": text,
        "published_confidence": pyarrow.float64(),
        "updated": text,
        "source": text,
        "domain": text,
        "authors": several,
        "place": text,
        "agency": text,
        "section": text,
        "tags": several,
        "people": several,
        "places": several,
        "organisations": several,
        "language": text,
        "kind": text,
        "url": text,
        "origin": text,
        "seen": pyarrow.timestamp("s", tz="UTC"),
        "version": pyarrow.int32(),
        "text": text,
    }
    return pyarrow.schema(list(types.items()))
