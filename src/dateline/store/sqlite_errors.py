"""The boundary to SQLite: in a `SqliteErrors` block, each sqlite3 error becomes an ArchiveError with file and cure."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from dateline.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveReadOnly

_PRIMARY = 0xFF  # SQLite's extended result codes carry the primary one in their lowest byte
_CANNOT_OPEN = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


class SqliteErrors:
    """A context in which each sqlite3 error about the file at `path` becomes one of ours."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, sqlite3.Error):
            raise explain_fault(self.path, error) from error


def read_only(path: Path) -> ArchiveReadOnly:
    """The error for an archive that should be written to and is read-only."""
    return ArchiveReadOnly(
        f"{path}: the archive is read-only here; give yourself write access to the file and its folder, or use a copy"
    )


def explain_fault(path: Path, error: sqlite3.Error) -> ArchiveError:
    """The ArchiveError that explains `error` to a person, for the file at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & _PRIMARY
    if primary == sqlite3.SQLITE_FULL:
        return ArchiveError(f"{path}: the disk is full; free some space and run the command again (what was committed is safe)")
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveLocked(f"{path}: another program is writing to the archive; wait for it to end, and run the command again")
    if primary == sqlite3.SQLITE_READONLY:
        return read_only(path)
    if primary in _CANNOT_OPEN:
        return ArchiveError(f"{path}: the archive cannot be opened; check that it is a file, and that you can write to its folder")
    if primary == sqlite3.SQLITE_IOERR:
        return ArchiveError(f"{path}: the disk failed while the archive was read or written ({error}); check the disk")
    if primary == sqlite3.SQLITE_NOTADB:
        return ArchiveDamaged(f"{path}: this file is not an archive; move it away, or choose another with --archive")
    if primary == sqlite3.SQLITE_CORRUPT:
        return ArchiveDamaged(f"{path}: the archive is damaged ({error}); bring back a copy, or rescue it with 'sqlite3 .recover'")
    if primary == sqlite3.SQLITE_TOOBIG:
        return ArchiveError(f"{path}: a text is too long for the archive (SQLite holds at most 1 GB in one field)")
    if isinstance(error, sqlite3.ProgrammingError) and primary is None:
        return ArchiveError(f"{path}: the archive is not open here ({error})")
    return ArchiveDamaged(f"{path}: the archive lacks something that it should have ({error}); 'dateline verify' finds out more")
