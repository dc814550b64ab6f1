"""Counts over the whole archive, each one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.store.session import Session
from dateline.types.documents import Failure

_SOURCES = """
    SELECT source, count(*), min(published_first), max(published_last) FROM articles
    GROUP BY source ORDER BY count(*) DESC, source
"""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """A source (None: unknown) with its number of articles, and the first and last day of publication, as far as known."""

    name: str | None
    count: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """Sizes and counts of an archive; the bytes of all raw documents as given, and of the archive file.

    `languages` and `kinds` are (name, articles) pairs, the most frequent first; a language of None is unknown.
    """

    articles: int
    versions: int
    sightings: int
    raw_bytes: int
    stored_bytes: int
    failures: int
    undated: int
    languages: tuple[tuple[str | None, int], ...] = ()
    kinds: tuple[tuple[str | None, int], ...] = ()


def read_sources(session: Session) -> tuple[SourceCount, ...]:
    """All sources, the one with most articles first."""
    return tuple(SourceCount(name, count, _day(first), _day(last)) for name, count, first, last in session.rows(_SOURCES))


def read_stats(session: Session) -> Stats:
    """The archive in numbers."""
    return Stats(
        articles=session.number("SELECT count(*) FROM articles"),
        versions=session.number("SELECT sum(version) FROM articles"),
        sightings=session.number("SELECT count(*) FROM sightings"),
        raw_bytes=session.number("SELECT sum(size) FROM raw"),
        stored_bytes=session.number("PRAGMA page_count") * session.number("PRAGMA page_size"),
        failures=session.number("SELECT count(*) FROM failures"),
        undated=session.number("SELECT count(*) FROM articles WHERE published IS NULL"),
        languages=_frequencies(session, "language"),
        kinds=_frequencies(session, "kind"),
    )


def _frequencies(session: Session, column: str) -> tuple[tuple[str | None, int], ...]:
    found = session.rows(f"SELECT {column}, count(*) FROM articles GROUP BY {column} ORDER BY count(*) DESC, {column}")
    return tuple((name, count) for name, count in found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_failures(session: Session) -> tuple[Failure, ...]:
    """The documents that could not be ingested, in the order they came."""
    return tuple(Failure(*row) for row in session.rows("SELECT origin, reason FROM failures ORDER BY id"))
