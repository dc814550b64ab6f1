"""Plain text: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.plugins import hookimpl
from dateline.readers.base import Arrival, Likeness, read_document
from dateline.readers.sniff import binary_kind
from dateline.types.documents import RawDocument


@dataclass(frozen=True, slots=True)
class PlainTextReader:
    """Reads a stream as one article in plain text."""

    name: str = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    signs: str = "anything that is text and nothing else"

    def recognise(self, head: bytes) -> Likeness:
        """Possible wherever there is text."""
        return Likeness.POSSIBLE if binary_kind(head) is None else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """The one document in `stream`."""
        yield RawDocument(read_document(stream), "text/plain", origin, identity)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [PlainTextReader()]
