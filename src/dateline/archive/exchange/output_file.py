"""The target of an export. It has a temporary name until it is complete, so that nobody mistakes a part for the whole."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EEXIST
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from dateline.errors import DatelineError


@contextmanager
def write_whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a stream whose bytes become the file at `path` at the end; after an error, the old file is unchanged.

    A pipe or a device is written to directly and never replaced; a link is followed to the file that is replaced.
    """
    try:
        found = _status(path)
        if found is not None and not stat.S_ISREG(found.st_mode):
            with open(path, "wb") as stream:
                yield stream
            return
        path = path.resolve()
        part, descriptor = _create_part(path, None if found is None else stat.S_IMODE(found.st_mode))
        try:
            with open(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            _check_unchanged(path)
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _write_error(path, error) from error


def _status(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _create_part(path: Path, mode: int | None) -> tuple[Path, int]:
    """Create a file next to `path` that nobody else can have made, with the permissions of the file that it will replace."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    descriptor = os.open(part, flags, 0o666 if mode is None else 0o600)
    if mode is not None and hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    return part, descriptor


def _check_unchanged(path: Path) -> None:
    """Raise OSError if something other than a regular file is there now."""
    found = os.lstat(path) if os.path.lexists(path) else None
    if found is not None and not stat.S_ISREG(found.st_mode):
        raise FileExistsError(EEXIST, "there is something now that is not a file")


@contextmanager
def write_whole_folder(path: Path) -> Iterator[Path]:
    """Create a folder that becomes `path` at the end, if that does not exist or is empty."""
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise DatelineError(f"{path}: exists already and is not an empty folder; give a new one")
        try:
            part.mkdir(parents=True)
            yield part
            if path.exists():
                path.rmdir()
            part.rename(path)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        raise _write_error(path, error) from error


def _write_error(path: Path, error: OSError) -> DatelineError:
    return DatelineError(f"{path}: cannot be written ({error.strerror or error}); write to another place")
