"""Tombstones: the names of deleted articles, kept so that no ingest brings them back. Truth.

An article's names are its addresses, its files and the hashes of its bytes, except those that another article has too.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.store.rows import name_number, plain
from dateline.store.session import Session
from dateline.text import web_address
from dateline.text.addresses import canonical_address

_NOTE_NAMES = """
    INSERT OR REPLACE INTO unwanted (name, at)
    SELECT DISTINCT coalesce(identity, url), ?2 FROM sightings AS own WHERE article_id = ?1 AND name IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sightings AS other WHERE other.name = own.name AND other.article_id <> own.article_id
        AND coalesce(other.identity, other.url) = coalesce(own.identity, own.url)
    )
"""
_NOTE_BYTES = """
    INSERT OR REPLACE INTO unwanted (name, at)
    SELECT DISTINCT hash, ?2 FROM sightings AS own JOIN raw ON raw.id = own.raw WHERE article_id = ?1 AND NOT EXISTS (
        SELECT 1 FROM sightings AS other WHERE other.raw = own.raw AND other.article_id <> own.article_id
    )
"""
_FETCHED_FROM = "SELECT DISTINCT origin FROM sightings WHERE article_id = ? AND fetched IS NOT NULL AND origin LIKE 'http%'"
_IS_OTHERS = "SELECT 1 FROM sightings WHERE name = ? AND article_id <> ? LIMIT 1"


def add_tombstones(session: Session, article_id: str, at: str) -> None:
    """Record tombstones for the names of an article, before it is deleted."""
    session.run(_NOTE_NAMES, (article_id, at))
    session.run(_NOTE_BYTES, (article_id, at))
    for (place,) in session.rows(_FETCHED_FROM, (article_id,)):
        name = canonical_address(place)
        if not session.row(_IS_OTHERS, (name_number(name), article_id)):
            session.run("INSERT OR REPLACE INTO unwanted (name, at) VALUES (?, ?)", (name, at))


def has_tombstone(session: Session, name: str) -> bool:
    """Whether a name has a tombstone."""
    return session.row("SELECT 1 FROM unwanted WHERE name = ?", (name,)) is not None


def remove_tombstones(session: Session, names: Iterable[str]) -> int:
    """Let those of `names` be ingested again. Return how many had a tombstone."""
    forms = dict.fromkeys(plain(form) for name in names for form in (name, canonical_address(web_address(name))))
    return sum(session.run("DELETE FROM unwanted WHERE name = ?", (form,)) for form in forms)


def read_tombstones(session: Session) -> tuple[str, ...]:
    """All names that have a tombstone."""
    return tuple(name for (name,) in session.rows("SELECT name FROM unwanted ORDER BY name"))
