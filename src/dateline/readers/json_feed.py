"""JSON Feed (versions 1 and 1.1): each item is a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Pointer
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.feed import without_text
from dateline.readers.fields import has_text, read_record
from dateline.readers.json_values import JsonValues
from dateline.readers.limits import CHUNK, bounded
from dateline.readers.lines import decoded_pieces
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import as_ascii
from dateline.types.documents import Failure, Skipped

_VERSION = re.compile(rb'\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonFeedReader:
    """Reads the items of a JSON Feed."""

    name: str = "json-feed"
    suffixes: tuple[str, ...] = (".json",)
    signs: str = "an object whose version is an address of jsonfeed.org"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the version, which feeds begin with."""
        return Likeness.CERTAIN if _VERSION.match(as_ascii(head)) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Pointer]:
        """Yield a document for each item that has a text, and a pointer to its page for each other item."""
        stream = bounded(stream)
        feed = next(iter(JsonValues(decoded_pieces(stream.read(CHUNK), stream), stream.limit)), None)
        if isinstance(feed, ReadError):
            raise feed
        items = feed.get("items") if isinstance(feed, dict) else None
        if not isinstance(items, list) or not items:
            yield Skipped(origin, "a feed without entries")
            return
        for number, item in enumerate(items, 1):
            where = f"{origin}:{number}"
            yield make_or_fail(where, _read_item, item, feed, where, identity)


def _read_item(item: Any, feed: Any, where: str, container: str | None) -> Arrival | Pointer:
    if not isinstance(item, dict):
        return Failure(where, "not an item but a bare value")
    record = {"source": feed.get("title"), "language": feed.get("language"), **item}
    if not has_text(record):
        record["text"] = record.pop("summary", None)
    if not record.get("authors") and not record.get("author"):
        record["authors"] = feed.get("authors")
    if not has_text(record):
        return without_text(where, item.get("url"), {"title": item.get("title"), "published": item.get("date_published")})
    return read_record(record, where, None, container)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [JsonFeedReader()]
