"""Parquet tables: each row is a record, and columns have the same names as the fields of JSON. Only known columns are read."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.field_mapping import GUESSED, FieldMapping, plain_name
from dateline.readers.fields import is_known, knows_text_field, read_record
from dateline.readers.limits import MAX_BYTES, UnpackBudget
from dateline.readers.packages import make_seekable
from dateline.readers.plugins import hookimpl
from dateline.types.documents import Failure, RawDocument

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch
    from pyarrow.parquet import ParquetFile

_BATCH = 64
_BATCH_BYTES = 32 * 1024 * 1024
_LARGEST_GROUP = 16 * MAX_BYTES  # unpacked, in the columns that are read; reading a group may take the memory that it claims
_MOST_SHOWN = 12
_LEAST = 1_000  # bytes that any row costs, however little it contains
_FREE = 8 * 1024 * 1024  # equal values are stored once, so a tiny table could contain any number of documents


@dataclass(frozen=True, slots=True)
class ParquetReader:
    """Reads the rows of a Parquet table, in batches."""

    name: str = "parquet"
    suffixes: tuple[str, ...] = (".parquet", ".pq")
    signs: str = "the mark PAR1"
    extra: str = "parquet"
    library: str = "pyarrow"
    names: FieldMapping = GUESSED

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the magic number at the start."""
        return Likeness.CERTAIN if head.startswith(b"PAR1") else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield a document for each row."""
        if importlib.util.find_spec(self.library) is None:
            raise ReadError("a Parquet table, which needs an extra library; install it with: pip install 'dateline[parquet]'")
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile

        try:
            file = make_seekable(stream)
            budget = UnpackBudget(given=file.seek(0, io.SEEK_END), free=_FREE)
            table = ParquetFile(file, thrift_string_size_limit=MAX_BYTES, thrift_container_size_limit=1_000_000)
            yield from _read_rows(table, origin, identity, budget, self.names)
        except (ArrowException, OSError, ValueError, OverflowError) as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ReadError(f"is damaged or not a complete Parquet table ({first[:200]})") from error


def _read_rows(
    table: ParquetFile, origin: str, container: str | None, budget: UnpackBudget, names: FieldMapping
) -> Iterator[Arrival]:
    names.require(table.schema_arrow.names)
    columns = [name for name in table.schema_arrow.names if is_known(name) or plain_name(name) in names.roots]
    if not names.story and not knows_text_field(columns):
        raise ReadError(
            "has no column for texts; expected one of text, content, body, article, html …; its columns are "
            f"{', '.join(table.schema_arrow.names[:_MOST_SHOWN])}: give the text with --map text=NAME"
        )
    read = partial(read_record, names=names)
    number = 0
    for group in range(table.num_row_groups):
        first, number = number, number + table.metadata.row_group(group).num_rows
        where, claimed = f"{origin}:{first + 1}", _claimed_size(table, group, columns)
        if claimed > _LARGEST_GROUP:
            yield Failure(where, f"rows {first + 1} to {number} unpack to {claimed:,} bytes at once, which is too many")
            continue
        budget.count_output(claimed)
        # Each value of a batch may be as long as its whole group claims.
        most = max(1, min(_BATCH, _BATCH_BYTES // max(claimed, 1)))
        for batch in table.iter_batches(most, row_groups=[group], columns=columns, use_threads=False):
            yield from _read_records(batch, origin, first, budget, lambda record, where: read(record, where, None, container))
            first += batch.num_rows


def _read_records(
    batch: RecordBatch, origin: str, before: int, budget: UnpackBudget, read: Callable[[Any, str], RawDocument]
) -> Iterator[Arrival]:
    """Yield the rows of a batch, after `before` earlier rows. The size of each row is counted before its values are made."""
    batch = _with_known_zones(batch)
    small = _value_size(batch) <= _BATCH_BYTES
    if small:
        budget.count_output(_value_size(batch))
    made: Any = make_or_fail(origin, batch.to_pylist) if small else None
    for place in range(batch.num_rows):
        where, row = f"{origin}:{before + place + 1}", batch.slice(place, 1)
        if not small:
            budget.count_output(_value_size(row))
        # If one value cannot be made, the rows are made one by one.
        record = made[place] if isinstance(made, list) else make_or_fail(where, _single_record, row)
        yield record if isinstance(record, Failure) else make_or_fail(where, read, record, where)


def _single_record(row: RecordBatch) -> Any:
    return row.to_pylist()[0]


def _value_size(batch: RecordBatch) -> int:
    """The bytes that the values of a batch take as Python objects, counting each as often as it occurs."""
    return sum(_column_size(column) for column in batch.columns) + _LEAST * int(batch.num_rows)


def _column_size(column: Array) -> int:
    from pyarrow import compute, types

    kind = column.type
    if types.is_dictionary(kind):
        if not len(column) or not len(column.dictionary):
            return 0
        if any(
            is_type(kind.value_type) for is_type in (types.is_string, types.is_binary, types.is_large_string, types.is_large_binary)
        ):
            lengths = compute.take(compute.binary_length(column.dictionary), column.indices)
            return int(compute.sum(lengths).as_py() or 0)
        return len(column) * _column_size(column.dictionary)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return _column_size(column.flatten())
    if types.is_struct(kind):
        return sum(map(_column_size, column.flatten()))
    return int(column.nbytes)


def _with_known_zones(batch: RecordBatch) -> RecordBatch:
    """`batch` with times in UTC, in which they are stored, if the zone for display is unknown."""
    import pyarrow

    for place, field in enumerate(batch.schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.tz:
            try:
                pyarrow.lib.string_to_tzinfo(field.type.tz)
            except (ValueError, LookupError):
                known = pyarrow.timestamp(field.type.unit, "UTC")
                batch = batch.set_column(place, field.with_type(known), batch.column(place).cast(known))
    return batch


def _claimed_size(table: ParquetFile, group: int, columns: list[str]) -> int:
    """The unpacked size that a row group claims, in the columns that are read."""
    facts = table.metadata.row_group(group)
    parts = (facts.column(index) for index in range(facts.num_columns))
    return sum(part.total_uncompressed_size for part in parts if part.path_in_schema.split(".")[0] in columns)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [ParquetReader()]
