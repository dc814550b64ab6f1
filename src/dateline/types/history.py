"""What is known about an article besides its newest text: versions, copies, annotations, corrections and changes."""

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
    """One copy of a story: its article, and the share of the shorter text that both it and the lead copy contain."""

    article_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """The copies of one story, the lead copy first, then by similarity to it."""

    copies: tuple[Copy, ...]

    @property
    def lead(self) -> str:
        """The id of the lead copy."""
        return self.copies[0].article_id


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: when it was first ingested, from where, its raw document, and how often it was seen.

    `fetched` is when it was first captured, if that is known; `truncated` is whether its container had cut it off.
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
    """One time that a document was seen: the document, and its version of the article. Earlier sightings have lower numbers."""

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
    """A tag that a person added to an article or (if `put` is False) removed, and when."""

    tag: str
    put: bool
    at: datetime


NameKind = Literal["person", "mentions-place", "organisation"]
NAME_KINDS: tuple[NameKind, ...] = ("person", "mentions-place", "organisation")


@dataclass(frozen=True, slots=True)
class NameChange:
    """A person's correction of a name in an archive, and when it was made. `becomes` is the new name; None hides the name."""

    kind: NameKind
    name: str
    becomes: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A person's note on an article, and when it was written."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Everything that is stored about one article: the article as it is now, every sighting in order, and what people changed.

    The tags of `found` are those that were read from the documents; `own_tags` are applied to them. Its names are those that were
    found in the text; `names` are a person's corrections of them.
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
    """A line that both versions have, or only one; `spans` mark the words that its counterpart lacks."""

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
        """Whether nothing has changed that a reader sees."""
        return not self.fields and all(line.kind == "same" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Change:
    """One numbered change of the store: an article was written or (if `article` is None) removed."""

    number: int
    article_id: str
    article: ArchivedArticle | None


@dataclass(frozen=True, slots=True)
class KnownChange:
    """One numbered change of the store whose article the caller has already; it only adds the cluster."""

    number: int
    article_id: str
    cluster: ClusterMark | None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a saved search found, when its newest version was ingested, and the snippet that matched."""

    found: ArchivedArticle
    at: datetime
    snippet: Snippet
