"""Raw documents, and what an ingest makes of them: failures, skipped files, warnings, the summary. No address in them has a user
name or password."""

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
    """One document, its content exactly as it was given.

    `media_type` is "text/html", "text/plain" or "text/markdown", with "; charset=…" where the carrier named one that the bytes do
    not. `origin` is where a person finds it ("dump.jsonl:17"); `identity` is what names the same document in a later version (a
    URL, an absolute path, a record's own id), None where only the content does. `hints` is what the carrier itself said, under
    the keys title, published, updated, captured, authors, source, section, tags, language, description, page, words (its length),
    database, truncated (how it was cut off by what carried it) and remark (what a person should know of it); several values stand
    on lines of their own. `body` among them tells which lines of a text hold the story ("first-end", from 0). `fetched` is the
    time of capture where `hints` has it in a form that can be read.
    """

    content: bytes
    media_type: str
    origin: str
    identity: str | None = None
    url: str | None = None
    fetched: datetime | None = None
    hints: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Bring addresses into the form that is kept."""
        _settle(self, "origin", without_users(self.origin))
        _settle(self, "identity", self.identity and web_address(self.identity))
        _settle(self, "url", self.url and web_address(self.url))
        if any("@" in value for value in self.hints.values()):
            object.__setattr__(self, "hints", {name: without_users(value) for name, value in self.hints.items()})


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A document that was cleaned before the ingest, with the article that was made from it."""

    document: RawDocument
    article: CleanedArticle

    @property
    def content(self) -> bytes:
        """That of the document."""
        return self.document.content

    @property
    def media_type(self) -> str:
        """That of the document."""
        return self.document.media_type

    @property
    def origin(self) -> str:
        """That of the document."""
        return self.document.origin


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or cleaned, and why, in words for a person.

    What is no document's failure, as a mistyped path, is not `noted` on the list of what is to be tried again.
    """

    origin: str
    reason: str
    noted: bool = True

    def __post_init__(self) -> None:
        """Forget passwords."""
        _settle(self, "origin", without_users(self.origin))
        _settle(self, "reason", without_users(self.reason))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not a news document, such as a picture in a folder; not a failure."""

    origin: str
    reason: str

    def __post_init__(self) -> None:
        """Forget passwords."""
        _settle(self, "origin", without_users(self.origin))
        _settle(self, "reason", without_users(self.reason))


def _settle(value: object, name: str, text: str | None) -> None:
    object.__setattr__(value, name, text)


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """A warning about a document that was ingested."""

    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did. `read` is the sum of the five outcomes; `known_files` were not read, because they were ingested before.

    `corrected` are those of the duplicates that what was given by hand has changed, `healed` those whose bytes were held damaged.
    `passed` counts the reasons for skipping.
    `remarks` are on documents that were taken in, such as a text that seems to hold several articles.
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
        """The number of all documents."""
        return self.new + self.new_version + self.duplicate + self.skipped + self.failed

    def __add__(self, other: IngestSummary) -> IngestSummary:
        """What both did."""
        return IngestSummary(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(IngestSummary)))
