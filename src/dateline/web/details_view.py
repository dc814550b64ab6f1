"""The detail pages of an article: evidence, versions, copies, similar articles, the raw document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.archive.archive import Archive
from dateline.render.evidence import list_field_origins
from dateline.render.headline import headline
from dateline.render.layout import Role, Span, marked
from dateline.render.results import date_text
from dateline.render.summary import size_text
from dateline.store.differences import compare_texts
from dateline.text import shown, shown_text
from dateline.types.articles import ArchivedArticle, DateEvidence
from dateline.types.documents import RawDocument
from dateline.types.history import DiffLine, Version
from dateline.web.answers import article_named
from dateline.web.api import raw_text
from dateline.web.hit_view import HitView, hit_view
from dateline.web.redaction import public_similar, public_version

Sides = tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class DateView:
    """A candidate date."""

    iso: str
    role: str
    sure: str
    where: str
    text: str
    chosen: str | None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Where each field was found, all candidate dates, corrections, and batch metadata."""

    fields: tuple[tuple[str, str, str], ...]
    dates: tuple[DateView, ...]
    set: tuple[tuple[str, str], ...]
    by_hand: tuple[tuple[str, str], ...]


def evidence_view(archive: Archive, found: ArchivedArticle) -> EvidenceView:
    """The evidence, read from the document again."""
    metadata, corrections = found.article.metadata, archive.corrections(found.id)
    origins = list_field_origins(archive.origins(found.id), corrections)
    rows = [(name.capitalize(), shown_text(value), shown(origins.get(name, "–"))) for name, value in _field_values(found)]
    for name, one in (("Published", metadata.published), ("Updated", metadata.updated)):
        if one:
            rows.append((name, one.iso, shown(one.where)))
    dates = tuple(_date_view(found, one) for one in metadata.dates)
    return EvidenceView(tuple(rows), dates, _pairs(corrections), _pairs(archive.batch_metadata(found.id)))


def _field_values(found: ArchivedArticle) -> list[tuple[str, str]]:
    metadata = found.article.metadata
    values = {
        "title": metadata.title,
        "authors": "; ".join(metadata.authors),
        "source": metadata.source,
        "section": metadata.section,
        "place": metadata.place,
        "agency": metadata.agency,
    }
    return [(name, value) for name, value in values.items() if value]


def _date_view(found: ArchivedArticle, one: DateEvidence) -> DateView:
    metadata = found.article.metadata
    chosen = "published" if one == metadata.published else "updated" if one == metadata.updated else None
    return DateView(one.iso, one.role, f"{one.confidence:.0%}", shown(one.where), shown(one.text), chosen)


def _pairs(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((shown(name), shown_text(value).replace("\n", "; ") or "unknown") for name, value in values.items())


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version."""

    number: int
    at: str
    size: str
    origin: str
    sightings: str


@dataclass(frozen=True, slots=True)
class VersionsView:
    """The versions, and the difference between two of them."""

    versions: tuple[VersionRow, ...]
    old: int
    new: int
    fields: tuple[tuple[str, str, str], ...] = ()
    diff: Sides = ()

    @property
    def left(self) -> str:
        """The heading of the left column."""
        return f"Version {self.old}"

    @property
    def right(self) -> str:
        """The heading of the right column."""
        return f"Version {self.new}"


def versions_view(archive: Archive, found: ArchivedArticle, old: int | None, new: int | None) -> VersionsView:
    """The versions of an article, and the difference between two: the newest two, unless others are chosen."""
    rows = tuple(
        VersionRow(one.number, _time(one), size_text(one.size), shown(one.origin), f"{one.sightings:,}")
        for one in map(public_version, archive.versions(found.id))
    )
    newest = max(row.number for row in rows)
    if len(rows) < 2:
        return VersionsView(rows, newest, newest)
    diff = archive.diff(found.id, old, new)
    fields = tuple((one.name, shown_text(one.old or "unknown"), shown_text(one.new or "unknown")) for one in diff.fields)
    return VersionsView(rows, diff.old.number, diff.new.number, fields, sides(diff.lines))


def _time(version: Version) -> str:
    return f"{version.fetched or version.seen:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy."""

    id: str
    likeness: str
    date: str
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class CopiesView:
    """The copies of a story, and one of them next to this article."""

    copies: tuple[CopyRow, ...]
    left: str = ""
    right: str = ""
    diff: Sides = ()


def copies_view(archive: Archive, found: ArchivedArticle, other: str | None) -> CopiesView:
    """The copies, the lead copy first; with `other`, this article on the left and that copy on the right."""
    rows = tuple(
        CopyRow(
            copy.article_id,
            f"{copy.similarity:.0%}",
            date_text(one.article.metadata.published),
            shown(one.article.metadata.source or "source unknown"),
            shown(headline(one.article.metadata, one.article.body)),
        )
        for copy, one in archive.copies(found.id)
    )
    if other is None:
        return CopiesView(rows)
    beside = article_named(archive, other)
    compared = sides(compare_texts(found.article.body, beside.article.body))
    return CopiesView(rows, _label(found), _label(beside), compared)


def _label(found: ArchivedArticle) -> str:
    return shown(f"{found.article.metadata.source or 'source unknown'} · {found.id}")


def sides(lines: Sequence[DiffLine]) -> Sides:
    """Lines of two texts side by side: removed lines on the left, added lines on the right."""
    rows: list[tuple[tuple[Span, ...], tuple[Span, ...]]] = []
    left: list[tuple[Span, ...]] = []
    right: list[tuple[Span, ...]] = []
    for line in (*lines, DiffLine("same", "")):
        if line.kind == "removed" and not right:
            left.append(_marked(line, "cut"))
        elif line.kind == "added":
            right.append(_marked(line, "put"))
        else:
            width = max(len(left), len(right))
            rows += zip(left + [()] * (width - len(left)), right + [()] * (width - len(right)), strict=True)
            left, right = ([_marked(line, "cut")] if line.kind == "removed" else []), []
            if line.kind == "same" and line.text:
                rows.append((_marked(line, ""), _marked(line, "")))
    return tuple(rows)


def _marked(line: DiffLine, role: Role) -> tuple[Span, ...]:
    """A line with the words marked that the other text lacks; all of them if the texts have nothing in common."""
    text = " ".join(line.text.split("\n"))
    spans = line.spans if line.spans or line.kind == "same" else ((0, len(text)),)
    return tuple(marked(text, spans, role))


def similar_view(archive: Archive, found: ArchivedArticle) -> tuple[HitView, ...]:
    """The articles most similar to one."""
    hits = map(public_similar, archive.similar(found.id, 20))
    return tuple(hit_view(one.hit, likeness=f"{one.hit.score:.0%}", shared=one.shared) for one in hits)


@dataclass(frozen=True, slots=True)
class RawView:
    """The beginning of a raw document as text."""

    kind: str
    size: str
    text: str
    cut: bool


def raw_view(raw: RawDocument, letters: int) -> RawView:
    """A raw document, cut to `letters` characters."""
    text = raw_text(raw)
    return RawView(shown(raw.media_type), size_text(len(raw.content)), text[:letters], len(text) > letters)
