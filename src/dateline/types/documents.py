"""Raw documents and the outcomes of an ingest: failures, skipped files, warnings. Their addresses have no user name or password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from dateline.text import web_address, without_users

if TYPE_CHECKING:
    from dateline.types.articles import CleanedArticle

Outcome = Literal["new", "new_version", "duplicate", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document, with its content exactly as it was given.

    `media_type` is "text/html", "text/plain" or "text/markdown", with "; charset=…" if the container names a charset that the bytes
    do not. `origin` is where a person finds the document ("dump.jsonl:17"). `identity` identifies it in later versions (a URL, an
    absolute path, a record's own id); it is None if only the content does. `fetched` is the time of capture, if `hints` has it in a
    readable form.

    `hints` are facts that the container states, under the keys title, published, updated, captured, authors, source, section, tags,
    language, description, page, words (its length), database, truncated (how the container cut it off), remark (a warning for the
    user) and body (the lines of a text that are the story: "first-end", from 0). Several values of one key are on separate lines.
    """

    content: bytes
    media_type: str
    origin: str
    identity: str | None = None
    url: str | None = None
    fetched: datetime | None = None
    hints: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Bring addresses into the form in which they are stored."""
        _set_field(self, "origin", without_users(self.origin))
        _set_field(self, "identity", self.identity and web_address(self.identity))
        _set_field(self, "url", self.url and web_address(self.url))
        if any("@" in value for value in self.hints.values()):
            object.__setattr__(self, "hints", {name: without_users(value) for name, value in self.hints.items()})


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A document that was cleaned before the ingest, with its article."""

    document: RawDocument
    article: CleanedArticle

    @property
    def content(self) -> bytes:
        """The content of the document."""
        return self.document.content

    @property
    def media_type(self) -> str:
        """The media type of the document."""
        return self.document.media_type

    @property
    def origin(self) -> str:
        """The origin of the document."""
        return self.document.origin


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or cleaned, and the reason, in words for a person.

    `noted` is False if no document failed, as with a mistyped path: this is not stored on the list of documents to retry.
    """

    origin: str
    reason: str
    noted: bool = True

    def __post_init__(self) -> None:
        """Remove user names and passwords."""
        _set_field(self, "origin", without_users(self.origin))
        _set_field(self, "reason", without_users(self.reason))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not a news document, such as a picture in a folder; not a failure."""

    origin: str
    reason: str

    def __post_init__(self) -> None:
        """Remove user names and passwords."""
        _set_field(self, "origin", without_users(self.origin))
        _set_field(self, "reason", without_users(self.reason))


def _set_field(value: object, name: str, text: str | None) -> None:
    object.__setattr__(value, name, text)


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """A warning about a document that was ingested."""

    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did. `read` is the sum of the five outcomes; `known_files` were not read, because they were ingested before.

    `corrected` is the number of duplicates that new batch metadata or hints changed, `healed` the number whose damaged bytes were
    replaced. `passed` counts the reasons for skipping. `remarks` are warnings about ingested documents, for example a text that
    seems to contain several articles.
    """

    new: int = 0
    new_version: int = 0
    duplicate: int = 0
    skipped: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    known_files: int = 0
    remarks: tuple[DocumentWarning, ...] = ()
    corrected: int = 0
    healed: int = 0
    passed: tuple[tuple[str, int], ...] = ()

    @property
    def read(self) -> int:
        """The number of documents that were read."""
        return self.new + self.new_version + self.duplicate + self.skipped + self.failed

    def __add__(self, other: IngestSummary) -> IngestSummary:
        """Return the sum of both summaries."""
        return IngestSummary(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(IngestSummary)))
