"""The contract of a reader, and what readers of whole documents share.

A reader takes a stream and never opens anything itself, so the same reader serves files, standard input and members of packed
files. The stream it gets is bounded: `read()` and `readline()` raise ReadError rather than hand over more than one document may
hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol, runtime_checkable

from dateline.decoding import is_blank
from dateline.errors import ReadError
from dateline.readers.sniff import binary_kind
from dateline.types import Failure, RawDocument, Skipped

Arrival = RawDocument | Failure | Skipped


@runtime_checkable
class Reader(Protocol):
    """Knows one format: its name, the suffixes of its files (".txt", in lower case), and how to read it."""

    @property
    def name(self) -> str:
        """What users call the format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of names that tell of this format."""

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """The documents in `stream`; a bad one becomes a Failure, a ReadError gives up on the whole stream."""
        ...


def read_document(stream: BinaryIO) -> bytes:
    """All of `stream` as the content of one document; ReadError where it holds no text."""
    content = stream.read()
    check_text(content)
    return content


def check_text(content: bytes) -> None:
    """Raise ReadError if `content` holds no text that a person could read."""
    kind = binary_kind(content)
    if kind is not None:
        raise ReadError(f"looks like a binary file ({kind}); give the text or HTML instead")
    if is_blank(content):
        raise ReadError("is empty")
