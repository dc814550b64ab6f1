"""Web archives: WARC, and the WET files of plain text made from them. Each page has its address and capture time.

`warc_records` splits the file into records, and `http_answer` parses the web server's answer. A broken record affects no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from dateline.readers.base import Arrival, Likeness, check_text
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.fields import moment
from dateline.readers.http_answer import parse_answer
from dateline.readers.limits import MAX_BYTES, bounded
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import looks_like_page
from dateline.readers.warc_records import CONTENT, START, Record, records
from dateline.types.documents import Failure, RawDocument, Skipped

_SKIPPED_TYPES = {
    "revisit": "a revisit: the page is as it was in an earlier capture",
    "continuation": "the continuation of a record in another file; such records are not put together",
}
_MEDIA = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
_MOST_DECODED = 500  # times the size sent, as for packages
_FREELY_DECODED = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Payload:
    """The content of a record: the bytes of the page, and what the record states about them."""

    content: bytes
    media_type: str
    charset: str | None = None
    status: int = 200
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class WarcReader:
    """Reads the pages in a web archive; requests and the archive's own notes are not pages."""

    name: str = "warc"
    suffixes: tuple[str, ...] = (".warc", ".wet")
    signs: str = "an opening WARC/1.0, or another version"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the first line."""
        return Likeness.CERTAIN if START.match(head[:12].split(b"\n")[0]) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield the pages and texts in `stream`, with their record numbers."""
        found = False
        for record in records(bounded(stream)):
            where = f"{origin}:{record.number}"
            problem = record.problem
            if record.kind in _SKIPPED_TYPES:
                found = True
                yield Skipped(where, _SKIPPED_TYPES[record.kind])
            elif record.kind in CONTENT and (record.block or not problem):
                found = True
                arrival = make_or_fail(where, _read_page, record, where, bounded(stream).limit)
                yield arrival
                problem = None if isinstance(arrival, Failure) else problem or missing(arrival)
            if problem:  # after the document, which would otherwise remove it from the list of failures
                found = True
                yield Failure(where, problem)
        if not found:
            yield Skipped(origin, "holds no pages: only requests, or an archive's notes")


def _read_page(record: Record, where: str, limit: int) -> Arrival:
    url = record.headers.get("warc-target-uri", "").strip("<>") or None
    payload = _read_payload(record, limit)
    if isinstance(payload, str):
        return Skipped(where, payload)
    check_text(payload.content)
    hints = {}
    if date := record.headers.get("warc-date"):
        hints["captured"] = date
    if cut := record.problem or payload.problem or record.headers.get("warc-truncated"):
        hints["truncated"] = cut
    if languages := record.headers.get("warc-identified-content-language"):
        hints["language"] = languages.split(",")[0].strip()
    media_type = f"{payload.media_type}; charset={payload.charset}" if payload.charset else payload.media_type
    page = url if url and re.match(r"https?://\S+$", url, re.IGNORECASE) else None
    return RawDocument(payload.content, media_type, where, url, page, moment(date), hints)


def missing(arrival: Arrival) -> str | None:
    """What is missing of a page that was cut off here; a truncation that the archive itself recorded is not a failure."""
    truncated = arrival.hints.get("truncated", "") if isinstance(arrival, RawDocument) else ""
    return truncated if truncated.startswith("is cut off") else None


def _read_payload(record: Record, limit: int) -> _Payload | str:
    kind = record.headers.get("content-type", "").lower()
    return page_of(record.block, kind, is_http=kind.startswith("application/http"), limit=limit)


def page_of(block: bytes, kind: str, *, is_http: bool, limit: int = MAX_BYTES) -> _Payload | str:
    """The page in the block of a record of that media type, or why it is not a page."""
    if is_http:
        answer = parse_answer(block, min(limit, _FREELY_DECODED + _MOST_DECODED * len(block)))
        payload = _Payload(
            answer.body, *_parse_media_type(answer.headers.get("content-type", "").lower()), answer.status, answer.problem
        )
    else:
        payload = _Payload(block, *_parse_media_type(kind))
    if not 200 <= payload.status < 300:
        return f"the server answered {payload.status}, not with a page"
    if payload.media_type in _MEDIA:
        return replace(payload, media_type=_MEDIA[payload.media_type])
    if payload.media_type in ("", "application/octet-stream", "unknown/unknown", "no-type") and looks_like_page(payload.content):
        return replace(payload, media_type="text/html")
    return f"no page but {payload.media_type or 'of no stated type'}"


def _parse_media_type(text: str) -> tuple[str, str | None]:
    media, _, rest = text.partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", rest)
    return media.strip(), match[1] if match else None


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [WarcReader()]
