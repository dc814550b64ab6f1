"""The tables of the first step of the schema, which later steps add to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.store.tables import open_table

if TYPE_CHECKING:
    from sqlite_utils import Database

_VERSIONS = """
    SELECT article_id, version, raw, min(seen) AS seen, count(*) AS sightings
    FROM sightings GROUP BY article_id, version
"""
_REMOVED_LINES = """
    SELECT ledger.article_id AS article_id, line.key + 1 AS line,
        json_extract(ledger.verdicts, '$[' || (json_extract(line.value, '$[0]') / 2) || '][0]') AS label,
        json_extract(ledger.verdicts, '$[' || (json_extract(line.value, '$[0]') / 2) || '][1]') AS reason,
        json_extract(line.value, '$[1]') AS text
    FROM ledger, json_each(ledger.lines) AS line
    WHERE line.type = 'array' AND json_array_length(line.value) = 2
"""


def create_first_tables(db: Database) -> None:
    """Create the truth (raw, sightings, restored), what is derived from it (articles, ledger), and logs (deletions, failures)."""
    db.create_table("raw", {"id": int, "hash": str, "size": int, "content": bytes}, pk="id", not_null={"hash", "size", "content"})
    open_table(db, "raw").create_index(["hash"], unique=True)
    _create_articles(db)
    db.create_table(
        "sightings",
        {
            "id": int,
            "raw": int,
            "article_id": str,
            "version": int,
            "origin": str,
            "identity": str,
            "url": str,
            "media_type": str,
            "fetched": str,
            "seen": str,
            "hints": str,
        },
        pk="id",
        foreign_keys=[("raw", "raw", "id"), ("article_id", "articles", "id")],
        not_null={"raw", "article_id", "version", "origin", "media_type", "seen"},
    )
    open_table(db, "sightings").create_index(["identity"])
    open_table(db, "sightings").create_index(["article_id", "version"])
    open_table(db, "sightings").create_index(["raw"])
    db.create_table(
        "ledger",
        {"article_id": str, "verdicts": str, "lines": str, "body_checksum": int},
        pk="article_id",
        foreign_keys=[("article_id", "articles", "id")],
        not_null={"verdicts", "lines", "body_checksum"},
    )
    db.create_table("restored", {"article_id": str, "text": str}, pk=("article_id", "text"))
    db.create_table("deletions", {"change": int, "article_id": str}, pk="change", not_null={"article_id"})
    open_table(db, "deletions").create_index(["article_id"])
    db.create_table("failures", {"id": int, "origin": str, "reason": str, "at": str}, pk="id", not_null={"origin", "reason", "at"})
    open_table(db, "failures").create_index(["origin"], unique=True)
    db.create_view("versions", _VERSIONS)
    db.create_view("removed_lines", _REMOVED_LINES)


def _create_articles(db: Database) -> None:
    db.create_table(
        "articles",
        {
            "id": str,
            "title": str,
            "published": str,
            "source": str,
            "authors": str,
            "place": str,
            "agency": str,
            "section": str,
            "tags": str,
            "related": str,
            "language": str,
            "kind": str,
            "words": int,
            "body": str,
            "url": str,
            "domain": str,
            "published_first": str,
            "published_last": str,
            "precision": str,
            "confidence": float,
            "updated": str,
            "dates": str,
            "origin": str,
            "seen": str,
            "version": int,
            "raw": int,
            "cleaner": str,
            "change": int,
        },
        pk="id",
        foreign_keys=[("raw", "raw", "id")],
        not_null={"body", "kind", "words", "origin", "seen", "version", "raw", "cleaner", "change"},
    )
    open_table(db, "articles").create_index(["change"], unique=True)
