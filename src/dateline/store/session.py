"""Talking to `archive.db`: every statement passes here, and no error of SQLite's gets past.

The file is in WAL mode, so readers never wait for a writer. Commits are synchronous in full: what a batch has committed survives
a killed process and a power cut; with some hundred documents to a batch the wait for the disk is lost in the work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.store.sqlite_errors import SqliteErrors
from dateline.store.tables import load_sqlite_utils

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = tuple[Any, ...]

_AT_ONCE = 500  # values in one statement


@dataclass(slots=True)
class Session:
    """An open archive file: runs statements and transactions."""

    path: Path
    connection: sqlite3.Connection
    _db: Database | None = None

    @property
    def db(self) -> Database:
        """The same file for sqlite-utils, which is only needed to change the schema."""
        if self._db is None:
            load_sqlite_utils()
            from sqlite_utils import Database

            self._db = Database(self.connection, execute_plugins=False)
        return self._db

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows that `sql` gives."""
        with SqliteErrors(self.path):
            return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows that `sql` gives, read as they are asked for; whoever has had enough has read no more than that."""
        with SqliteErrors(self.path):
            yield from self.connection.execute(sql, values)

    def rows_among(self, sql: str, values: Iterable[object]) -> list[Row]:
        """All rows that `sql` gives, where `{}` stands for any number of values."""
        found: list[Row] = []
        wanted = list(values)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            found += self.rows(sql.format(", ".join("?" * len(part))), part)
        return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row that `sql` gives, if any."""
        with SqliteErrors(self.path):
            found: Row | None = self.connection.execute(sql, values).fetchone()
            return found

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one number that `sql` gives; 0 where there is none."""
        found = self.row(sql, values)
        return int(found[0] or 0) if found else 0

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement that writes; the number of rows it touched."""
        with SqliteErrors(self.path):
            return self.connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Sequence[object]) -> int:
        """Run a statement that puts in one row; the row's number."""
        with SqliteErrors(self.path):
            return self.connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """All statements within commit together, or none does; within another one they join that (and it gives False)."""
        connection = self.connection
        with SqliteErrors(self.path):
            within = connection.in_transaction
        if within:
            yield False
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield True
            self.run("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk makes SQLite roll back by itself
                self.run("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads within see one state of the archive, whatever is written meanwhile."""
        with SqliteErrors(self.path):
            within = self.connection.in_transaction
        if within:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self.run("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with SqliteErrors(self.path):
            self.connection.close()
