"""Which files of watched folders have been taken in, and in which state: what lies there unchanged is not read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.readers.looking import FileState
from dateline.store.database import Session
from dateline.store.rows import plain

_STATES = "SELECT path, size, modified FROM watched WHERE path IN ({})"


def without_known(session: Session, files: Sequence[FileState]) -> list[FileState]:
    """Those of `files` that are new, or not as they were when they were taken in."""
    rows = session.rows_among(_STATES, [plain(file.path) for file in files])
    known = {path: (size, modified) for path, size, modified in rows}
    return [file for file in files if known.get(plain(file.path)) != (file.size, file.modified)]


def note_files(session: Session, files: Iterable[FileState]) -> None:
    """Note that `files` have been taken in as they are."""
    for file in files:
        row = (plain(file.path), file.size, file.modified)
        session.run("INSERT OR REPLACE INTO watched (path, size, modified) VALUES (?, ?, ?)", row)
