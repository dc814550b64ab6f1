"""HTML: one page is one document. Only what a browser noted when it saved the page is read here; its markup is read later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.readers.base import Arrival, Likeness, read_document
from dateline.readers.plugins import hookimpl
from dateline.readers.saved_page import saved_from
from dateline.readers.signatures import binary_kind, has_tags, looks_like_page
from dateline.types.documents import RawDocument


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads a stream as one saved web page."""

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    signs: str = "an opening <!doctype html>, <html>, <head> or <body>; likely with three tags of a page"

    def recognise(self, head: bytes) -> Likeness:
        """Certain for a whole page; a part of one may also be a text about tags."""
        if binary_kind(head) is not None:
            return Likeness.NONE
        if looks_like_page(head):
            return Likeness.CERTAIN
        return Likeness.LIKELY if has_tags(head) else Likeness.POSSIBLE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield the one page in `stream`."""
        content = read_document(stream)
        url, saved = saved_from(content)
        hints = {"captured": saved.isoformat()} if saved else {}
        yield RawDocument(content, "text/html", origin, url or identity, url, saved, hints)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [HtmlReader()]
