"""Rewrite the addresses of older archives in the form that is stored now: canonical, without user names and passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.store.rows import name_number
from dateline.text import web_address, without_users
from dateline.text.addresses import canonical_address

if TYPE_CHECKING:
    from sqlite_utils import Database

_NAMES = ("identity", "url")
_ADDRESS_COLUMNS = (
    ("sightings", (*_NAMES, "origin", "hints")),
    ("articles", ("url", "origin")),
    ("failures", ("origin", "reason")),
    ("feeds", ("status",)),
)
_SELECT_NAMED = "SELECT id, coalesce(identity, url), url FROM sightings WHERE id > ? AND name IS NOT NULL ORDER BY id LIMIT ?"
_AT_ONCE = 10_000


def forget_passwords(db: Database) -> None:
    """Remove user names and passwords from all stored addresses. The old bytes are overwritten, not only freed."""
    before = db.execute("PRAGMA secure_delete").fetchone()[0]
    db.execute("PRAGMA secure_delete = ON")
    for table, columns in _ADDRESS_COLUMNS:
        condition = " OR ".join(f"{column} LIKE '%//%@%'" for column in columns)
        for number, *values in db.execute(f"SELECT rowid, {', '.join(columns)} FROM {table} WHERE {condition}").fetchall():
            kept = {column: _without_users(column, value) for column, value in zip(columns, values, strict=True)}
            if list(kept.values()) == values:
                continue
            row: dict[str, str | int | None] = {**kept}
            if table == "sightings" and (name := kept["identity"] or kept["url"]):
                row |= {"name": name_number(name), "identity": None if name == kept["url"] else name}
            updates = ", ".join(f"{column} = ?" for column in row)
            db.execute(f"UPDATE OR REPLACE {table} SET {updates} WHERE rowid = ?", [*row.values(), number])
    db.execute(f"PRAGMA secure_delete = {before}")


def name_in_one_form(db: Database) -> None:
    """Make the identities of documents and tombstones canonical addresses, and index fetched documents by origin."""
    last = 0
    while rows := db.execute(_SELECT_NAMED, [last, _AT_ONCE]).fetchall():
        for number, name, url in rows:
            new_name = canonical_address(name)
            if new_name != name:
                updates = [name_number(new_name), None if new_name == url else new_name, number]
                db.execute("UPDATE sightings SET name = ?, identity = ? WHERE id = ?", updates)
        last = rows[-1][0]
    for (name,) in db.execute("SELECT name FROM unwanted WHERE name LIKE 'http%'").fetchall():
        db.execute("UPDATE OR REPLACE unwanted SET name = ? WHERE name = ?", [canonical_address(name), name])
    db.execute("CREATE INDEX fetched_from ON sightings (origin) WHERE fetched IS NOT NULL AND origin LIKE 'http%'")


def _without_users(column: str, value: str | None) -> str | None:
    if value is None:
        return None
    return web_address(value) if column in _NAMES else without_users(value)
