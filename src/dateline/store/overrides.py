"""Overrides: lines of an article that a person keeps or drops, whatever the cleaner decides. Truth, never derived."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.store.rows import plain
from dateline.store.session import Session
from dateline.types.articles import LineOverrides

_INSERT = "INSERT OR REPLACE INTO line_overrides (article_id, text, keep) VALUES (?, ?, ?)"
_DELETE = "DELETE FROM line_overrides WHERE article_id = ? AND text = ?"
_SELECT = "SELECT text, keep FROM line_overrides WHERE article_id = ? ORDER BY text"
_OF_A_SOURCE = "SELECT id FROM articles WHERE source = ? OR domain = ? ORDER BY id"


def write_overrides(session: Session, article_id: str, texts: Iterable[str], keep: bool | None) -> None:
    """Record that lines with these texts must be kept or dropped; None removes the record."""
    for text in texts:
        if keep is None:
            session.run(_DELETE, (article_id, plain(text)))
        else:
            session.run(_INSERT, (article_id, plain(text), int(keep)))


def read_overrides(session: Session, article_id: str) -> LineOverrides:
    """The overrides of an article's lines."""
    rows = session.rows(_SELECT, (article_id,))
    return LineOverrides(frozenset(text for text, keep in rows if keep), frozenset(text for text, keep in rows if not keep))


def read_ids_of_source(session: Session, source: str | None, domain: str | None) -> tuple[str, ...]:
    """The ids of the articles from that source or host."""
    return tuple(article_id for (article_id,) in session.rows(_OF_A_SOURCE, (source, domain)))
