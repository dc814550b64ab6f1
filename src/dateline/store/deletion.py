"""Deleting articles permanently: from the tables, and their bytes from the files.

SQLite writes over what a deletion frees, and the log of changes is emptied. What was freed before (an older version of a text, for
one), what the dictionaries have learned from removed lines, and the words in the search index go when the archive is made compact.
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
    """Take articles away, all or none; with a time, their names are noted as not wanted from then on."""
    store.session.row("PRAGMA secure_delete = ON")
    with store.batch():
        for article_id in ids:
            if at:
                add_tombstones(store.session, article_id, to_moment(at))
            store.remove(article_id)
    store.session.row("PRAGMA wal_checkpoint(TRUNCATE)")


def remove_tombstones_of(store: Store, names: Iterable[str]) -> int:
    """Let what goes by these names come in again; how many of them were not wanted."""
    with store.batch():
        return remove_tombstones(store.session, names)


def make_compact(store: Store) -> None:
    """Pack all removed lines with a dictionary of what is there now, and write the file again without free space."""
    session = store.session
    with store.batch():
        triggers = session.rows(_TRIGGERS)
        for name, _ in triggers:  # they keep what is packed from changing; here it is packed anew and says the same
            session.run(f"DROP TRIGGER {name}")
        Dictionaries(session, Codec()).pack_anew(store.last_change())
        for _, sql in triggers:
            session.run(sql)
    session.run("VACUUM")
    session.row("PRAGMA wal_checkpoint(TRUNCATE)")
