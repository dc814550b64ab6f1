"""Delete articles permanently: from the tables, and their bytes from the files.

SQLite overwrites what a deletion frees, and the write-ahead log is emptied. Compacting the archive removes the rest: what was freed
before (an older version of a text, for example), what dictionaries learned from removed lines, and words in the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionaries
from dateline.store.rows import to_moment
from dateline.store.tombstones import add_tombstones, remove_tombstones

if TYPE_CHECKING:
    from dateline.store.store import Store

_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('dictionaries', 'ledger')"


def delete_articles(store: Store, ids: Iterable[str], at: datetime | None) -> None:
    """Delete articles, all or none. With a time, also record tombstones for them."""
    store.session.row("PRAGMA secure_delete = ON")
    with store.batch():
        for article_id in ids:
            if at:
                add_tombstones(store.session, article_id, to_moment(at))
            store.remove(article_id)
    store.session.row("PRAGMA wal_checkpoint(TRUNCATE)")


def remove_tombstones_of(store: Store, names: Iterable[str]) -> int:
    """Let documents with these names be ingested again. Return how many of the names had a tombstone."""
    with store.batch():
        return remove_tombstones(store.session, names)


def make_compact(store: Store) -> None:
    """Pack all removed lines with a dictionary of what is stored now, and rewrite the file without free space."""
    session = store.session
    with store.batch():
        triggers = session.rows(_TRIGGERS)
        for name, _ in triggers:  # they guard packed texts against changes; packing them again changes no text
            session.run(f"DROP TRIGGER {name}")
        Dictionaries(session, Codec()).pack_anew(store.last_change())
        for _, sql in triggers:
            session.run(sql)
    session.run("VACUUM")
    session.row("PRAGMA wal_checkpoint(TRUNCATE)")
