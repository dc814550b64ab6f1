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

_SEVERAL = 600  # bytes: three of the shortest notices


@dataclass(frozen=True, slots=True)
class PlainTextReader:
    """Reads a stream as one article in plain text."""

    name: str = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    signs: str = "anything that is text and nothing else"

    def recognise(self, head: bytes) -> Likeness:
        """Possible for any text."""
        return Likeness.POSSIBLE if binary_kind(head) is None else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """The one document in `stream`."""
        content = read_document(stream)
        found = describe_cuts(decode(content)[0]) if len(content) >= _SEVERAL else None
        remark = {"remark": f"{found}, in no form known here, and was taken in as one; cut it into files, or make JSON lines of it"}
        yield RawDocument(content, "text/plain", origin, identity, hints=remark if found else {})


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [PlainTextReader()]
