"""HTML: one page, one document. Its address is read later, from the page itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.plugins import hookimpl
from dateline.readers.base import Arrival, read_document
from dateline.types import RawDocument


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads a stream as one saved web page."""

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """The one page in `stream`."""
        yield RawDocument(read_document(stream), "text/html", origin, identity)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [HtmlReader()]
