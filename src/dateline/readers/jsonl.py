"""JSON records: one on each line, or one object or array in the whole file. A bad record costs only itself."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from dateline.decoding import decode, find_unicode
from dateline.errors import ReadError
from dateline.plugins import hookimpl
from dateline.readers.base import Arrival, check_text
from dateline.readers.fields import read_record
from dateline.types import Failure

_Numbered = tuple[int, str | ReadError]


@dataclass(frozen=True, slots=True)
class JsonLinesReader:
    """Reads JSON lines as a stream, and a single JSON object or array as a whole."""

    name: str = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".jsonlines", ".json")

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """One document for each record in `stream`."""
        lines = _lines(stream)
        start = list(_up_to_second_text(lines))
        if not any(isinstance(line, ReadError) or line.strip() for _, line in start):
            raise ReadError("is empty")
        whole = None if _is_by_line(start) else _whole(start, lines)
        if whole is None:
            yield from _by_line(chain(start, lines), origin, identity)
        elif isinstance(whole, list):
            for number, record in enumerate(whole, 1):
                yield _document(record, f"{origin}:{number}", None, identity)
        else:
            yield _document(whole, origin, identity, identity)


def _by_line(lines: Iterator[_Numbered], origin: str, carrier: str | None) -> Iterator[Arrival]:
    for number, line in lines:
        where = f"{origin}:{number}"
        try:
            if isinstance(line, ReadError):
                raise line
            if line.strip():
                yield _document(_parse(line.rstrip("\r\n")), where, None, carrier)
        except ReadError as error:
            yield Failure(where, str(error))


def _document(record: Any, origin: str, identity: str | None, carrier: str | None) -> Arrival:
    if not isinstance(record, dict):
        return Failure(origin, 'no record but a bare value; expected an object such as {"text": "…"}')
    try:
        return read_record(record, origin, identity, carrier)
    except ReadError as error:
        return Failure(origin, str(error))


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(f"not valid JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ReadError("not a record: nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"not valid JSON ({error})") from error


def _lines(stream: BinaryIO) -> Iterator[_Numbered]:
    """The lines of `stream` with their numbers, decoded; a line that cannot be had is a ReadError in its place."""
    number = 0
    encoding = None
    while True:
        number += 1
        try:
            line = stream.readline()
        except ReadError as error:
            yield number, error
            continue
        if not line:
            break
        if number == 1:
            check_text(line + b"{")  # a blank first line is no reason to give up
            encoding = find_unicode(line)
            if encoding not in (None, "utf-8-sig"):
                yield from _wide_lines(line, stream, encoding)
                return
            line = line.removeprefix(codecs.BOM_UTF8)
        yield number, decode(line)[0]


def _wide_lines(start: bytes, stream: BinaryIO, encoding: str) -> Iterator[_Numbered]:
    """The lines of UTF-16 or UTF-32, in which a line feed is more than one byte."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    number, rest = 1, decoder.decode(start)
    while True:
        *lines, rest = rest.split("\n")
        for line in lines:
            yield number, line
            number += 1
        piece = stream.readline()
        if not piece:
            break
        rest += decoder.decode(piece)
    yield number, rest + decoder.decode(b"", True)


def _up_to_second_text(lines: Iterator[_Numbered]) -> Iterator[_Numbered]:
    """The start of `lines`, up to the second one that is not blank."""
    found = 0
    for numbered in lines:
        yield numbered
        found += isinstance(numbered[1], ReadError) or bool(numbered[1].strip())
        if found == 2:
            return


def _is_by_line(start: Sequence[_Numbered]) -> bool:
    """Whether the first two texts are records of their own, broken ones included, and no parts of one."""
    texts = [line if isinstance(line, ReadError) else line.strip() for _, line in start]
    first, *second = [text for text in texts if text] or [""]
    if isinstance(first, ReadError) or not first:
        return True
    if first.startswith("["):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return not first.startswith("{") or any(isinstance(text, ReadError) or text.startswith("{") for text in second)
    return bool(second)


def _whole(start: Sequence[_Numbered], rest: Iterator[_Numbered]) -> Any:
    parts = [line for _, line in chain(start, rest)]
    for part in parts:
        if isinstance(part, ReadError):
            raise part
    return _parse("\n".join(str(part) for part in parts))


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [JsonLinesReader()]
