"""The contract of a reader, and what readers of whole documents share.

A reader takes a stream and never opens anything itself, so the same reader serves files, standard input and members of packed
files. The stream it gets is bounded: `read()` and `readline()` raise ReadError rather than hand over more than one document may
hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from io import RawIOBase
from typing import BinaryIO, Protocol, runtime_checkable

from dateline.errors import ReadError
from dateline.readers.signatures import binary_kind
from dateline.text.decoding import is_blank
from dateline.types.documents import Failure, RawDocument, Skipped

Arrival = RawDocument | Failure | Skipped


@dataclass(frozen=True, slots=True)
class Member:
    """A stream inside a stream, to be read by whichever reader knows it.

    `name` breaks ties where its bytes do not tell its format. `sole` says that it is all there is, in another form (what a
    compressed file holds), rather than one of many (a file in an archive). `told` is what its package says of pages in it.
    """

    stream: BinaryIO | RawIOBase
    name: str
    origin: str
    identity: str | None
    sole: bool = False
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where on the web something is that was not given itself. Where nothing is fetched, `instead` is said, once for a whole list.

    `hints` is what its list says of it, `page` that it is a story and no further list; `changed` is when it last changed.
    """

    url: str
    origin: str
    instead: Skipped
    hints: Mapping[str, str] = field(default_factory=dict)
    page: bool = True
    changed: datetime | None = None


class Likeness(IntEnum):
    """How much the first bytes of something look like a format."""

    NONE = 0
    POSSIBLE = 1  # any text may be plain text
    LIKELY = 2  # its structure speaks for it
    CERTAIN = 3  # it says so itself; no name can speak against it


@runtime_checkable
class Reader(Protocol):
    """Knows one format: its name, the suffixes of its files (".txt", in lower case), and how to read it."""

    @property
    def name(self) -> str:
        """What users call the format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of names that tell of this format."""

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member | Pointer]:
        """The documents in `stream`; a bad one becomes a Failure, a ReadError gives up on the whole stream."""
        ...


@runtime_checkable
class Recogniser(Protocol):
    """What a reader has besides if it knows its format by the bytes; one without is chosen by its suffixes alone."""

    @property
    def signs(self) -> str:
        """What the bytes are known by, in words for a person."""

    def recognise(self, head: bytes) -> Likeness:
        """How much something that begins with `head` (some thousands of bytes, or all of it) looks like this format."""
        ...


@runtime_checkable
class Package(Protocol):
    """What a reader has besides if its format only packs others: a forced format is that of the documents, not of their package."""

    @property
    def packs(self) -> str:
        """What it packs, in a word."""


@runtime_checkable
class Extra(Protocol):
    """What a reader has besides if it needs a library that Dateline installs only on request."""

    @property
    def extra(self) -> str:
        """The name of the extra: `pip install 'dateline[extra]'`."""

    @property
    def library(self) -> str:
        """The module that must be importable."""


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
    if content.startswith(b"version https://git-lfs.github.com/"):
        raise ReadError("is only the pointer of Git LFS to a large file; 'git lfs pull' fetches the file")
    if is_blank(content):
        raise ReadError("is empty")
