"""The migration step that made the file small: numbered verdicts, packed removed lines, raw documents as deltas to their articles.

This step converts ledgers. Existing raw documents become deltas when `dateline reclean` runs.
"""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from dateline.store.codec import Codec
from dateline.store.ledger import escape_line
from dateline.store.rows import name_number, to_json

_CHUNK = 500
_TABLES = (
    "CREATE TABLE verdicts (id INTEGER PRIMARY KEY, label TEXT NOT NULL, reason TEXT NOT NULL, UNIQUE (label, reason))",
    "CREATE TABLE dictionaries (id INTEGER PRIMARY KEY, content BLOB NOT NULL, change INTEGER NOT NULL)",
    "CREATE TABLE supports (raw INTEGER PRIMARY KEY, body TEXT NOT NULL, removed BLOB)",
    "DROP VIEW removed_lines",
    "ALTER TABLE ledger RENAME TO ledger_before",
    """
    CREATE TABLE ledger (
        article_id TEXT PRIMARY KEY REFERENCES articles(id),
        lines TEXT NOT NULL, removed BLOB NOT NULL, body_checksum INTEGER NOT NULL
    )
    """,
    """
    CREATE VIEW removed_lines AS
    SELECT ledger.article_id AS article_id, line.key + 1 AS line, verdicts.label AS label, verdicts.reason AS reason
    FROM ledger, json_each(ledger.lines) AS line JOIN verdicts ON verdicts.id = line.value >> 2
    WHERE line.value & 2 AND line.value > 0
    """,
    "DROP INDEX idx_raw_hash",
    "CREATE INDEX idx_raw_hash_start ON raw (substr(hash, 4, 12))",  # 48 bits find it; the whole hash takes three times the space
    "ALTER TABLE raw ADD COLUMN base TEXT",
    "DROP INDEX idx_sightings_identity",
    "ALTER TABLE sightings ADD COLUMN name INTEGER",
)
# Before a statement changes or deletes the text of an article, a trigger saves it for the raw documents that are deltas to it. If a
# row exists already, it is the right one. (`INSERT OR IGNORE` becomes a REPLACE if the outer statement is one.)
_SAVE_TEXT = """
    INSERT INTO supports (raw, body, removed)
    SELECT DISTINCT raw.id, articles.body, ledger.removed FROM articles
    JOIN sightings ON sightings.article_id = articles.id JOIN raw ON raw.id = sightings.raw AND raw.base = articles.id
    LEFT JOIN ledger ON ledger.article_id = articles.id
    WHERE articles.id = {} AND raw.id NOT IN (SELECT raw FROM supports);
"""
_TRIGGERS = (
    ("body_changes", "UPDATE OF id, body ON articles WHEN OLD.body IS NOT NEW.body OR OLD.id IS NOT NEW.id", "OLD.id"),
    ("article_goes", "DELETE ON articles", "OLD.id"),
    ("article_comes", "INSERT ON articles WHEN EXISTS (SELECT 1 FROM articles WHERE id = NEW.id)", "NEW.id"),
    (
        "ledger_changes",
        "UPDATE OF article_id, removed ON ledger WHEN OLD.removed IS NOT NEW.removed OR OLD.article_id IS NOT NEW.article_id",
        "OLD.article_id",
    ),
    ("ledger_goes", "DELETE ON ledger", "OLD.article_id"),
    (
        "ledger_comes",
        "INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger WHERE article_id = NEW.article_id)",
        "NEW.article_id",
    ),
)


_REFUSE_CHANGE = """
    CREATE TRIGGER dictionary_{0}s BEFORE {0} ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'texts are packed with this dictionary'); END
"""


def compact(db: Database) -> None:
    """Number names and verdicts, pack removed lines, and prepare the tables for raw documents stored as deltas."""
    for statement in _TABLES:
        db.execute(statement)
    _convert_ledgers(db)
    _number_names(db)
    db.execute("DROP TABLE ledger_before")
    db.execute("CREATE INDEX idx_sightings_name ON sightings (name)")
    for name, event, article_id in _TRIGGERS:
        db.execute(f"CREATE TRIGGER keep_support_when_{name} BEFORE {event} BEGIN {_SAVE_TEXT.format(article_id)} END")
    for event in ("update", "delete"):
        db.execute(_REFUSE_CHANGE.format(event))


def _convert_ledgers(db: Database) -> None:
    codec, known, last = Codec(), dict[tuple[str, str], int](), ""
    sql = """
        SELECT article_id, verdicts, lines, body_checksum, related FROM ledger_before LEFT JOIN articles ON id = article_id
        WHERE article_id > ? ORDER BY article_id LIMIT ?
    """
    while chunk := db.execute(sql, (last, _CHUNK)).fetchall():
        for article_id, verdicts, lines, noted, related in chunk:
            numbers, removed, headlines = _read_old_ledger(verdicts, lines, related, known)
            row = (article_id, to_json(numbers), codec.pack(removed.encode()), noted)
            db.execute("INSERT INTO ledger (article_id, lines, removed, body_checksum) VALUES (?, ?, ?, ?)", row)
            if headlines:
                db.execute("UPDATE articles SET related = ? WHERE id = ?", (to_json(headlines), article_id))
        last = chunk[-1][0]
    for (label, reason), number in known.items():
        db.execute("INSERT INTO verdicts (id, label, reason) VALUES (?, ?, ?)", (number, label, reason))


def _read_old_ledger(
    verdicts: str, lines: str, related: str | None, known: dict[tuple[str, str], int]
) -> tuple[list[int], str, list[int | str]]:
    """An old ledger as numbers, the text of removed lines, and related headlines; empty if invalid, which `verify` reports."""
    numbers, removed, places = list[int](), "", dict[str, int]()
    try:
        pairs: list[list[str]] = json.loads(verdicts)
        items: list[Any] = json.loads(lines)
        for at, item in enumerate(items, 1):
            number, *text_parts = (item,) if isinstance(item, int) else item
            label, reason = pairs[number >> 1]
            verdict = known.setdefault((label, reason), len(known) + 1) << 2 | (number & 1)
            numbers.append(-verdict if len(text_parts) > 1 else verdict | 2 if text_parts else verdict)
            if text_parts:
                removed += ("\n\n" if number & 1 else "\n") * bool(places) + escape_line(text_parts[0])
                places.setdefault(text_parts[0], at)
        return numbers, removed, [places.get(text, text) for text in json.loads(related or "[]")]
    except (ValueError, LookupError, TypeError):
        return [], "", []


def _number_names(db: Database) -> None:
    last = 0
    sql = "SELECT id, coalesce(identity, url) FROM sightings WHERE id > ? ORDER BY id LIMIT ?"
    while chunk := db.execute(sql, (last, _CHUNK)).fetchall():
        for number, name in chunk:
            if name:
                db.execute("UPDATE sightings SET name = ? WHERE id = ?", (name_number(name), number))
        last = chunk[-1][0]
    db.execute("UPDATE sightings SET identity = NULL WHERE identity = url")
