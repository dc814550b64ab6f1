"""Articles: lines with verdicts, metadata with evidence, and what the archive knows about them. Every search needs these types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

Precision = Literal["instant", "day", "month", "year"]
DateRole = Literal["published", "updated", "clock", "seen", "mention"]
LineKind = Literal["paragraph", "heading", "item", "quotation", "row", "caption", "code"]


class Line(NamedTuple):
    """One line of a page with its verdict. It is a tuple, since a page has hundreds, and tuples are faster to create and send.

    `label` is what the line is (body, title, byline, caption, related, share…), `reason` is what decided ("rule:newsletter",
    "model:0.08", "site:…", "template:412/430", "person"). If a page does not show its story, the reasons of the kept lines name
    where it was found ("model:0.98 (json-ld)"). `gap` is whether a blank line precedes it. `parts` are the lines of the document
    that were joined into it; empty if it is one line there. `kind` is its kind in the markup. `level` is the level of a heading (1
    to 6); for other lines it is the number of lists around them.
    """

    text: str
    keep: bool
    label: str
    reason: str
    gap: bool = True
    parts: tuple[str, ...] = ()
    kind: LineKind = "paragraph"
    level: int = 0


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """A date seen in or around a document: its value, its precision, its role, and where it was found.

    `iso` is cut at its precision: "2016", "2016-07", "2016-07-14", "2016-07-14T10:42:00+03:00". `confidence` is from 0 to 1.
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
            from calendar import monthrange  # it loads the system's locales

            return first.replace(day=monthrange(first.year, first.month)[1])
        return first


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article. None and () mean unknown; nothing is guessed.

    `place` is where the report was written; `places`, `people` and `organisations` are mentioned in it. `origins` gives the place
    in the document where each field was found ("title": "og:title"). Only a freshly cleaned article has it: an archive stores it
    for dates alone, and reads the document again for the other fields.
    """

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
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    origins: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class CleanedArticle:
    """A document after cleaning: every line with its verdict, and the metadata. `cleaner` is the version of the cleaner."""

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
        """The removed lines."""
        return tuple(line for line in self.lines if not line.keep)


@dataclass(frozen=True, slots=True)
class ClusterMark:
    """The place of an article in its cluster: the lead copy, the number of copies, and its similarity to the lead copy."""

    lead: str
    size: int
    similarity: float


@dataclass(frozen=True, slots=True)
class SupersededLine:
    """A line of the title or the body that an article no longer has, and the last version that had it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class LineOverrides:
    """The texts of the lines of an article that a person keeps, and of those that a person drops."""

    kept: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()

    def verdict(self, line: Line) -> bool | None:
        """Return whether to keep `line`; None if no override applies.

        A joined paragraph is kept if a person keeps any of its parts, and dropped if a person drops all of them.
        """
        if line.text in self.kept or not self.kept.isdisjoint(line.parts):
            return True
        if line.text in self.dropped or (line.parts and self.dropped.issuperset(line.parts)):
            return False
        return None


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article as the archive has it now: the clean text of the newest version with its complete ledger.

    `change` is the number of the change that wrote it or gave it another lead copy. `seen` is when it was first ingested. `cluster`
    is None if it has no copies. `note` is a person's note; tags that a person added are among its tags. `former` are the lines of
    older versions that the newest no longer has, oldest first.
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
    former: tuple[SupersededLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in an article, with the words before and after it. `speaker` is None if the sentence does not name one."""

    text: str
    before: str
    after: str
    speaker: str | None = None


def join_lines(lines: Iterable[Line]) -> str:
    """Return the texts of `lines` as one text, with a blank line before each line that had one."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
        parts.append(line.text)
    return "".join(parts)
