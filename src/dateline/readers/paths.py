"""The files behind a path that a user gave: a file, a folder with everything in it, or a pattern."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.readers.read import describe_os_error
from dateline.types.documents import Failure, Skipped
from dateline.types.folder import ARCHIVE_FILE, INDEX_FOLDER, INDEX_SETTINGS

HIDDEN = "a hidden file or folder"
"""The reason why a hidden file or folder is skipped."""
_ARCHIVE_FILES = re.compile(
    rf"{re.escape(ARCHIVE_FILE)}(?:-wal|-shm|-journal)?|{INDEX_FOLDER}(?:\.asked)?|{re.escape(INDEX_SETTINGS)}|index\.links|sites|outlets\.toml|"
    r"\w{1,20}\.lock\.db(?:-journal)?|(?:writer|feeds)\.txt"
)


def files_at(path: str) -> Iterator[tuple[str, bool] | Failure | Skipped]:
    """The files behind one path that a user gave: True with those that the user named, False with those in a folder."""
    try:
        there = os.path.lexists(path)
    except ValueError:  # not a valid file name
        there = False
    matches = [path] if there or not glob.has_magic(path) else sorted(glob.glob(path, recursive=True))
    if not there and not glob.has_magic(path):
        yield Failure(shown_path(path), "no such file or folder; check the path", noted=False)
        return
    if not matches:
        yield Failure(shown_path(path), "no file matches this pattern; check the path", noted=False)
    for match in matches:
        asked = not os.path.isdir(match)
        for entry in walk_folder(match):
            if isinstance(entry, Failure | Skipped):
                yield entry
            elif is_regular(entry):
                yield entry, asked
            else:
                yield Skipped(shown_path(entry), "not a regular file")


def bytes_in(paths: Sequence[str]) -> int | None:
    """The size in bytes of all files that `open_files` would find in `paths`; None if one has no size, such as standard input."""
    total = 0
    for path in paths:
        if path == "-" or "://" in path:
            return None
        matches = [path] if os.path.lexists(path) or not glob.has_magic(path) else glob.iglob(path, recursive=True)
        for match in matches:
            for entry in walk_folder(match):
                if isinstance(entry, str):
                    status = os.stat(entry)
                    if not stat.S_ISREG(status.st_mode):
                        return None
                    total += status.st_size
    return total


def walk_folder(folder: str) -> Iterator[str | Failure | Skipped]:
    """The files under `folder`, sorted by name, and a Skipped for each that is left out. Links never lead into a folder twice."""
    seen: set[tuple[int, int]] = set()
    stack = [folder]
    while stack:
        path = stack.pop()
        try:
            status = os.stat(path)
            if not stat.S_ISDIR(status.st_mode):
                yield path
                continue
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                names, skipped = _list_names(path)
                yield from skipped
                stack.extend(os.path.join(path, name) for name in names)
        except OSError as error:
            yield Failure(shown_path(path), describe_os_error(error))


def _list_names(folder: str) -> tuple[list[str], list[Skipped]]:
    """The names in a folder to read, in reverse order, and the names that are skipped."""
    names = sorted(os.listdir(folder), reverse=True)
    skipped = [Skipped(shown_path(os.path.join(folder, name)), HIDDEN) for name in names if name.startswith(".")]
    names = [name for name in names if not name.startswith(".")]
    path = os.path.join(folder, ARCHIVE_FILE)
    if ARCHIVE_FILE in names and _is_archive(path):
        skipped.append(Skipped(shown_path(path), "an archive of Dateline; export it, and use 'dateline import'"))
        names = [name for name in names if not _ARCHIVE_FILES.fullmatch(name)]
    return names, skipped


def _is_archive(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            return stream.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def is_regular(path: str) -> bool:
    """Whether `path` is a regular file, and not a pipe or a device."""
    return stat.S_ISREG(os.stat(path).st_mode)


def shown_path(path: str) -> str:
    """`path` with forward slashes, as text that can be stored even if the name is not valid Unicode."""
    return os.fsencode(Path(path).as_posix()).decode("utf-8", "backslashreplace")
