"""JSON records: one on each line, one after the other, in an array, or in an object around one. A bad record affects no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.field_mapping import GUESSED, FieldMapping
from dateline.readers.fields import inner_records, read_record
from dateline.readers.json_values import JsonValues
from dateline.readers.limits import CHUNK, bounded
from dateline.readers.lines import Numbered, decoded_pieces, numbered_lines
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import as_ascii, binary_kind
from dateline.types.documents import Failure

_RECORDS = re.compile(rb"\s*(?:\{\s*(?:[\"}]|$)|\[\s*[{\]])")
_BARE_VALUE = 'not a record but a bare value; expected an object such as {"text": "…"}'


@dataclass(frozen=True, slots=True)
class JsonLinesReader:
    """Reads JSON of any layout as a stream of records."""

    name: str = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".jsonlines", ".json")
    signs: str = "an opening { before a field, or [ before {"
    names: FieldMapping = GUESSED

    def recognise(self, head: bytes) -> Likeness:
        """Likely if an object or an array of objects begins."""
        if binary_kind(head) is not None:
            return Likeness.NONE
        return Likeness.LIKELY if _RECORDS.match(as_ascii(head)) else Likeness.POSSIBLE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield a document for each record in `stream`."""
        stream = bounded(stream)
        if as_ascii(stream.peek(CHUNK)).lstrip().startswith(b"["):
            values = JsonValues(decoded_pieces(stream.read(CHUNK), stream), stream.limit)
            yield from _number_documents(values, origin, identity, self.names)
            return
        lines = numbered_lines(stream, blank=False)
        start = list(_first_two_texts(lines))
        if not start:
            raise ReadError("is empty")
        if _is_by_line(start):
            yield from _read_by_line(chain(start, lines), origin, identity, self.names)
        else:
            yield from _read_by_value(JsonValues(_read_texts(chain(start, lines)), stream.limit), origin, identity, self.names)


def _read_by_line(lines: Iterator[Numbered], origin: str, container: str | None, names: FieldMapping) -> Iterator[Arrival]:
    for number, line in lines:
        where = f"{origin}:{number}"
        if isinstance(line, ReadError):
            yield Failure(where, str(line))
        elif line.strip():
            yield _read_document(make_or_fail(where, _parse_line, line.rstrip("\r\n")), where, None, container, names)


def _read_by_value(values: JsonValues, origin: str, identity: str | None, names: FieldMapping) -> Iterator[Arrival]:
    """The records of a text that is not an array. A single record that is the whole file gets the file's identity."""
    found = iter(values)
    first, second = next(found, None), next(found, None)
    if second is not None:
        yield from _number_documents(chain((first, second), found), origin, identity, names)
        return
    inner = inner_records(first, names) if isinstance(first, dict) else []
    if inner:
        yield from _number_documents(inner, origin, identity, names)
    else:
        yield _read_document(first, origin, identity, identity, names)


def _number_documents(
    values: Iterator[Any] | JsonValues | list[Any], origin: str, container: str | None, names: FieldMapping
) -> Iterator[Arrival]:
    for number, value in enumerate(values, 1):
        yield _read_document(value, f"{origin}:{number}", None, container, names)


def _read_document(record: Any, origin: str, identity: str | None, container: str | None, names: FieldMapping) -> Arrival:
    if isinstance(record, Failure):
        return record
    if isinstance(record, ReadError):
        return Failure(origin, str(record))
    if not isinstance(record, dict):
        return Failure(origin, _BARE_VALUE)
    return make_or_fail(origin, read_record, record, origin, identity, container, names)


def _parse_line(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(f"not valid JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ReadError("not a record: nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"not valid JSON ({error})") from error


def _read_texts(lines: Iterator[Numbered]) -> Iterator[str]:
    for _, line in lines:
        if isinstance(line, ReadError):
            raise line
        yield line


def _first_two_texts(lines: Iterator[Numbered]) -> Iterator[Numbered]:
    """The first two lines that are not blank."""
    found = (numbered for numbered in lines if isinstance(numbered[1], ReadError) or numbered[1].strip())
    return islice(found, 2)


def _is_by_line(start: Sequence[Numbered]) -> bool:
    """Whether the first two texts are separate records, complete or broken, and not parts of one."""
    texts = [line if isinstance(line, ReadError) else line.strip() for _, line in start]
    first, *second = texts
    if isinstance(first, ReadError):
        return True
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return not first.startswith("{") or any(isinstance(text, ReadError) or text.startswith("{") for text in second)
    return bool(second)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [JsonLinesReader()]
