"""What is known about an article beside its newest text: versions, copies, annotations, corrections and changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from dateline.types.answers import Snippet
from dateline.types.articles import ArchivedArticle, ClusterMark, LineOverrides

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument

Order = Literal["newest", "oldest", "left", "right"]


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the copies of a story: its article, and the share of the shorter text that stands in both it and the lead copy."""

    article_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """The copies of one story, the lead copy first, then those most like it."""

    copies: tuple[Copy, ...]

    @property
    def lead(self) -> str:
        """The id of the copy that speaks for the others."""
        return self.copies[0].article_id


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: when it first came in, from where, what it was cleaned from, and how often it was seen.

    `fetched` is when it was captured first, where that is told; `truncated`, whether what carried it had cut it off.
    """

    number: int
    seen: datetime
    origin: str
    raw_id: str
    size: int
    sightings: int
    fetched: datetime | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time that a document was seen: its version of the article, and the document. Lower numbers came earlier."""

    number: int
    version: int
    seen: datetime
    document: RawDocument


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of an article that a person set, and when."""

    field: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnTag:
    """A tag that a person added to an article or (`put` False) removed, and when."""

    tag: str
    put: bool
    at: datetime


NameKind = Literal["person", "mentions-place", "organisation"]
NAME_KINDS: tuple[NameKind, ...] = ("person", "mentions-place", "organisation")


@dataclass(frozen=True, slots=True)
class NameChange:
    """What a person said of a name in an archive, and when: what it becomes, None where it is to be hidden."""

    kind: NameKind
    name: str
    becomes: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote on an article, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Everything that is stored about one article: the article as it is now, every sighting in order, and what people changed.

    The tags in `found` are those that were read from the documents; `own_tags` are laid over them. So are its names those that were
    found in it; `names` is what a person said of them.
    """

    found: ArchivedArticle
    sightings: tuple[Sighting, ...]
    overrides: LineOverrides = field(default_factory=LineOverrides)
    corrections: tuple[Correction, ...] = ()
    own_tags: tuple[OwnTag, ...] = ()
    note: Note | None = None
    names: tuple[NameChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that both versions have, or only one; `spans` are the places of the words that its counterpart lacks."""

    kind: Literal["same", "removed", "added"]
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field of the metadata that differs between two versions."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed in an article from version `old` to version `new`, both cleaned by the same cleaner."""

    article_id: str
    old: Version
    new: Version
    fields: tuple[FieldDiff, ...]
    lines: tuple[DiffLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that a reader sees has changed."""
        return not self.fields and all(line.kind == "same" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Change:
    """One numbered change of the store: an article written, or (article None) taken away."""

    number: int
    article_id: str
    article: ArchivedArticle | None


@dataclass(frozen=True, slots=True)
class KnownChange:
    """One numbered change of the store whose article the one who asks has at hand; only its cluster is told."""

    number: int
    article_id: str
    cluster: ClusterMark | None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a saved search found, with when its newest version came in and the place that matched."""

    found: ArchivedArticle
    at: datetime
    snippet: Snippet
