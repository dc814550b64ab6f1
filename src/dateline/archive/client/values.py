"""Records of the API → the values that an archive returns. They are as exact as the records: shares have four digits."""

from __future__ import annotations

from base64 import b64decode
from datetime import date, datetime
from typing import TYPE_CHECKING

from dateline.archive.client.api_connection import Record
from dateline.search.periods import period_of
from dateline.types.answers import Hit, Snippet
from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Line, Metadata, SupersededLine
from dateline.types.counts import FacetCounts, Period, Series, Trend
from dateline.types.documents import RawDocument
from dateline.types.history import Diff, DiffLine, FieldDiff, Version

if TYPE_CHECKING:
    from dateline.search.terms import Terms
    from dateline.store.statistics import SourceCount, Stats

_LINE_FIELDS = ("text", "keep", "label", "reason", "gap", "kind", "level")
_TEXT_FIELDS = ("title", "source", "domain", "section", "place", "agency", "language")


def article(record: Record) -> ArchivedArticle:
    """Return an article with its ledger, which the record must include."""
    lines = tuple(Line(**{name: one[name] for name in _LINE_FIELDS}, parts=tuple(one["parts"])) for one in record["lines"])
    return ArchivedArticle(
        record["id"],
        record["version"],
        record["change"],
        CleanedArticle(record["raw_id"], metadata(record), lines, record["cleaner"], record["kind"]),
        record["origin"],
        record["url"],
        datetime.fromisoformat(record["seen"]),
        cluster_mark(record["cluster"]),
        record["note"],
        tuple(SupersededLine(one["text"], one["version"]) for one in record["former"]),
    )


def metadata(record: Record) -> Metadata:
    """Return the metadata of an article."""
    chosen = record["evidence"]
    return Metadata(
        published=evidence(chosen["published"]) if chosen["published"] else None,
        updated=evidence(chosen["updated"]) if chosen["updated"] else None,
        dates=tuple(map(evidence, record["dates"])),
        authors=tuple(record["authors"]),
        tags=tuple(record["tags"]),
        people=tuple(record["people"]),
        places=tuple(record["places"]),
        organisations=tuple(record["organisations"]),
        related=tuple(record["related"]),
        **{name: record[name] for name in _TEXT_FIELDS},
    )


def evidence(record: Record) -> DateEvidence:
    """Return the evidence of a date."""
    return DateEvidence(**{name: record[name] for name in ("iso", "precision", "role", "where", "text", "confidence")})


def cluster_mark(record: Record | None) -> ClusterMark | None:
    """Return an article's place in its cluster."""
    return ClusterMark(record["lead"], record["size"], record["similarity"]) if record else None


def hit(record: Record, found: Record) -> Hit:
    """Return a search result, with the facts of its article."""
    snippet = Snippet(record["snippet"]["text"], _spans(record["snippet"]["spans"]))
    facts = (found["url"], found["origin"], found["kind"], found["text"])
    by, cluster = record.get("by", "words"), cluster_mark(record["cluster"])
    return Hit(record["id"], record["score"], metadata(found), snippet, *facts, record["copies"], cluster, by)


def tally(record: Record) -> FacetCounts:
    """Return the values of a field with their counts."""
    counts = tuple((one["value"], one["articles"]) for one in record["counts"])
    return FacetCounts(counts, record["other"], record["unknown"], record["total"])


def trend(record: Record) -> Trend:
    """Return counts of queries over time."""
    series = tuple(
        Series(one["query"], tuple(count or 0 for count in one["counts"]), tuple(one["of"]), one["undated"])
        for one in record["series"]
    )
    first = _period(record["periods"][0], record["by"]) if record["periods"] else 0
    return Trend(record["by"], first, series)


def terms(record: Record) -> Terms:
    """Return significant words."""
    from dateline.search.terms import SignificantTerm, Terms

    found = tuple(SignificantTerm(one["word"], one["articles"], one["archive"], one["score"]) for one in record["terms"])
    return Terms(found, record["total"], record["archive"])


def version(record: Record) -> Version:
    """Return a version of an article."""
    fetched = datetime.fromisoformat(record["fetched"]) if record["fetched"] else None
    facts = (record["origin"], record["raw_id"], record["size"], record["sightings"])
    return Version(record["version"], datetime.fromisoformat(record["seen"]), *facts, fetched, record["truncated"])


def document(record: Record) -> RawDocument:
    """Return a raw document."""
    fetched = datetime.fromisoformat(record["fetched"]) if record["fetched"] else None
    facts = (record["media_type"], record["origin"], record["identity"], record["url"])
    return RawDocument(b64decode(record["content"]), *facts, fetched, record["hints"])


def diff(record: Record) -> Diff:
    """Return what changed between two versions."""
    fields = tuple(FieldDiff(one["field"], one["from"], one["to"]) for one in record["fields"])
    lines = tuple(DiffLine(one["kind"], one["text"], _spans(one["spans"])) for one in record["lines"])
    return Diff(record["id"], version(record["from"]), version(record["to"]), fields, lines)


def source(record: Record) -> SourceCount:
    """Return a source with its number of articles, and its first and last day."""
    from dateline.store.statistics import SourceCount

    first, last = (date.fromisoformat(record[name]) if record[name] else None for name in ("first", "last"))
    return SourceCount(record["source"], record["articles"], first, last)


def stats(record: Record) -> Stats:
    """Return the sizes and counts of an archive."""
    from dateline.store.statistics import Stats

    named = ("articles", "versions", "sightings", "raw_bytes", "stored_bytes", "undated")
    return Stats(
        **{name: record[name] for name in named},
        failures=record["failed"],
        languages=tuple((one["language"], one["articles"]) for one in record["languages"]),
        kinds=tuple((one["kind"], one["articles"]) for one in record["kinds"]),
    )


def _spans(record: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in record)


def _period(name: str, by: Period) -> int:
    match by:
        case "day":
            first = date.fromisoformat(name)
        case "week":
            first = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
        case "month":
            first = date.fromisoformat(f"{name}-01")
        case _:
            first = date(int(name), 1, 1)
    return period_of(first, by)
