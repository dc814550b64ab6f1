"""Output folders, on this machine or in an object store. A file gets its name only when it is complete."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from dateline.archive.exchange.output_file import write_whole_file
from dateline.errors import DatelineError, ReadError

_STALE = 86_400.0  # seconds after which the leftovers of a killed run are removed


class Folder(Protocol):
    """A folder of files, which are named by their paths in it ("done/a.json")."""

    @property
    def name(self) -> str:
        """Its name for a person."""

    def sizes(self, under: str) -> dict[str, int]:
        """Return the sizes of the files in a subfolder by name, without those that are being written."""

    def read(self, name: str) -> bytes:
        """Return the content of a file; raise ReadError if it cannot be read."""

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file for reading in any order."""

    def whole(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a stream that becomes a file at the end, or nothing after an error."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def sweep(self) -> None:
        """Remove the incomplete files of runs that were killed long ago."""


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder on this machine."""

    path: Path

    @property
    def name(self) -> str:
        """See `Folder`."""
        return str(self.path)

    def sizes(self, under: str) -> dict[str, int]:
        """See `Folder`."""
        place = self.path / under
        try:
            if not place.is_dir():
                return {}
            with os.scandir(place) as entries:
                return {one.name: one.stat().st_size for one in entries if not one.name.startswith(".")}
        except OSError as error:
            raise ReadError(f"{place}: cannot be read ({error.strerror or error}); check its permissions") from error

    def read(self, name: str) -> bytes:
        """See `Folder`."""
        with self.opened(name) as stream:
            return stream.read()

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """See `Folder`."""
        try:
            stream = (self.path / name).open("rb")
        except OSError as error:
            raise ReadError(f"{self.path / name}: cannot be read ({error.strerror or error})") from error
        with stream:
            yield stream

    @contextmanager
    def whole(self, name: str) -> Iterator[BinaryIO]:
        """See `Folder`."""
        path = self.path / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatelineError(f"{path.parent}: cannot be made ({error.strerror or error}); give another folder") from error
        with write_whole_file(path) as stream:
            yield stream

    def remove(self, name: str) -> None:
        """See `Folder`."""
        (self.path / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """See `Folder`."""
        for part in self.path.glob("*/.*.part"):
            if time.time() - part.stat().st_mtime > _STALE:
                part.unlink(missing_ok=True)


def is_address(name: str) -> bool:
    """Whether a name is an address in an object store ("s3://bucket/crawl.warc.gz"), and not a path."""
    return "://" in name


def folder_at(name: str) -> Folder:
    """Return the folder at a path or address."""
    if is_address(name):
        from dateline.archive.batch.object_store import StoredFolder

        return StoredFolder.at(name)
    path = Path(name).absolute()
    if path.exists() and not path.is_dir():
        raise DatelineError(f"{name}: is a file; give a folder to write to")
    return LocalFolder(path)
