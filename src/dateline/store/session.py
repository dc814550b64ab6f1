"""Access to `archive.db`: every statement runs here, and no SQLite error escapes.

The file is in WAL mode, so readers never wait for a writer. Commits are fully synchronous: a committed batch survives a killed
process and a power cut. With a few hundred documents to a batch, the wait for the disk hardly counts.
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
        """The same file for sqlite-utils, which only changes of the schema need."""
        if self._db is None:
            load_sqlite_utils()
            from sqlite_utils import Database

            self._db = Database(self.connection, execute_plugins=False)
        return self._db

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of `sql`."""
        with SqliteErrors(self.path):
            return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of `sql`, read one at a time as the caller asks for them."""
        with SqliteErrors(self.path):
            yield from self.connection.execute(sql, values)

    def rows_among(self, sql: str, values: Iterable[object]) -> list[Row]:
        """All rows of `sql`, in which `{}` stands for any number of values."""
        found: list[Row] = []
        wanted = list(values)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            found += self.rows(sql.format(", ".join("?" * len(part))), part)
        return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of `sql`, if any."""
        with SqliteErrors(self.path):
            found: Row | None = self.connection.execute(sql, values).fetchone()
            return found

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one number that `sql` selects; 0 if there is none."""
        found = self.row(sql, values)
        return int(found[0] or 0) if found else 0

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement that writes. Return the number of rows that it changed."""
        with SqliteErrors(self.path):
            return self.connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Sequence[object]) -> int:
        """Run a statement that inserts one row. Return the number of the row."""
        with SqliteErrors(self.path):
            return self.connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[bool]:
        """Commit all statements in this block together, or none. In another transaction, join that one and yield False."""
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
        """Let all reads in this block see one state of the archive, whatever is written meanwhile."""
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
        """Close the file."""
        with SqliteErrors(self.path):
            self.connection.close()
