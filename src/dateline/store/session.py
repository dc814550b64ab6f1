"""Opening `archive.db` and talking to it: every statement passes here, and no error of SQLite's gets past.

The file is in WAL mode, so readers never wait for a writer. Commits are synchronous in full: what a batch has committed survives
a killed process and a power cut; with some hundred documents to a batch the wait for the disk is lost in the work.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import ArchiveError, ArchiveLocked, ArchiveMissing, ArchiveReadOnly
from dateline.store.lock import WriterLock
from dateline.store.sqlite_errors import SqliteErrors
from dateline.store.tables import load_sqlite_utils

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = tuple[Any, ...]

_BUSY_SECONDS = 30.0
_MIGRATION_WAIT = 30.0
_PAUSE = 0.05
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -32000",  # in KiB; the indices of some hundred thousand articles stay in memory
    "PRAGMA journal_size_limit = 67108864",  # a WAL that one big batch blew up shrinks again
)
_FOR_READERS = "PRAGMA cache_size = -8000"  # a server has several, and the system keeps the file's pages for all of them
_AT_ONCE = 500  # values in one statement
_PAGE_BYTES = 32768  # rows are some KB: 60,000 articles took 353 MB at this size, 425 MB at 4096, and went in half again as fast


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


def open_store_session(path: Path, lock: WriterLock, *, create: bool, reading: bool = False) -> Session:
    """The archive file at `path`, brought to this program's schema; with `create`, a new one where there is none.

    With `reading` it is opened so that it cannot be written to, and is of this schema or an error.
    """
    try:
        if not path.exists():
            if not create:
                raise ArchiveMissing(f"{path.parent}: no archive is here; 'dateline ingest' makes one, --archive names another")
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not create and path.stat().st_size == 0:
            raise ArchiveMissing(
                f"{path}: is an empty file and no archive; bring back a copy of it, or let 'dateline ingest' make a new one"
            )
    except OSError as error:
        raise ArchiveError(f"{path}: no archive can be opened here ({error.strerror}); name another with --archive") from error
    with SqliteErrors(path):
        writable = not reading and _may_write(path)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None) if writable else open_for_reading(path)
        try:
            session = Session(path, connection)
            if writable:
                _bring_up_to_date(session, lock)
            elif not _is_up_to_date(session):
                _refuse_strangers(session)
                raise ArchiveReadOnly(
                    f"{path}: an older Dateline made this archive, which must be brought up to date and may only be read here; "
                    "open it once where it may be written, or work on a copy of it"
                )
            for setting in (*_SETTINGS, *((_FOR_READERS,) if reading else ())):
                session.run(setting)
        except BaseException:
            connection.close()
            raise
    return session


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection to an archive whose file or folder may not be written to; others may go on writing if they can."""
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise ArchiveReadOnly(
                f"{path}: the last changes stand in {log.name}, which can be taken over only where the folder may be written; "
                "open the archive there once, or work on a copy of the folder"
            ) from error
        # Nobody has it open: where a log can neither be found nor made, the file is all there is.
        connection = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    return connection


def _may_write(path: Path) -> bool:
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _bring_up_to_date(session: Session, lock: WriterLock) -> None:
    from dateline.store.migrations import migrations

    if _is_up_to_date(session) and session.row("PRAGMA journal_mode") == ("wal",):
        return
    steps, db = migrations(), session.db
    end = time.monotonic() + _MIGRATION_WAIT
    while True:
        _refuse_strangers(session)
        if not steps.pending(db) and db.journal_mode == "wal":
            return
        try:
            with lock.acquire():
                _refuse_strangers(session)  # whoever held the lock may have been a newer program
                if not db.table_names():
                    session.run(f"PRAGMA page_size = {_PAGE_BYTES}")
                db.enable_wal()
                steps.apply(db)
        except ArchiveLocked:  # by one who brings it up to date, and may then go on writing for hours
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def _is_up_to_date(session: Session) -> bool:
    """Whether this program made or changed the file last; told without sqlite-utils, which takes longer to import than a search."""
    from dateline.store.migrations import SET, STEPS

    if not session.row("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"):
        return False
    applied = session.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,))
    return {name for (name,) in applied} == {name for name, _ in STEPS}


def _refuse_strangers(session: Session) -> None:
    """ArchiveError for a database that is no archive, or one that a newer Dateline has taken further than this one knows."""
    from dateline.store.migrations import STEPS, migrations

    steps, db = migrations(), session.db
    applied = {step.name for step in steps.applied(db)}
    if not applied and set(db.table_names()) - {steps.migrations_table}:
        raise ArchiveError(f"{session.path}: this database is not a Dateline archive; name another with --archive")
    newer = sorted(applied - {name for name, _ in STEPS})
    if newer:
        raise ArchiveError(f"{session.path}: a newer Dateline has written this archive ({newer[-1]}); update this program")
