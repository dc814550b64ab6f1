"""One writer at a time: an exclusive lock on a tiny SQLite file, which the system itself lets go when its holder dies.

An SQLite lock works alike on every platform SQLite runs on; a file with a process number in it would outlive a `kill -9`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import ArchiveLocked
from dateline.store.faults import Guard

_FILE = "writer.lock.db"


@dataclass(slots=True)
class WriterLock:
    """The right to write to the archive in `folder`; whoever holds it may take it again. Another `file` is another right."""

    folder: Path
    file: str = _FILE
    _depth: int = 0

    @property
    def held(self) -> bool:
        """Whether it is held here."""
        return self._depth > 0

    @contextmanager
    def hold(self, wait: float = 0.0) -> Iterator[None]:
        """Hold the lock; when another holds it still after `wait` seconds, ArchiveLocked."""
        connection = None if self._depth else self._take(wait)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if connection is not None:
                connection.close()

    def _take(self, wait: float) -> sqlite3.Connection:
        path = self.folder / self.file
        try:
            with Guard(path):
                connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
                try:
                    connection.execute("BEGIN EXCLUSIVE")
                except BaseException:
                    connection.close()
                    raise
                return connection
        except ArchiveLocked as error:
            raise ArchiveLocked(
                f"{self.folder}: another process is writing to this archive; try again when it has ended (searches work meanwhile)"
            ) from error
