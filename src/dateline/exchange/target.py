"""Where an export goes: written beside its place and moved there when it is whole, so that nobody takes half of it for all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dateline.errors import DatelineError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file at `path` at the end; after an error that file is as it was before."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with open(part, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _explain(path, error) from error


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder that becomes `path` at the end, where there was none or an empty one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise DatelineError(f"{path}: is there already and not an empty folder; name a new one")
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
        raise _explain(path, error) from error


def _explain(path: Path, error: OSError) -> DatelineError:
    return DatelineError(f"{path}: cannot be written ({error.strerror or error}); name another place")
