"""One writer at a time: an exclusive lock on a tiny SQLite file, which the system releases when its holder dies.

An SQLite lock works alike on every platform that SQLite runs on; a file with a process number in it would outlive a `kill -9`.
There is such a file next to the lock, but it only shows waiting processes who holds the lock, and counts only while it is held.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dateline.errors import ArchiveLocked
from dateline.store.sqlite_errors import SqliteErrors, read_only

_FILE = "writer.lock.db"
_PAUSE = 0.1
_LONGEST_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds the lock, and since when."""

    process: int
    since: datetime


@dataclass(slots=True)
class WriterLock:
    """The right to write to the archive in `folder`; its holder may acquire it again. Another `file` is another right."""

    folder: Path
    file: str = _FILE
    _depth: int = 0

    @property
    def _holder_file(self) -> Path:
        return self.folder / self.file.replace(".lock.db", ".txt")

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._depth > 0

    @contextmanager
    def acquire(self, wait: float = 0.0, on_wait: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
        """Hold the lock; ArchiveLocked if another process still holds it after `wait` seconds.

        Before it waits, call `on_wait` once with the holder of the lock (None if unknown).
        """
        connection = None if self._depth else self._wait_for_lock(wait, on_wait)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if connection is not None:
                self._delete_holder()
                connection.close()

    def _wait_for_lock(self, wait: float, on_wait: Callable[[Holder | None], None] | None) -> sqlite3.Connection:
        end, pause, error = time.monotonic() + wait, _PAUSE, None
        while True:  # short waits, because SQLite's own wait blocks Ctrl-C
            try:
                connection = self._try_lock()
                self._write_holder()
                return connection
            except ArchiveLocked as refused:
                error = refused
            left = end - time.monotonic()
            if left <= 0:
                holder = self.holder()
                raise ArchiveLocked(
                    f"{self.folder}: another process is writing to this archive{f' (number {holder.process})' if holder else ''}; "
                    "try again when it has ended (searches work meanwhile)"
                ) from error
            if on_wait:
                on_wait(self.holder())
                on_wait = None
            time.sleep(min(pause, left))
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _try_lock(self) -> sqlite3.Connection:
        path = self.folder / self.file
        if not os.access(self.folder, os.W_OK) and self.folder.exists():
            raise read_only(self.folder)
        with SqliteErrors(path):
            connection = sqlite3.connect(path, timeout=0.0, isolation_level=None)
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except BaseException:
                connection.close()
                raise
            return connection

    def holder(self) -> Holder | None:
        """The process that last recorded that it holds the lock; None if there is no record."""
        try:
            process, since = self._holder_file.read_text("ascii").split()
            return Holder(int(process), datetime.fromisoformat(since))
        except (OSError, ValueError):
            return None

    def _write_holder(self) -> None:
        with suppress(OSError):  # on a full disk, only the name of the holder is missing
            self._holder_file.write_text(f"{os.getpid()} {datetime.now(UTC).isoformat(timespec='seconds')}\n", "ascii")

    def _delete_holder(self) -> None:
        with suppress(OSError):
            self._holder_file.unlink()
