"""One writer at a time: an exclusive lock on a tiny SQLite file, which the system releases when its holder dies.

An SQLite lock works alike on every platform SQLite runs on; a file with a process number in it would outlive a `kill -9`. Such a
file stands beside the lock only to tell those who wait whom they wait for, and is believed only while the lock is held.
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
    """The right to write to the archive in `folder`; whoever holds it may take it again. Another `file` is another right."""

    folder: Path
    file: str = _FILE
    _depth: int = 0

    @property
    def _note(self) -> Path:
        return self.folder / self.file.replace(".lock.db", ".txt")

    @property
    def held(self) -> bool:
        """Whether it is held here."""
        return self._depth > 0

    @contextmanager
    def acquire(self, wait: float = 0.0, told: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
        """Hold the lock; when another holds it still after `wait` seconds, ArchiveLocked.

        Before it waits, `told` is called once with who holds it (None where that cannot be known).
        """
        connection = None if self._depth else self._take(wait, told)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if connection is not None:
                self._forget_holder()
                connection.close()

    def _take(self, wait: float, told: Callable[[Holder | None], None] | None) -> sqlite3.Connection:
        end, pause, error = time.monotonic() + wait, _PAUSE, None
        while True:  # in short waits, as SQLite's own would not let Ctrl-C through
            try:
                connection = self._try()
                self._note_holder()
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
            if told:
                told(self.holder())
                told = None
            time.sleep(min(pause, left))
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _try(self) -> sqlite3.Connection:
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
        """Who wrote down last that it holds the lock; None where nobody did."""
        try:
            process, since = self._note.read_text("ascii").split()
            return Holder(int(process), datetime.fromisoformat(since))
        except (OSError, ValueError):
            return None

    def _note_holder(self) -> None:
        with suppress(OSError):  # a full disk: nobody is told, nothing else
            self._note.write_text(f"{os.getpid()} {datetime.now(UTC).isoformat(timespec='seconds')}\n", "ascii")

    def _forget_holder(self) -> None:
        with suppress(OSError):
            self._note.unlink()
