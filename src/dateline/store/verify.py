"""Check the archive: compute every hash again, follow every reference, compare every ledger with its body."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.errors import ArchiveDamaged
from dateline.store.ledger import Ledger, checksum
from dateline.store.raw_documents import STORED, SUPPORTED, RawDocuments
from dateline.store.read import REPAIR
from dateline.store.rows import COLUMNS, to_metadata
from dateline.store.session import Session
from dateline.text import content_hash

_CHUNK = 200
_CURE = REPAIR
_USERS = "SELECT DISTINCT article_id, version FROM sightings WHERE raw = ? ORDER BY article_id, version LIMIT 3"

_UNSEEN_VERSION = """
    SELECT id FROM articles AS a
    WHERE NOT EXISTS (SELECT 1 FROM sightings WHERE article_id = a.id AND version = a.version AND raw = a.raw)
"""
# Each query selects the names of what breaks a rule; the sentence says what is wrong.
_RULES = (
    ("SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM ledger)", f"article {{}} has no ledger; {_CURE}"),
    ("SELECT article_id FROM ledger WHERE article_id NOT IN (SELECT id FROM articles)", "the ledger of {} belongs to no article"),
    (
        "SELECT id FROM articles WHERE raw NOT IN (SELECT id FROM raw)",
        f"article {{}} names a raw document that is not there; {_CURE}",
    ),
    ("SELECT id FROM sightings WHERE raw NOT IN (SELECT id FROM raw)", "sighting {} names a raw document that is not there"),
    (
        "SELECT id FROM sightings WHERE article_id NOT IN (SELECT id FROM articles)",
        "sighting {} names an article that is not there",
    ),
    ("SELECT hash FROM raw WHERE id NOT IN (SELECT raw FROM sightings)", "raw document {} was never seen anywhere"),
    (
        _UNSEEN_VERSION,
        "article {} names a version that was never seen",
    ),
    (
        "SELECT article_id FROM sightings GROUP BY article_id HAVING count(DISTINCT version) <> max(version)",
        "article {} lacks a version between its first and its newest",
    ),
    (
        "SELECT article_id FROM sightings GROUP BY article_id, version HAVING count(DISTINCT raw) > 1",
        "article {} has two raw documents for one version",
    ),
    (
        "SELECT DISTINCT article_id FROM former WHERE version >= coalesce((SELECT version FROM articles WHERE id = article_id), 0)",
        "article {} has lines of versions that it does not have",
    ),
    (
        "SELECT article_id FROM deletions WHERE article_id IN (SELECT id FROM articles)",
        "article {} is recorded as deleted, but exists",
    ),
)


def damaged_raws(session: Session, raws: RawDocuments) -> Iterator[tuple[int, str]]:
    """The raw documents that cannot be read as they were given: their numbers and hashes."""
    for number, raw_id, _ in _faulty_raws(session, raws):
        yield number, raw_id


def damaged_articles(session: Session, ledger: Ledger) -> Iterator[str]:
    """The articles that do not match their ledgers, or have none."""
    yield from (article_id for (article_id,) in session.rows(_RULES[0][0]))
    yield from (article_id for article_id, _ in _faulty_articles(session, ledger))


def find_faults(session: Session, ledger: Ledger, raws: RawDocuments) -> Iterator[str]:
    """The faults of the archive, in sentences."""
    yield from _check_file(session)
    for sql, sentence in _RULES:
        for (name,) in session.rows(sql):
            yield sentence.format(name)
    yield from _check_raw(session, raws)
    yield from _check_articles(session, ledger)


def _check_file(session: Session) -> Iterator[str]:
    for (finding,) in session.rows("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"{session.path} is damaged: {finding}; bring back a copy of it, or rescue it with 'sqlite3 .recover'"


def _check_raw(session: Session, raws: RawDocuments) -> Iterator[str]:
    for number, _, fault in _faulty_raws(session, raws):
        rows = session.rows(_USERS, (number,))
        users = ", ".join(f"{article_id}, version {version}" for article_id, version in rows)
        yield f"{f'article {users}: ' if users else ''}raw document {fault}; {_CURE}"


def _faulty_raws(session: Session, raws: RawDocuments) -> Iterator[tuple[int, str, str]]:
    last = 0
    sql = f"SELECT raw.id, hash, size, {STORED} FROM {SUPPORTED} WHERE raw.id > ? ORDER BY raw.id LIMIT ?"
    while chunk := session.rows(sql, (last, _CHUNK)):
        for number, raw_id, size, *stored in chunk:
            try:
                content = raws.unpack(*stored)
            except ArchiveDamaged as error:
                yield number, raw_id, f"{raw_id}: {error}"
                continue
            if content_hash(content) != raw_id or len(content) != size:
                yield number, raw_id, f"{raw_id} does not have the bytes that it was made from"
        last = chunk[-1][0]


def _check_articles(session: Session, ledger: Ledger) -> Iterator[str]:
    for article_id, fault in _faulty_articles(session, ledger):
        yield f"article {article_id}: {fault}; {_CURE}"


def _faulty_articles(session: Session, ledger: Ledger) -> Iterator[tuple[str, str]]:
    last = ""
    columns = ", ".join(COLUMNS)
    sql = (
        f"SELECT {columns}, lines, parts, removed, body_checksum FROM articles JOIN ledger ON article_id = id "
        "WHERE id > ? ORDER BY id LIMIT ?"
    )
    while chunk := session.rows(sql, (last, _CHUNK)):
        for *values, numbers, parts, removed, stored_checksum in chunk:
            row = dict(zip(COLUMNS, values, strict=True))
            try:
                published = to_metadata(row, ledger.lines(row["body"], numbers, parts, removed)).published
            except (ArchiveDamaged, ValueError, TypeError, LookupError) as error:
                yield row["id"], str(error)
                continue
            if checksum(row["body"]) != stored_checksum:
                yield row["id"], "its body was changed from outside"
            elif (published.iso if published else None) != row["published"]:
                yield row["id"], "its date is not the one its evidence names"
        last = chunk[-1][0]
