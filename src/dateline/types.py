"""The values that travel through Dateline, in the order of the journey.

These are plain frozen values: how they are stored is the store's affair, how they are shown is `present`'s. Nothing here does I/O.
Dates are kept as evidence: a text in ISO 8601 form cut at its precision, never a guess beyond what was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Literal

Precision = Literal["instant", "day", "month", "year"]
DateRole = Literal["published", "updated", "clock", "seen", "mention"]
Sort = Literal["relevance", "recent", "newest", "oldest", "longest"]
Facet = Literal["source", "author", "place", "tag", "year", "lang"]
Period = Literal["day", "week", "month", "year"]
Order = Literal["newest", "oldest", "left", "right"]
Outcome = Literal["new", "new_version", "duplicate", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document exactly as it was given.

    `media_type` is "text/html" or "text/plain", with "; charset=…" where the carrier named one that the bytes do not.
    `origin` is where a person finds it ("dump.jsonl:17"); `identity` is what names the same document in a later version
    (a URL, an absolute path, a record's own id), None where only the content does. `hints` is what the carrier itself
    said, under the keys title, published, updated, captured, authors, source, section, tags, language, description; several
    values stand on lines of their own. `fetched` is the time of capture where `hints` has it in a form that can be read.
    """

    content: bytes
    media_type: str
    origin: str
    identity: str | None = None
    url: str | None = None
    fetched: datetime | None = None
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or cleaned, and why, in words for a person."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that came by and is no news document, such as a picture in a folder; not a failure."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page with the verdict on it.

    `label` says what it is (body, title, byline, caption, related, share…), `reason` who decided
    ("rule:newsletter", "model:0.08", "site:…", "template:412/430", "person"). `gap` is true where a blank line stands before it.
    """

    text: str
    keep: bool
    label: str
    reason: str
    gap: bool = True

    def __reduce__(self) -> tuple[type[Line], tuple[str, bool, str, str, bool]]:
        """As its values, which travels between processes three times as fast as the form that dataclasses give."""
        return Line, (self.text, self.keep, self.label, self.reason, self.gap)


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """A date seen in or around a document: its value, how precise it is, its role, and where it stood.

    `iso` is cut at its precision: "2016", "2016-07", "2016-07-14", "2016-07-14T10:42:00+03:00". `confidence` runs from 0 to 1.
    """

    iso: str
    precision: Precision
    role: DateRole
    where: str
    text: str
    confidence: float

    @property
    def first_day(self) -> date:
        """The first day the evidence allows."""
        year, month, day = (self.iso[:10] + "-01-01").split("-")[:3]
        return date(int(year), int(month), int(day))

    @property
    def last_day(self) -> date:
        """The last day the evidence allows."""
        first = self.first_day
        if self.precision == "year":
            return date(first.year, 12, 31)
        if self.precision == "month":
            return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return first


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article; None and () mean unknown, never a guess."""

    title: str | None = None
    published: DateEvidence | None = None
    updated: DateEvidence | None = None
    dates: tuple[DateEvidence, ...] = ()
    authors: tuple[str, ...] = ()
    source: str | None = None
    domain: str | None = None
    section: str | None = None
    place: str | None = None
    agency: str | None = None
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class CleanedArticle:
    """A document after cleaning: every line of it with its verdict, and the metadata. `cleaner` is the version that made it."""

    raw_id: str
    metadata: Metadata
    lines: tuple[Line, ...]
    cleaner: str
    kind: str = "article"

    @property
    def body(self) -> str:
        """The kept lines, with blank lines between them where the original had some."""
        return join_lines(line for line in self.lines if line.keep)

    @property
    def removed(self) -> tuple[Line, ...]:
        """The lines that were taken out."""
        return tuple(line for line in self.lines if not line.keep)


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
class ClusterMark:
    """What an article says of its cluster: who leads it, how many copies there are, and how much this one is like the lead."""

    lead: str
    size: int
    similarity: float


@dataclass(frozen=True, slots=True)
class FormerLine:
    """A line that an article no longer has (of its title or its body), and the last of its versions that had it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article as the archive holds it now: the newest version's clean text with its whole ledger.

    `change` is the number of the change that wrote it, or put it under another lead; `seen` is when it first came in; `cluster` is
    None where it has no copies. `note` is what a person wrote on it; tags that a person put on it stand among its tags. `former`
    are the lines of older versions that the newest no longer has, the oldest first.
    """

    id: str
    version: int
    change: int
    article: CleanedArticle
    origin: str
    url: str | None
    seen: datetime
    cluster: ClusterMark | None = None
    note: str | None = None
    former: tuple[FormerLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: when it first came in, from where, what it was cleaned from, and how often it was seen."""

    number: int
    seen: datetime
    origin: str
    raw_id: str
    size: int
    sightings: int
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time that a document came in: as which version of its article, and the document. Lower numbers came earlier."""

    number: int
    version: int
    seen: datetime
    document: RawDocument


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a field of an article, and when."""

    field: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnTag:
    """A tag that a person put on an article, or (`put` False) took off it, and when."""

    tag: str
    put: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote on an article, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """All that an archive holds of one article: the article as it is now, every sighting in order, and what people changed.

    The tags in `found` are those that were read from the documents; `own_tags` are laid over them.
    """

    found: ArchivedArticle
    sightings: tuple[Sighting, ...]
    restored: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    own_tags: tuple[OwnTag, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line that both versions have, or only one; `spans` are the places of the words that its counterpart lacks."""

    kind: Literal["same", "removed", "added"]
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field of the metadata that two versions tell differently."""

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
class Window:
    """Which part of a result list is wanted, in which order. A limit of None means all of it."""

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What an index answers: ids with scores, in order, cut to the window, and how many match in all."""

    ids: tuple[tuple[str, float], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the articles that match have each value of a field, the most frequent value first, but years in their order.

    `unknown` have no value, `rest` counts stand in values beyond the listed ones. An article with several values (authors, tags)
    counts in each of them; `repeats` says by how much that makes the sum of all counts larger than `total`.
    """

    counts: tuple[tuple[str, int], ...]
    rest: int
    unknown: int
    total: int

    @property
    def repeats(self) -> int:
        """How many counts come from articles that had been counted before."""
        return sum(count for _, count in self.counts) + self.rest + self.unknown - self.total


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many of the articles that match were published in each period, by the period's number; empty periods are left out.

    `undated` is the number of those whose date is not known well enough to put them in one period.
    """

    counts: Mapping[int, int]
    total: int

    @property
    def undated(self) -> int:
        """The articles that are in no period."""
        return self.total - sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Series:
    """One query's part of a trend: for each period the articles that match and all articles of the same sources."""

    query: str
    counts: tuple[int, ...]
    bases: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        """All articles that match."""
        return sum(self.counts) + self.undated

    @property
    def shares(self) -> tuple[float | None, ...]:
        """The part of all articles of the same sources that match; None in a gap, where the archive has none of them."""
        return tuple(count / base if base else None for count, base in zip(self.counts, self.bases, strict=True))


@dataclass(frozen=True, slots=True)
class Trend:
    """Several queries over time, side by side: `first` is the number of the first period, and none is left out."""

    by: Period
    first: int
    series: tuple[Series, ...]

    @property
    def periods(self) -> range:
        """The numbers of the periods."""
        return range(self.first, self.first + max((len(one.counts) for one in self.series), default=0))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with the spans (start, end) that matched; plain text, never HTML."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. `copies` are the further articles of its story that match and that it stands for in this list."""

    article_id: str
    score: float
    metadata: Metadata
    snippet: Snippet
    url: str | None = None
    origin: str = ""
    kind: str = "article"
    text: str = ""
    copies: int = 0
    cluster: ClusterMark | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search as it comes: the number of all, remarks for the user, and hits that are read as they are taken.

    `total` is the number of articles that match, `stories` that of stories among them; `collapsed` is whether a hit is a story.
    """

    total: int
    notes: tuple[str, ...]
    hits: Iterator[Hit]
    stories: int
    collapsed: bool = True

    @property
    def listed(self) -> int:
        """How long the list is without a limit."""
        return self.stories if self.collapsed else self.total


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name. `shown` is the last change whose news were shown; None before the first time."""

    name: str
    query: str
    at: datetime
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a saved search found, with when its newest version came in and the place that matched."""

    found: ArchivedArticle
    at: datetime
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did. `read` is the sum of the five outcomes; `known_files` were not read, as they were taken in before."""

    new: int = 0
    new_version: int = 0
    duplicate: int = 0
    skipped: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    known_files: int = 0

    @property
    def read(self) -> int:
        """All documents that came by."""
        return self.new + self.new_version + self.duplicate + self.skipped + self.failed

    def __add__(self, other: IngestSummary) -> IngestSummary:
        """What both did."""
        return IngestSummary(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(IngestSummary)))


def join_lines(lines: Iterable[Line]) -> str:
    """The texts of `lines`, a blank line between two where one stood before the second."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
        parts.append(line.text)
    return "".join(parts)
