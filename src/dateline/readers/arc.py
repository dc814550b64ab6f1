"""ARC, the format of web archives before WARC (by the Internet Archive): a header line for each page, then the server's answer.

A false length affects only its page: reading continues at the next line that begins a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from dateline.readers.base import Arrival, Likeness, check_text
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.limits import BoundedStream, bounded, megabytes
from dateline.readers.plugins import hookimpl
from dateline.readers.record_window import PASSED_TO_NEXT, RecordWindow
from dateline.readers.warc import missing, page_of
from dateline.types.documents import Failure, RawDocument, Skipped

# IP address of the host, time, media type; the URL comes before them, and the length at the end of the line
_HEAD_FIELDS = re.compile(rb" (?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]{2,45}|-) (\d{12,14}) (\S{1,200}) ")
_START_WITHIN = re.compile(
    rb"(?:^|\n)(https?://[^\s]{1,2000} (?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]{2,45}|-) \d{12,14} [^\n]{1,400} \d{1,12}\r?\n)"
)
_LONGEST_HEAD = 4_096
_START = b"filedesc:"
_PAGE = re.compile(r"https?://\S+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Head:
    """The header line of a record; `length` is the size of the block below it, in bytes."""

    url: str
    time: str
    media_type: str
    length: int


@dataclass(frozen=True, slots=True)
class ArcReader:
    """Reads the pages in a web archive in the ARC format."""

    name: str = "arc"
    suffixes: tuple[str, ...] = (".arc",)
    signs: str = "an opening filedesc://"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the first line."""
        return Likeness.CERTAIN if head.startswith(_START) and _parse_head(head.split(b"\n")[0]) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield the pages in `stream`, with their record numbers."""
        found = False
        for number, (head, block, problem) in enumerate(_read_records(bounded(stream)), 1):
            where = f"{origin}:{number}"
            if block:
                arrival = make_or_fail(where, _read_page, head, block, problem, where)
                yield arrival
                problem = None if isinstance(arrival, Failure) else problem or missing(arrival)
            if problem:
                yield Failure(where, problem)
            found = found or bool(block or problem)
        if not found:
            yield Skipped(origin, "holds no pages: only an archive's notes")


def _read_page(head: _Head, block: bytes, problem: str | None, where: str) -> Arrival:
    url = head.url
    page = page_of(block, head.media_type.lower(), is_http=block.startswith(b"HTTP/"))
    if isinstance(page, str):
        return Skipped(where, page)
    check_text(page.content)
    moment = _parse_time(head.time)
    hints = {"captured": moment.isoformat()} if moment else {}
    if cut := problem or page.problem:
        hints["truncated"] = cut
    media = f"{page.media_type}; charset={page.charset}" if page.charset else page.media_type
    return RawDocument(page.content, media, where, url, url, moment, hints)


def _parse_time(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _parse_head(line: bytes) -> _Head | None:
    found = _HEAD_FIELDS.search(line) if len(line) <= _LONGEST_HEAD else None
    length = line.rsplit(maxsplit=1)[-1] if found else b""
    if not found or not found.start() or not re.fullmatch(rb"\d{1,12}", length):
        return None
    return _Head(
        line[: found.start()].decode("utf-8", "replace"), found[1].decode(), found[2].decode("ascii", "replace"), int(length)
    )


def _read_records(stream: BoundedStream) -> Iterator[tuple[_Head, bytes, str | None]]:
    """Yield the header line of each record, its block if it is a page, and what is wrong with the block.

    A note of the archive itself, whose length is often false, gives no block, and no error unless it exceeds the limit.
    """
    window = RecordWindow(stream, _START_WITHIN, _ends_record)
    while line := window.take_line():
        head = _parse_head(line)
        if not head:
            continue
        if head.length > stream.limit:
            passed = window.pass_over(head.length)
            most = f"the record holds {megabytes(head.length)}, more than the {megabytes(stream.limit)} that one document may"
            yield head, b"", passed if passed == PASSED_TO_NEXT else most
        else:
            block, problem = window.take_block(head.length)
            yield (head, block, problem) if _PAGE.match(head.url) else (head, b"", None)


def _ends_record(after: bytes) -> bool:
    """Whether a block may end before the bytes `after`: another record or the end of the file."""
    rest = after.lstrip(b"\r\n")
    return not rest or bool(_START_WITHIN.match(rest)) or (rest != after and _parse_head(rest.split(b"\n", 1)[0]) is not None)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [ArcReader()]
