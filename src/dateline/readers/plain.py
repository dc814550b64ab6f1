"""Plain text: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.readers.base import Arrival, Likeness, read_document
from dateline.readers.multiple_articles import describe_cuts
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import binary_kind
from dateline.text.decoding import decode
from dateline.types.documents import RawDocument

_LEAST_BYTES = 600  # three of the shortest notices


@dataclass(frozen=True, slots=True)
class PlainTextReader:
    """Reads a stream as one article in plain text."""

    name: str = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    signs: str = "any text in no other format"

    def recognise(self, head: bytes) -> Likeness:
        """Possible for any text."""
        return Likeness.POSSIBLE if binary_kind(head) is None else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """The one document in `stream`."""
        content = read_document(stream)
        found = describe_cuts(decode(content)[0]) if len(content) >= _LEAST_BYTES else None
        warning = {
            "remark": f"{found}, in an unknown form, and was ingested as one; split it into files, or convert it to JSON lines"
        }
        yield RawDocument(content, "text/plain", origin, identity, hints=warning if found else {})


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [PlainTextReader()]
