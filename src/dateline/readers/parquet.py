"""Parquet tables: each row is a record, its columns under the same names as the fields of JSON. Only known columns are read."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.plugins import hookimpl
from dateline.readers.base import Arrival, Likeness
from dateline.readers.border import one
from dateline.readers.bounded import MAX_BYTES
from dateline.readers.fields import is_known, knows_text_field, read_record
from dateline.readers.packed import sought
from dateline.types.documents import Failure

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_BATCH = 64
_LARGEST_GROUP = 16 * MAX_BYTES  # unpacked, of the columns that are read: what a group claims is what reading it may take


@dataclass(frozen=True, slots=True)
class ParquetReader:
    """Reads the rows of a Parquet table, in batches."""

    name: str = "parquet"
    suffixes: tuple[str, ...] = (".parquet", ".pq")
    signs: str = "the mark PAR1"
    extra: str = "parquet"
    library: str = "pyarrow"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the mark at the start."""
        return Likeness.CERTAIN if head.startswith(b"PAR1") else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """One document for each row."""
        if importlib.util.find_spec(self.library) is None:
            raise ReadError("a Parquet table; what reads it is not installed: pip install 'dateline[parquet]'")
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile

        try:
            table = ParquetFile(sought(stream), thrift_string_size_limit=MAX_BYTES, thrift_container_size_limit=1_000_000)
            yield from _rows(table, origin, identity)
        except (ArrowException, OSError, ValueError, OverflowError) as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ReadError(f"is damaged or no whole Parquet table ({first[:200]})") from error


def _rows(table: ParquetFile, origin: str, carrier: str | None) -> Iterator[Arrival]:
    columns = [name for name in table.schema_arrow.names if is_known(name)]
    if not knows_text_field(columns):
        raise ReadError("has no column of texts; expected one of text, content, body, article, html …")
    number = 0
    for group in range(table.num_row_groups):
        claimed = _size(table, group, columns)
        rows = table.metadata.row_group(group).num_rows
        if claimed > _LARGEST_GROUP:
            yield Failure(
                f"{origin}:{number + 1}", f"rows {number + 1} to {number + rows} unpack to {claimed:,} bytes at once; too many"
            )
            number += rows
            continue
        for batch in table.iter_batches(_BATCH, row_groups=[group], columns=columns, use_threads=False):
            for record in batch.to_pylist():
                number += 1
                where = f"{origin}:{number}"
                yield one(where, read_record, record, where, None, carrier)


def _size(table: ParquetFile, group: int, columns: list[str]) -> int:
    """The bytes that a group of rows claims to unpack to, in the columns that are read."""
    facts = table.metadata.row_group(group)
    parts = (facts.column(index) for index in range(facts.num_columns))
    return sum(part.total_uncompressed_size for part in parts if part.path_in_schema.split(".")[0] in columns)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [ParquetReader()]
