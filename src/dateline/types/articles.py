"""Articles: lines with verdicts, metadata with evidence, and what the archive knows about them. The values that every search
needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

Precision = Literal["instant", "day", "month", "year"]
DateRole = Literal["published", "updated", "clock", "seen", "mention"]
LineKind = Literal["paragraph", "heading", "item", "quotation", "row", "caption", "code"]


class Line(NamedTuple):
    """One line of a page with the verdict on it; a tuple, as a page has hundreds of them, and these are made and sent faster.

    `label` says what it is (body, title, byline, caption, related, share…), `reason` who decided
    ("rule:newsletter", "model:0.08", "site:…", "template:412/430", "person"); where a page does not show its story, the kept lines
    name where it was found ("model:0.98 (json-ld)"). `gap` is true where a blank line stands before it.
    `parts` are the lines of the document that were joined into it, empty where it stands there as one line.
    `kind` is what the markup made of it, `level` that of a heading (1 to 6), and on other lines the number of lists they stand in.
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
            from calendar import monthrange  # it brings the system's languages

            return first.replace(day=monthrange(first.year, first.month)[1])
        return first


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article; None and () mean unknown, never a guess.

    `place` is where the report was written, `places` are those that it speaks of, as `people` and `organisations` are.
    `origins` says of the fields where in the document they stood ("title": "og:title"). It comes with what was just cleaned; an
    archive keeps that of dates alone, and reads the others from the document anew.
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
        """The removed lines."""
        return tuple(line for line in self.lines if not line.keep)


@dataclass(frozen=True, slots=True)
class ClusterMark:
    """What an article says of its cluster: who leads it, how many copies there are, and how much this one is like the lead."""

    lead: str
    size: int
    similarity: float


@dataclass(frozen=True, slots=True)
class SupersededLine:
    """A line that an article no longer has (of its title or its body), and the last of its versions that had it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class LineOverrides:
    """The texts of the lines of an article that a person wants kept, and of those that a person wants dropped."""

    kept: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()

    def verdict(self, line: Line) -> bool | None:
        """Whether `line` is to be kept; None where nobody said. A paragraph stays with any line of it, and goes with all."""
        if line.text in self.kept or not self.kept.isdisjoint(line.parts):
            return True
        if line.text in self.dropped or (line.parts and self.dropped.issuperset(line.parts)):
            return False
        return None


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article as the archive has it now: the clean text of the newest version with its complete ledger.

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
    former: tuple[SupersededLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """What an article quotes, with the words before and after it; who says it, None where the sentence does not tell."""

    text: str
    before: str
    after: str
    speaker: str | None = None


def join_lines(lines: Iterable[Line]) -> str:
    """The texts of `lines`, a blank line between two where one stood before the second."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
        parts.append(line.text)
    return "".join(parts)
