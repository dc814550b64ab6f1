"""The state of each regular file: its size and the time of its last change. No file is read."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileState:
    """A file at one time: `modified` is the time of its last change in nanoseconds. A different state means different content.

    `read_as` is the format that the user gave; None if it was to be detected.
    """

    path: str
    size: int
    modified: int
    read_as: str | None = None


@dataclass(frozen=True, slots=True)
class FileRead:
    """Marks the end of a completely read file in a stream of documents; the documents since the last mark are from this file."""

    file: FileState


@dataclass(frozen=True, slots=True)
class FileKnown:
    """Marks a file in a stream of documents that was skipped because it was ingested before in this state."""

    file: FileState


Mark = FileRead | FileKnown


def state_of(stream: io.FileIO, path: str, read_as: str | None) -> FileState | None:
    """The state of an open file; None if it is not a regular file."""
    status = os.fstat(stream.fileno())
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileState(os.path.abspath(path), status.st_size, status.st_mtime_ns, read_as)


def read_file_state(path: str, read_as: str | None) -> FileState | None:
    """The state of the file at `path`; None if it is not a regular file or not accessible."""
    with suppress(OSError, ValueError):
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            return FileState(os.path.abspath(path), status.st_size, status.st_mtime_ns, read_as)
    return None


def list_files(folders: Sequence[str], leave_out: Path | None = None) -> Iterator[FileState]:
    """The files under `folders`, except hidden ones and those under `leave_out`. Links never lead into a folder twice."""
    seen = set(filter(None, [_identity(leave_out)] if leave_out else []))
    for root in folders:
        for folder, inner, names in os.walk(root, followlinks=True):
            identity = _identity(folder)
            if identity is None or identity in seen:
                inner.clear()
                continue
            seen.add(identity)
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    yield from _read_state(os.path.join(folder, name))


def _read_state(path: str) -> Iterator[FileState]:
    with suppress(OSError):  # it was removed after its folder was listed
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            yield FileState(path, status.st_size, status.st_mtime_ns)


def _identity(path: str | Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
