"""Which files were ingested, and in which state: neither ingest nor watch reads an unchanged file again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.store.rows import plain
from dateline.store.session import Session

if TYPE_CHECKING:
    from dateline.readers.file_states import FileState

_STATES = "SELECT path, size, modified, read_as FROM watched WHERE path IN ({})"


def without_known(session: Session, files: Sequence[FileState]) -> list[FileState]:
    """Those of `files` that are new or have changed since they were ingested."""
    rows = session.rows_among(_STATES, [plain(file.path) for file in files])
    known = {path: state for path, *state in rows}
    return [file for file in files if known.get(plain(file.path)) != [file.size, file.modified, file.read_as]]


def note_files(session: Session, files: Iterable[FileState]) -> None:
    """Record that `files` were ingested in their present state."""
    for file in files:
        row = (plain(file.path), file.size, file.modified, file.read_as)
        session.run("INSERT OR REPLACE INTO watched (path, size, modified, read_as) VALUES (?, ?, ?, ?)", row)
