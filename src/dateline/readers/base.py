"""The contract of a reader, and code that readers of whole documents share.

A reader takes a stream and never opens anything itself, so the same reader serves files, standard input and members of packages.
The stream is bounded: `read()` and `readline()` raise ReadError rather than return more than the limit for one document.
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
    """A stream inside a stream, to be read by the reader that detects it.

    `name` breaks ties if the bytes do not show the format. `sole` means that it is the whole content in another form (of a
    compressed file), not one of many (a file in an archive). `page_facts` is what its package states about the pages in it.
    """

    stream: BinaryIO | RawIOBase
    name: str
    origin: str
    identity: str | None
    sole: bool = False
    page_facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pointer:
    """The web address of a document in a list. If nothing is fetched, `instead` is reported, once for a whole list.

    `hints` is what the list states about the document. `page` is True for a story and False for another list. `changed` is when it
    last changed.
    """

    url: str
    origin: str
    instead: Skipped
    hints: Mapping[str, str] = field(default_factory=dict)
    page: bool = True
    changed: datetime | None = None


class Likeness(IntEnum):
    """How much the first bytes of a file look like a format."""

    NONE = 0
    POSSIBLE = 1  # any text may be plain text
    LIKELY = 2  # its structure suggests the format
    CERTAIN = 3  # it states the format itself; a file name cannot overrule it


@runtime_checkable
class Reader(Protocol):
    """A reader knows one format: its name, the suffixes of its files (".txt", in lower case), and how to read it."""

    @property
    def name(self) -> str:
        """The name of the format for users."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of files in this format."""

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member | Pointer]:
        """Yield the documents in `stream`. A bad document becomes a Failure; a ReadError ends the whole stream."""
        ...


@runtime_checkable
class Recogniser(Protocol):
    """A reader that also detects its format by the bytes. Any other reader is chosen by suffix alone."""

    @property
    def signs(self) -> str:
        """How the format is recognised, as a text for users."""

    def recognise(self, head: bytes) -> Likeness:
        """How much a stream that begins with `head` (some thousands of bytes, or all of it) looks like this format."""
        ...


@runtime_checkable
class Package(Protocol):
    """A reader of a package, which contains files of other formats; `--format` then means the documents, not their package."""

    @property
    def packs(self) -> str:
        """What the package contains, in one word."""


@runtime_checkable
class Extra(Protocol):
    """A reader that needs a library that Dateline installs only on request."""

    @property
    def extra(self) -> str:
        """The name of the extra: `pip install 'dateline[extra]'`."""

    @property
    def library(self) -> str:
        """The name of the module that must be importable."""


def read_document(stream: BinaryIO) -> bytes:
    """Read all of `stream` as the content of one document; raise ReadError if it has no text."""
    content = stream.read()
    check_text(content)
    return content


def check_text(content: bytes) -> None:
    """Raise ReadError if `content` has no text that a person could read."""
    kind = binary_kind(content)
    if kind is not None:
        raise ReadError(f"looks like a binary file ({kind}); give the text or HTML instead")
    if content.startswith(b"version https://git-lfs.github.com/"):
        raise ReadError("is only a Git LFS pointer to a large file; 'git lfs pull' fetches the file")
    if is_blank(content):
        raise ReadError("is empty")
