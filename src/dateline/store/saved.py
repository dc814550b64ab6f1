"""Saved searches: their queries, and the change up to which each has shown what is new. Truth."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from dateline.errors import DatelineError
from dateline.store.session import Session
from dateline.types.answers import SavedSearch

_SAVE = """
    INSERT INTO saved (name, query, at) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET query = excluded.query, at = excluded.at, shown = NULL WHERE query <> excluded.query
"""
_NEWEST = "SELECT coalesce(came, 0), seen, id FROM articles WHERE id IN ({})"


def read_saved(session: Session) -> tuple[SavedSearch, ...]:
    """All saved searches, by name."""
    rows = session.rows("SELECT name, query, at, shown FROM saved ORDER BY name")
    return tuple(SavedSearch(name, query, datetime.fromisoformat(at), shown) for name, query, at, shown in rows)


def saved_names(path: Path) -> tuple[str, ...]:
    """The names of the saved searches in the archive file at `path`, read from the file alone; none if that fails."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return tuple(name for (name,) in connection.execute("SELECT name FROM saved ORDER BY name"))
    return ()


def write_saved(session: Session, name: str, query: str, at: str) -> None:
    """Save `query` under `name`; if it differs from the earlier one, everything it finds is new again."""
    session.run(_SAVE, (name, query, at))


def forget_saved(session: Session, name: str) -> None:
    """Delete a saved search; DatelineError if there is none with that name."""
    if not session.run("DELETE FROM saved WHERE name = ?", (name,)):
        raise DatelineError(f"there is no saved search '{name}'; 'dateline saved' lists the saved searches")


def read_came_since(session: Session, change: int) -> frozenset[str]:
    """The ids of the articles with a version that was ingested after `change`."""
    return frozenset(article_id for (article_id,) in session.rows("SELECT id FROM articles WHERE came > ?", (change,)))


def read_newest(session: Session, ids: Iterable[str], most: int) -> tuple[str, ...]:
    """Those of `ids` that were ingested last, the newest first, at most `most`."""
    return tuple(article_id for _, _, article_id in sorted(session.rows_among(_NEWEST, ids), reverse=True)[:most])
