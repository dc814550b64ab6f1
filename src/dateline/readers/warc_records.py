"""The records of a WARC file, with their headers. A broken record affects no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.errors import ReadError
from dateline.readers.limits import BoundedStream, megabytes
from dateline.readers.record_window import PASSED_TO_NEXT, RecordWindow

START = re.compile(rb"WARC/\d\.\d+\s*$")
CONTENT = ("response", "resource", "conversion")
_START_WITHIN = re.compile(rb"(?:^|\n)(WARC/\d\.\d{1,2}[ \t]{0,8}\r?\n[A-Za-z][A-Za-z-]{1,40}:)")
_LONGEST_HEADER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its headers (in lower case), its block, and what is wrong with it. Bytes between records have no headers."""

    number: int
    headers: Mapping[str, str]
    block: bytes = b""
    problem: str | None = None

    @property
    def kind(self) -> str:
        """The type of the record, such as a response."""
        return self.headers.get("warc-type", "").lower()


def records(stream: BoundedStream) -> Iterator[Record]:
    """Yield the records in a stream, and the bytes between them, in order."""
    window, number = RecordWindow(stream, _START_WITHIN, _ends_record), 0
    while True:
        skipped, at_end = _find_start(window)
        if skipped:
            number += 1
            yield Record(number, {}, problem=f"{skipped:,} bytes that are not a record were skipped")
        if at_end:
            return
        number += 1
        try:
            headers = _read_headers(window)
        except ReadError as error:
            yield Record(number, {}, problem=str(error))
            continue
        length = _stated_length(headers)
        wanted = headers.get("warc-type", "").lower() in CONTENT
        if length is not None and length > stream.limit:
            problem = window.pass_over(length)
            if wanted and problem != PASSED_TO_NEXT:
                problem = f"the record holds {megabytes(length)}, more than the {megabytes(stream.limit)} that one document may"
            yield Record(number, headers, problem=problem)
        else:
            block, problem = window.take_block(length)
            yield Record(number, headers, block if wanted else b"", problem)


def _find_start(window: RecordWindow) -> tuple[int, bool]:
    """Skip past the first line of the next record; return how many non-blank bytes were skipped, and whether the stream ended."""
    skipped = 0
    while line := window.take_line():
        if START.match(line):
            return skipped, False
        skipped += len(line.strip())
    return skipped, True


def _read_headers(window: RecordWindow) -> dict[str, str]:
    headers: dict[str, str] = {}
    size, last = 0, ""
    while (line := window.take_line()).strip():
        size += len(line)
        if size > _LONGEST_HEADER:
            raise ReadError("begins with too many headers for a record")
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and last:
            headers[last] += " " + text.strip()
            continue
        last, _, value = text.partition(":")
        last = last.strip().lower()
        headers.setdefault(last, value.strip())
    return headers


def _stated_length(headers: Mapping[str, str]) -> int | None:
    """The stated length; None if there is none."""
    text = headers.get("content-length", "")
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _ends_record(after: bytes) -> bool:
    """Whether a block may end before the bytes `after`: blank lines, another record, or the end of the file."""
    rest = after.lstrip(b"\r\n")
    return after.startswith((b"\r\n\r\n", b"\n\n")) or not rest or bool(START.match(rest.split(b"\n", 1)[0]))
