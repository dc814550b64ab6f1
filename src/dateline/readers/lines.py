"""Bytes → lines of text, one at a time, for formats in which each line or row is a record."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import check_text
from dateline.readers.limits import CHUNK, BoundedStream
from dateline.text.decoding import decode, find_unicode

Numbered = tuple[int, str | ReadError]


def numbered_lines(stream: BinaryIO, *, blank: bool = True) -> Iterator[Numbered]:
    """Yield the decoded lines of `stream` with their numbers; a ReadError takes the place of a line that cannot be read.

    Without `blank`, blank lines are left out, but still counted.
    """
    number = 0
    encoding, known = None, False
    while True:
        number += 1
        try:
            line = stream.readline()
        except ReadError as error:
            yield number, error
            continue
        if not line:
            break
        if not blank and line.isspace():
            continue
        if not known:
            known = True
            check_text(line + b"{")  # a blank first line is no reason to give up
            encoding = find_unicode(line)
            if encoding not in (None, "utf-8-sig"):
                yield from _wide_lines(number, line, stream, encoding)
                return
            line = line.removeprefix(codecs.BOM_UTF8)
        yield number, decode(line)[0]


def _wide_lines(number: int, start: bytes, stream: BinaryIO, encoding: str) -> Iterator[Numbered]:
    """The lines of UTF-16 or UTF-32, in which a line feed takes more than one byte."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = decoder.decode(start)
    while True:
        *lines, rest = rest.split("\n")
        for line in lines:
            yield number, line + "\n"
            number += 1
        piece = stream.readline()
        if not piece:
            break
        rest += decoder.decode(piece)
    yield number, rest + decoder.decode(b"", True)


def decoded_pieces(start: bytes, stream: BinaryIO) -> Iterator[str]:
    """Yield the text of `start` and of the rest of `stream`, in pieces, for formats that are not based on lines."""
    check_text(start + b"{")
    encoding = find_unicode(start) or _detect_encoding(start)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(start)
    while piece := stream.read(CHUNK):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def _detect_encoding(start: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return decode(start)[1]
    return "utf-8"


def with_line_feeds(stream: BoundedStream) -> BinaryIO:
    """`stream` with line feeds in place of carriage returns if only these end its lines, as in files of old Macintosh programs."""
    head = stream.peek(CHUNK)[:CHUNK]
    if b"\n" in head or b"\r" not in head or find_unicode(head) not in (None, "utf-8-sig"):
        return stream
    return BoundedStream(_LineFeeds(stream), stream.limit)


class _LineFeeds(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the only kind that BufferedReader passes
        piece = self._stream.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(piece)] = piece
        return len(piece)
