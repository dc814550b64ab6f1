"""An archive of any age opens; one from the future, or of another program, is refused with the cure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from dateline.errors import ArchiveError
from dateline.store import Store
from dateline.store.migrations import STEPS, migrations
from dateline.types import RawDocument


def test_an_archive_of_the_first_schema_opens_and_works(path: Path) -> None:
    path.parent.mkdir()
    database = Database(path)
    migrations(STEPS[:1]).apply(database)
    database.close()
    with Store.open(path, create=False) as store:
        assert list(store.verify()) == []
        assert store.session.db.journal_mode == "wal"
        assert not migrations().pending(store.session.db)


def test_opening_again_changes_nothing(
    path: Path, store: Store, put: Callable[..., object], document: Callable[..., RawDocument]
) -> None:
    put(document())
    store.close()
    before = path.read_bytes()
    with Store.open(path, create=False) as again:
        assert again.last_change() == 1
    assert path.read_bytes() == before


def test_an_archive_of_a_newer_program_is_refused(path: Path, store: Store) -> None:
    later = migrations((*STEPS, ("9999_later", lambda db: db.execute("CREATE TABLE later (id)"))))
    later.apply(store.session.db)
    store.close()
    with pytest.raises(ArchiveError, match=r"9999_later.*update this program"):
        Store.open(path, create=False)


def test_a_step_and_its_record_come_together_or_not_at_all(store: Store) -> None:
    def half(db: Database) -> None:
        db.execute("CREATE TABLE half (id)")
        raise RuntimeError("the power went")

    database = store.session.db
    with pytest.raises(RuntimeError):
        migrations((*STEPS, ("0002_half", half))).apply(database)
    assert "half" not in database.table_names()
    assert [step.name for step in migrations().applied(database)] == [name for name, _ in STEPS]


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (id)")
    other.close()
    with pytest.raises(ArchiveError, match="not a Dateline archive"):
        Store.open(path, create=True)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()
