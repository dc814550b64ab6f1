"""What lies where, and in which state: every regular file with its size and the time of its last change. Nothing is read."""

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
    """A file as it lay there: `modified` is the time of its last change in nanoseconds. Another state means another content.

    `read_as` is the format that somebody said it has; None where it was to be recognised.
    """

    path: str
    size: int
    modified: int
    read_as: str | None = None


@dataclass(frozen=True, slots=True)
class FileRead:
    """Stands in a stream of documents where a file ends that could be read whole; what came since the last one was in it."""

    file: FileState


@dataclass(frozen=True, slots=True)
class FileKnown:
    """Marks a file in a stream of documents that was skipped because it was ingested before in this state."""

    file: FileState


Mark = FileRead | FileKnown


def state_of(stream: io.FileIO, path: str, read_as: str | None) -> FileState | None:
    """The state of an open file; None for what is no regular file."""
    status = os.fstat(stream.fileno())
    if not stat.S_ISREG(status.st_mode):
        return None
    return FileState(os.path.abspath(path), status.st_size, status.st_mtime_ns, read_as)


def read_file_state(path: str, read_as: str | None) -> FileState | None:
    """The same of the file at `path`; None too where it cannot be looked at."""
    with suppress(OSError, ValueError):
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            return FileState(os.path.abspath(path), status.st_size, status.st_mtime_ns, read_as)
    return None


def list_files(folders: Sequence[str], leave_out: Path | None = None) -> Iterator[FileState]:
    """The files under `folders`, each folder once however links turn; hidden ones and those under `leave_out` are left out."""
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
                    yield from _state(os.path.join(folder, name))


def _state(path: str) -> Iterator[FileState]:
    with suppress(OSError):  # it went away since its folder was read
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            yield FileState(path, status.st_size, status.st_mtime_ns)


def _identity(path: str | Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
