"""Where an arriving document belongs: a new article, a new version of one, or nothing new. The law stands in `locate`."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from dateline.store.database import Session
from dateline.store.raws import KNOWN
from dateline.store.rows import plain
from dateline.types import Outcome, RawDocument

_FILE = "file:"

_NEWEST_SIGHTING = """
    SELECT sightings.article_id, sightings.version, seen_raw.hash, newest.hash, articles.version
    FROM sightings JOIN articles ON articles.id = sightings.article_id
    JOIN raw AS seen_raw ON seen_raw.id = sightings.raw JOIN raw AS newest ON newest.id = articles.raw
    WHERE sightings.name = ?1 AND coalesce(sightings.identity, sightings.url) = ?2 ORDER BY sightings.id DESC LIMIT 1
"""
_OWNER = """
    SELECT coalesce(identity, url) FROM sightings WHERE article_id = ? AND coalesce(identity, url) IS NOT NULL ORDER BY id LIMIT 1
"""
_KNOWN_RAW = f"""
    SELECT sightings.article_id, sightings.version FROM sightings
    JOIN raw ON raw.id = sightings.raw JOIN articles ON articles.id = sightings.article_id
    WHERE {KNOWN.format("?1")} ORDER BY articles.raw = raw.id DESC, sightings.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs: the outcome, and the article and version it belongs to (a new article has no id yet)."""

    outcome: Outcome
    article_id: str | None = None
    version: int = 1


def identity_of(raw: RawDocument) -> str | None:
    """What names the same document in a later version, as the store writes it."""
    name = raw.identity or raw.url
    return plain(name) if name else None


def is_file(name: str) -> bool:
    """Whether a name is that of a file, which says less than an address: the same bytes in another file are a duplicate."""
    return name.startswith(_FILE)


def name_number(name: str) -> int:
    """A number by which sightings of that name are found: short, where names are long."""
    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")


def locate(session: Session, raw: RawDocument, raw_id: str) -> Placement:
    """Where `raw` belongs, by this law.

    A known name (URL, file, record) with the bytes of its article's newest version is a duplicate, with other bytes a new
    version. An unknown URL is a new article even when its bytes are known: copies are grouped later, never hidden. An unknown
    file, or no name at all, is a duplicate when its bytes are known. A file that came in as the copy of another's article never
    makes versions of it, or the two would overwrite each other at every ingest: once it differs it is an article of its own.
    """
    name = identity_of(raw)
    found = session.row(_NEWEST_SIGHTING, (name_number(name), name)) if name else None
    if found:
        article_id, version, sighted, newest, newest_version = found
        if raw_id == newest:
            return Placement("duplicate", article_id, newest_version)
        if session.row(_OWNER, (article_id,)) == (name,):
            return Placement("new_version", article_id, newest_version + 1)
        if raw_id == sighted:
            return Placement("duplicate", article_id, version)
    if name is None or is_file(name):
        known = session.row(_KNOWN_RAW, (raw_id,))
        if known:
            return Placement("duplicate", *known)
    return Placement("new")
