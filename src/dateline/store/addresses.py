"""Addresses of older archives, written as they are kept now: without user names and passwords, which older programs noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.store.rows import name_number
from dateline.text import web_address, without_users

if TYPE_CHECKING:
    from sqlite_utils import Database

_NAMES = ("identity", "url")
_PLACES = (
    ("sightings", (*_NAMES, "origin", "hints")),
    ("articles", ("url", "origin")),
    ("failures", ("origin", "reason")),
    ("feeds", ("status",)),
)


def forget_passwords(db: Database) -> None:
    """Take user names and passwords out of all addresses that are noted; what they stood in is overwritten, not only let go."""
    before = db.execute("PRAGMA secure_delete").fetchone()[0]
    db.execute("PRAGMA secure_delete = ON")
    for table, columns in _PLACES:
        some = " OR ".join(f"{column} LIKE '%//%@%'" for column in columns)
        for number, *values in db.execute(f"SELECT rowid, {', '.join(columns)} FROM {table} WHERE {some}").fetchall():
            kept = {column: _kept(column, value) for column, value in zip(columns, values, strict=True)}
            if list(kept.values()) == values:
                continue
            row: dict[str, str | int | None] = {**kept}
            if table == "sightings" and (name := kept["identity"] or kept["url"]):
                row |= {"name": name_number(name), "identity": None if name == kept["url"] else name}
            told = ", ".join(f"{column} = ?" for column in row)
            db.execute(f"UPDATE OR REPLACE {table} SET {told} WHERE rowid = ?", [*row.values(), number])
    db.execute(f"PRAGMA secure_delete = {before}")


def _kept(column: str, value: str | None) -> str | None:
    if value is None:
        return None
    return web_address(value) if column in _NAMES else without_users(value)
