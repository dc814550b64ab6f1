"""CSV and TSV with a header: each row is a record, and columns have the same names as the fields of JSON.

Each row that does not fit the header is a separate failure. After an unclosed quote, reading continues on the line after the one
with the quote, unless it is detected too late; then the failure says which lines are lost.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.field_mapping import GUESSED, FieldMapping, plain_name
from dateline.readers.fields import knows_text_field, read_record
from dateline.readers.limits import bounded, megabytes
from dateline.readers.lines import Numbered, numbered_lines, with_line_feeds
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import binary_kind, looks_like_page
from dateline.text.decoding import decode
from dateline.types.documents import Failure

_DELIMITERS = (",", "\t", ";", "|")
_REMEMBERED = 1024 * 1024  # most characters of a row that can be read again from its second line on
_MOST_REREADS = 8  # times the text so far may be read again in total; without a limit, unclosed quotes take quadratic time
_LONGEST_NAME = 60
_SEPARATOR = re.compile(r"\"?sep=(.)\"?", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n?|\n")
_MOST_SHOWN = 12


@dataclass(slots=True)
class _Lines:
    """Lines for the CSV parser. It keeps the lines of the current row, and those to read again."""

    source: Iterator[Numbered]
    limit: int
    number: int = 0
    row: list[Numbered] = field(default_factory=list)
    size: int = 0
    again: deque[Numbered] = field(default_factory=deque)
    allowance: int = 0

    def __iter__(self) -> Iterator[str]:
        while True:
            fresh = not self.again
            number, line = next(self.source, (0, None)) if fresh else self.again.popleft()
            if line is None:
                return
            self.number = number
            if isinstance(line, ReadError):
                raise line
            self.size += len(line)
            self.allowance += _MOST_REREADS * len(line) * fresh
            if self.size > self.limit:
                raise ReadError(f"the row holds more than the {megabytes(self.limit)} that one document may")
            if self.size <= _REMEMBERED:
                self.row.append((number, line))
            yield line

    def step_back(self) -> bool:
        """Go back to the second line of the current row; return False if it is too long or too much was read again."""
        if self.size > min(_REMEMBERED, self.allowance):
            return False
        self.allowance -= self.size
        self.again.extendleft(reversed(self.row[1:]))
        return True

    def next_row(self) -> None:
        """Start a new row."""
        self.row, self.size = [], 0


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads tables of text with a header line."""

    name: str = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab")
    signs: str = "a first line of short names between commas, tabs, semicolons or bars, one of which is that of a text"
    names: FieldMapping = GUESSED

    def recognise(self, head: bytes) -> Likeness:
        """Likely if the first line names a text column."""
        if binary_kind(head) is not None:
            return Likeness.NONE
        if looks_like_page(head):
            return Likeness.POSSIBLE
        lines = _LINE_BREAK.split(decode(head)[0].lstrip("\ufeff"), maxsplit=2)
        header = _parse_header(lines[1] if _SEPARATOR.fullmatch(lines[0]) and len(lines) > 1 else lines[0])
        known = knows_text_field(header[1]) or bool(self.names and self.names.roots & set(map(plain_name, header[1])))
        return Likeness.LIKELY if len(header[1]) > 1 and known else Likeness.POSSIBLE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield a document for each row."""
        stream = bounded(with_line_feeds(bounded(stream)))
        csv.field_size_limit(max(csv.field_size_limit(), stream.limit))  # the csv module has only a global limit
        lines = numbered_lines(stream)
        number, first = next(((number, line) for number, line in lines if isinstance(line, ReadError) or line.strip()), (0, ""))
        if isinstance(first, ReadError):
            raise first
        stated = _SEPARATOR.fullmatch(first.lstrip("\ufeff").strip("\r\n"))  # a line that Excel writes for itself
        if stated:
            number, first = next(lines, (number, ""))
            if isinstance(first, ReadError):
                raise first
        delimiter, header = _parse_header(first, stated[1] if stated else None)
        if not first:
            raise ReadError("is empty")
        self.names.require(header)
        if not self.names.story and not knows_text_field(header):
            raise ReadError(
                f"line {number} has no column for texts; expected one of text, content, body, article, html …; its columns are "
                f"{', '.join(header[:_MOST_SHOWN])}: give the text with --map text=NAME"
            )
        make = partial(_read_row, header=header, container=identity, names=self.names)
        yield from _read_rows(_Lines(lines, stream.limit), delimiter, header, origin, make)


def _read_rows(
    lines: _Lines, delimiter: str, header: list[str], origin: str, make: Callable[[list[str], str], Arrival]
) -> Iterator[Arrival]:
    rows = csv.reader(iter(lines), delimiter=delimiter)
    while True:
        lines.next_row()
        first = lines.number + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (ReadError, csv.Error) as error:
            yield Failure(f"{origin}:{max(first, lines.number)}", str(error))
            rows = csv.reader(iter(lines), delimiter=delimiter)
            continue
        first = lines.row[0][0] if lines.row else first
        if not any(cell.strip() for cell in cells):
            continue
        problem = _describe_misfit(cells, header)
        if problem is None:
            yield make(cells, f"{origin}:{first}")
            continue
        if lines.number > first and lines.step_back():
            rows = csv.reader(iter(lines), delimiter=delimiter)
        elif lines.number > first:
            problem += f"; a quote was not closed, and lines {first} to {lines.number} are lost with it"
        yield Failure(f"{origin}:{first}", problem)


def _describe_misfit(cells: list[str], header: list[str]) -> str | None:
    """What is wrong with a row, if anything; extra cells at its end are allowed if they are empty."""
    if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        return f"the row has {len(cells)} cells where the header has {len(header)}"
    return None


def _read_row(cells: list[str], where: str, *, header: list[str], container: str | None, names: FieldMapping) -> Arrival:
    record: dict[str, str] = {}
    for name, cell in zip(header, cells, strict=False):
        record[name] = record.get(name) or cell
    return make_or_fail(where, read_record, record, where, None, container, names)


def _parse_header(line: str, stated: str | None = None) -> tuple[str, list[str]]:
    """The delimiter that gives the most names in a line (or the one that the table states), and the names."""
    best: tuple[str, list[str]] = (stated or ",", [])
    for delimiter in (stated,) if stated else _DELIMITERS:
        try:
            names = next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [])
        except csv.Error:
            continue
        names = [name.strip() for name in names]
        if len(names) > len(best[1]) and all(_is_name(name) for name in names):
            best = delimiter, names
    return best


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not re.search(r"[.!?]\s|[<>{}]", text)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [TableReader()]
