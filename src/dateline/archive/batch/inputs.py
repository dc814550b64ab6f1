"""The inputs of a run: each file once, with a key of its own and its present state."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from dateline.archive.batch.output_folder import is_address
from dateline.errors import DatelineError, ReadError
from dateline.readers.paths import files_at
from dateline.types.documents import Failure, Skipped

_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Input:
    """One file: its name for a person, its place, and whether a person named it or it is only in a folder."""

    called: str
    place: str
    asked: bool

    @property
    def key(self) -> str:
        """A name for the output: the file's own name and a hash of its place, so that files of the same name do not collide."""
        name = (
            _UNUSUAL.sub("-", self.place.rstrip("/").replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:].lstrip("-.") or "file"
        )
        return f"{name}-{blake2b(os.fsencode(self.place), digest_size=6).hexdigest()}"

    def state(self) -> str:
        """Return a text that changes when the file does; raise ReadError if it cannot be read."""
        if is_address(self.place):
            from dateline.archive.batch.object_store import state_of

            return state_of(self.place)
        try:
            with open(self.place, "rb") as stream:
                status = os.fstat(stream.fileno())
        except OSError as error:
            raise ReadError(f"cannot be read: {error.strerror or error}") from error
        return f"{status.st_size} {status.st_mtime_ns}"

    @contextmanager
    def at_hand(self) -> Iterator[str]:
        """Return a local path to read it from; a file in an object store is copied for as long as the context lasts."""
        if not is_address(self.place):
            yield self.place
            return
        from dateline.archive.batch.object_store import copy_to

        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            path = str(Path(folder) / (self.place.rstrip("/").rpartition("/")[2] or "file"))
            copy_to(self.place, path)
            yield path


def inputs_at(paths: Iterable[str], leave_out: str) -> Iterator[Input | Failure]:
    """Yield the files in `paths` (files, folders, patterns, addresses), each once, without those under `leave_out`."""
    seen: set[str] = set()
    own = "" if is_address(leave_out) else os.path.abspath(leave_out) + os.sep
    for path in paths:
        for found in _stored_inputs(path) if is_address(path) else _local_inputs(path):
            if isinstance(found, Failure):
                yield found
            elif found.place not in seen and not (own and found.place.startswith(own)):
                seen.add(found.place)
                yield found


def _local_inputs(path: str) -> Iterator[Input | Failure]:
    for found in files_at(path):
        if isinstance(found, Failure):
            yield found
        elif not isinstance(found, Skipped):
            yield Input(found[0], os.path.abspath(found[0]), found[1])


def _stored_inputs(path: str) -> Iterator[Input | Failure]:
    from dateline.archive.batch.object_store import addresses_at

    try:
        found = list(addresses_at(path))
    except DatelineError as error:
        yield Failure(path, str(error).removeprefix(f"{path}: "), noted=False)
        return
    if not found:
        yield Failure(path, "there is nothing at this address; check it", noted=False)
    for address in found:
        yield Input(address, address, found == [path])
