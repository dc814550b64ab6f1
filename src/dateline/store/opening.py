"""Open `archive.db`: find or create it, bring it to this program's schema, and refuse a file that is not an archive."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from dateline.errors import ArchiveError, ArchiveLocked, ArchiveMissing, ArchiveReadOnly
from dateline.store.lock import WriterLock
from dateline.store.migrations import SET, STEPS, migrations
from dateline.store.session import Session
from dateline.store.sqlite_errors import SqliteErrors

_BUSY_SECONDS = 30.0
_MIGRATION_WAIT = 30.0
_PAUSE = 0.05
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -32000",  # in KiB; the indexes of a few hundred thousand articles fit in memory
    "PRAGMA journal_size_limit = 67108864",  # a WAL shrinks again after a big batch
)
_READER_SETTING = "PRAGMA cache_size = -8000"  # a server has several readers, and the system caches the file for all of them
_PAGE_BYTES = 32768  # rows are some KB: 60,000 articles took 353 MB at this size, 425 MB at 4096, and ingest was 1.5 times as fast


def open_store_session(path: Path, lock: WriterLock, *, create: bool, reading: bool = False) -> Session:
    """Open the archive file at `path`, and bring it to this program's schema. With `create`, make one if there is none.

    With `reading`, open it read-only; another schema is then an error.
    """
    try:
        if not path.exists():
            if not create:
                raise ArchiveMissing(
                    f"{path.parent}: there is no archive here; 'dateline ingest' makes one, --archive chooses another"
                )
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not create and path.stat().st_size == 0:
            raise ArchiveMissing(
                f"{path}: is an empty file and not an archive; put a copy of it back, or delete it and run 'dateline ingest'"
            )
    except OSError as error:
        raise ArchiveError(
            f"{path}: the archive cannot be opened here ({error.strerror}); choose another with --archive"
        ) from error
    with SqliteErrors(path):
        writable = not reading and _may_write(path)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None) if writable else open_for_reading(path)
        try:
            session = Session(path, connection)
            if writable:
                _migrate(session, lock)
            elif not _is_up_to_date(session):
                _refuse_other_databases(session)
                raise ArchiveReadOnly(
                    f"{path}: an older Dateline made this archive; it must be updated, but is read-only here; "
                    "open it once where you can write to it, or use a copy"
                )
            for setting in (*_SETTINGS, *((_READER_SETTING,) if reading else ())):
                session.run(setting)
        except BaseException:
            connection.close()
            raise
    return session


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection to an archive, for a file or folder without write access; others may go on writing."""
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise ArchiveReadOnly(
                f"{path}: the last changes are in {log.name}, and can be read only where you can write to the folder; "
                "open the archive there once, or use a copy of the folder"
            ) from error
        # Nobody has it open: there is no log, and SQLite cannot make one here, so the file is complete.
        connection = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    return connection


def _may_write(path: Path) -> bool:
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _migrate(session: Session, lock: WriterLock) -> None:
    if _is_up_to_date(session) and session.row("PRAGMA journal_mode") == ("wal",):
        return
    steps, db = migrations(), session.db
    end = time.monotonic() + _MIGRATION_WAIT
    while True:
        _refuse_other_databases(session)
        if not steps.pending(db) and db.journal_mode == "wal":
            return
        try:
            with lock.acquire():
                _refuse_other_databases(session)  # the last holder of the lock may have been a newer program
                if not db.table_names():
                    session.run(f"PRAGMA page_size = {_PAGE_BYTES}")
                db.enable_wal()
                steps.apply(db)
        except ArchiveLocked:  # the holder is migrating the file, and may then go on writing for hours
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def _is_up_to_date(session: Session) -> bool:
    """Whether the file has this program's schema. Without sqlite-utils, whose import takes longer than a search."""
    if not session.row("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"):
        return False
    applied = session.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,))
    return {name for (name,) in applied} == {name for name, _ in STEPS}


def _refuse_other_databases(session: Session) -> None:
    """Raise ArchiveError for a database that is not an archive, or that a newer Dateline has migrated."""
    steps, db = migrations(), session.db
    applied = {step.name for step in steps.applied(db)}
    if not applied and set(db.table_names()) - {steps.migrations_table}:
        raise ArchiveError(f"{session.path}: this database is not a Dateline archive; choose another with --archive")
    newer = sorted(applied - {name for name, _ in STEPS})
    if newer:
        raise ArchiveError(f"{session.path}: a newer Dateline wrote this archive ({newer[-1]}); update this program")
