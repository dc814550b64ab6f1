"""Rows as Parquet files, written and read in groups so that memory stays flat. Needs pyarrow (the extra `batch`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.archive.batch.rows import Row
from dateline.errors import DatelineError, ReadError

if TYPE_CHECKING:
    from pyarrow import Schema

_ROWS = 500
_BYTES = 32_000_000  # a group of large documents ends before it has all its rows
_LARGEST_GROUP = 4_000_000_000  # unpacked: reading a group may take the memory that it claims
_BATCH_SIZE = 64


def require_pyarrow() -> None:
    """Raise DatelineError if the library is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise DatelineError("Parquet needs an extra library; install it with: pip install 'dateline[batch]'") from error


def write_rows(rows: Iterable[Row], stream: BinaryIO, schema: Schema) -> None:
    """Write the rows; a column that a row lacks is empty in it."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    with ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def read_rows(stream: BinaryIO, called: str, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a file, with all columns or only `columns`."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(stream)
        missing = [name for name in columns or article_schema().names if name not in table.schema_arrow.names]
        if missing:
            raise ReadError(f"{called}: lacks the column {missing[0]!r}; it was not written by this version of 'dateline batch'")
        for group in range(table.num_row_groups):
            if table.metadata.row_group(group).total_byte_size > _LARGEST_GROUP:
                raise ReadError(f"{called}: its rows are too large when unpacked; it was not written by 'dateline batch'")
            for batch in table.iter_batches(_BATCH_SIZE, row_groups=[group], columns=columns, use_threads=False):
                yield from batch.to_pylist()
    except (ArrowException, OSError, ValueError, OverflowError) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ReadError(f"{called}: is damaged or not a complete Parquet table ({first[:200]})") from error


def article_schema() -> Schema:
    """Return the columns of a file of articles."""
    import pyarrow

    text, number = pyarrow.string(), pyarrow.float64()
    several = pyarrow.list_(text)
    date = pyarrow.struct({**dict.fromkeys(("iso", "precision", "role", "where", "text"), text), "confidence": number})
    types: Mapping[str, Any] = {
        "position": pyarrow.int64(),
        "outcome": text,
        "reason": text,
        "id": text,
        "name": text,
        "title": text,
        "published": text,
        "published_precision": text,
        "published_confidence": number,
        "published_last": text,
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
        "related": several,
        "language": text,
        "kind": text,
        "text": text,
        "url": text,
        "origin": text,
        "identity": text,
        "media_type": text,
        "fetched": text,
        "hints": pyarrow.map_(text, text),
        "raw_id": text,
        "raw": pyarrow.binary(),
        "cleaner": text,
        "ledger": text,
        "dates": pyarrow.list_(date),
        "published_evidence": date,
        "updated_evidence": date,
        "keys": pyarrow.binary(),
    }
    return pyarrow.schema(list(types.items()))


def story_schema() -> Schema:
    """Return the columns of the file of stories: an article with copies, its lead copy, and the place of its row."""
    import pyarrow

    text = pyarrow.string()
    types = {"id": text, "lead": text, "copies": pyarrow.int64(), "similarity": pyarrow.float64(), "title": text, "url": text}
    return pyarrow.schema([*types.items(), ("file", text), ("position", pyarrow.int64())])


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row.get("text") or "") + len(row.get("raw") or b"") + len(row.get("ledger") or "")
        if len(group) >= _ROWS or size > _BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group
