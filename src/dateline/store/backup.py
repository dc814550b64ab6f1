"""Copy the archive file while it is in use: one snapshot, which moves to its target only if a check finds no faults in it."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from dateline.errors import ArchiveDamaged, ArchiveError
from dateline.store.sqlite_errors import SqliteErrors

_PAGES = 500  # copied at a time; Ctrl-C works in between
_RULE_FILES = ("outlets.toml", "sites")
_SIDE_FILES = ("-wal", "-shm", "-journal")


def write_copy(source: Path, target: Path, check: Callable[[Path], tuple[list[str], int]]) -> int:
    """Copy the archive at `source` to `target`, if `check` finds no faults in the copy. Return the number of articles."""
    part = find_partial_copy(target)
    try:
        check_target(source, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        forget_killed(target)
        copy_database(source, part)
        faults, number = check(part)
        if faults:
            message = f"{target}: the copy was deleted, because it is damaged: {'; '.join(faults)}"
            raise ArchiveDamaged(f"{message}; see 'dateline verify'")
        settle(part, target)
    except OSError as error:
        raise ArchiveError(f"{target}: cannot be written ({error.strerror or error}); write to another place") from error
    finally:
        forget(part)
    return number


def copy_database(source: Path, target: Path) -> None:
    """Write one snapshot of the archive at `source` to `target`, a new file; others may read and write meanwhile."""
    with SqliteErrors(source), closing(_connect_to(source)) as reading:
        reading.execute("BEGIN")  # one snapshot: otherwise every commit of another process restarts the copy
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with SqliteErrors(target), closing(sqlite3.connect(target, isolation_level=None)) as writing:
            reading.backup(writing, pages=_PAGES, progress=lambda *_: None)


def _connect_to(source: Path) -> sqlite3.Connection:
    from dateline.store.opening import open_for_reading

    if os.access(source, os.W_OK) and os.access(source.parent, os.W_OK):
        return sqlite3.connect(source, isolation_level=None)
    return open_for_reading(source)


def settle(part: Path, target: Path) -> None:
    """Move a finished copy to its target, as a single file that has reached the disk."""
    with SqliteErrors(part), closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # no second file that could be left behind
    with open(part, "rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(part, target)


def find_partial_copy(target: Path) -> Path:
    """The path of an unfinished copy; its name shows which process of which machine writes it."""
    return target.with_name(f"{_part_prefix(target)}{os.getpid()}.part")


def forget_killed(target: Path) -> None:
    """Delete the unfinished copies to `target` that killed processes of this machine left behind."""
    pattern = re.compile(rf"{re.escape(_part_prefix(target))}(\d+)\.part(?:{'|'.join(_SIDE_FILES)})?")
    for path in target.parent.iterdir():
        found = pattern.fullmatch(path.name)
        if found and not _is_running(int(found[1])):
            path.unlink(missing_ok=True)


def _part_prefix(target: Path) -> str:
    from platform import node

    return f".{target.name}.{re.sub(r'[^0-9A-Za-z]', '', node())}-"


def _is_running(process: int) -> bool:
    if sys.platform == "win32":  # os.kill would end the process there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True


def forget(part: Path) -> None:
    """Delete an unfinished copy."""
    for path in (part, *(part.with_name(part.name + end) for end in _SIDE_FILES)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def check_target(source: Path, target: Path) -> None:
    """Raise ArchiveError if a copy at `target` would overwrite the archive itself, another file, or an archive in use."""
    if target.exists() and target.samefile(source):
        raise ArchiveError(f"{target}: this is the archive itself; write its copy to another place")
    if target.is_dir():
        raise ArchiveError(f"{target}: is a folder; give a file in it, or a folder for the whole archive")
    if not target.exists():
        return
    with open(target, "rb") as stream:
        if stream.read(16) != b"SQLite format 3\0":
            raise ArchiveError(f"{target}: exists already and is not a copy of an archive; write to another place")
    if any(target.with_name(target.name + end).exists() for end in _SIDE_FILES):
        raise ArchiveError(f"{target}: is in use as an archive; write to another place, or run 'dateline stats' there to close it")


def copy_rules(folder: Path, target: Path) -> None:
    """Copy the files that a person wrote next to the archive file: outlets and site rules."""
    import shutil

    try:
        for name in _RULE_FILES:
            if (folder / name).is_dir():
                shutil.copytree(folder / name, target / name, dirs_exist_ok=True)
            elif (folder / name).exists():
                shutil.copy2(folder / name, target / name)
    except OSError as error:
        raise ArchiveError(f"{target}: cannot be written ({error}); write to another place") from error
