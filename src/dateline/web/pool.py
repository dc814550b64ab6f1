"""The archive pool: reader threads, each with its own read-only archive, and one writer thread.

Each answer comes from one snapshot of the archive. A request that takes too long is given up, and a request is refused at once if
too many others are waiting. If the index lags behind the store, for example after a killed ingest, it is synced in the background.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from dateline.archive.archive import Archive
from dateline.errors import ArchiveMissing, ArchiveReadOnly, DatelineError, IndexFault
from dateline.types.folder import ARCHIVE_FILE
from dateline.web.settings import Bounds

_SYNC_PAUSE = 20.0
_WAIT_TO_WRITE = 10.0

_T = TypeVar("_T")
Job = Callable[[Archive], _T]


class Busy(DatelineError):
    """Too many requests are waiting already."""


class TookTooLong(DatelineError):
    """An answer took longer than the limit."""


class _Reader:
    """A thread with its own archive, opened on first use and again if the archive's file was replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "reader")
        self._archive: Archive | None = None
        self._state: tuple[int, ...] = ()
        self.lags = False

    def answer(self, job: Job[_T]) -> Future[_T]:
        """Run a job in this thread, in one snapshot of the archive."""
        return self._thread.submit(self._answer, job)

    def close(self) -> None:
        """Close the archive when the running job is done."""
        self._thread.submit(self._close_archive)
        self._thread.shutdown()

    def _answer(self, job: Job[_T]) -> _T:
        state = _state(self._folder)
        if self._archive is None or self._state != state:
            self._close_archive()
            self._archive, self._state = Archive.open(self._folder, reading=True), state
        self._archive.notes.clear()
        with self._archive.steady():
            self.lags = self._archive.lag is not None
            return job(self._archive)

    def _close_archive(self) -> None:
        archive, self._archive = self._archive, None
        if archive is not None:
            archive.close()


class ArchivePool:
    """The threads for the archive in `folder`, started when the context is entered; without `write`, changes are refused."""

    def __init__(self, folder: Path, bounds: Bounds | None = None, *, write: bool = False) -> None:
        self.folder = folder
        self.bounds = bounds or Bounds()
        self.write = write
        self._readers: list[_Reader] = []
        self._last_sync = float("-inf")
        self._running = 0

    def __enter__(self) -> Self:
        self._writer = ThreadPoolExecutor(1, "writer")
        try:
            self._writer.submit(bring_up_to_date, self.folder).result()
        except BaseException:
            self._writer.shutdown()
            raise
        self._readers = [_Reader(self.folder) for _ in range(self.bounds.threads)]
        self._free: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        for reader in self._readers:
            self._free.put_nowait(reader)
        self.start_sync()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for reader in self._readers:
            reader.close()
        self._writer.shutdown(cancel_futures=True)

    async def ask(self, job: Job[_T]) -> _T:
        """Run `job` in a reader thread and return its result; Busy if too many requests wait, TookTooLong after the time limit."""
        try:
            return await self._limited(self._read(job))
        except IndexFault:
            self.start_sync()
            raise

    async def change(self, job: Job[_T]) -> _T:
        """Run `job` in the writer thread; ArchiveReadOnly if this server only reads, ArchiveLocked while another process writes."""
        if not self.write:
            raise ArchiveReadOnly("this server only reads; start it with --write to change the archive")
        return await self._limited(_result(self._writer.submit(self._write_job, job)))

    async def _limited(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._running >= self.bounds.threads + self.bounds.waiting:
            work.close()
            raise Busy("too many requests are waiting; try again in a moment")
        self._running += 1
        try:
            return await asyncio.wait_for(work, self.bounds.seconds)
        except TimeoutError as error:
            raise TookTooLong(
                f"this took longer than {self.bounds.seconds:g} seconds; ask for less: a rarer word, a source, a range of dates"
            ) from error
        finally:
            self._running -= 1

    async def _read(self, job: Job[_T]) -> _T:
        reader = await self._free.get()
        future = reader.answer(job)
        loop = asyncio.get_running_loop()
        # The request may have been given up by then, but the thread is not free before its job is done.
        future.add_done_callback(lambda _: self._release(reader, loop))
        found = await _result(future)
        if reader.lags:
            self.start_sync()
        return found

    def _release(self, reader: _Reader, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the server has ended in the meantime
            loop.call_soon_threadsafe(self._free.put_nowait, reader)

    def _write_job(self, job: Job[_T]) -> _T:
        with Archive.open(self.folder) as archive, archive.writing(_WAIT_TO_WRITE):
            return job(archive)

    def start_sync(self) -> None:
        """Sync the index in the background, at most once in _SYNC_PAUSE seconds."""
        now = time.monotonic()
        if now - self._last_sync > _SYNC_PAUSE:
            self._last_sync = now
            self._writer.submit(_sync, self.folder)


async def _result(future: Future[_T]) -> _T:
    """Wait for a job in a thread; the job goes on even if the wait is cancelled."""
    return await asyncio.shield(asyncio.wrap_future(future))


def bring_up_to_date(folder: Path) -> None:
    """Migrate the archive to this program's schema, if it is writable; ArchiveMissing if there is none."""
    Archive.open(folder).close()


def _sync(folder: Path) -> None:
    with Archive.open(folder) as archive:
        archive.catch_up()


def _state(folder: Path) -> tuple[int, ...]:
    """What identifies the archive's file; in a read-only folder also its size and time, since SQLite then does not see changes."""
    try:
        found = os.stat(folder / ARCHIVE_FILE)
    except OSError as error:
        raise ArchiveMissing(f"{folder}: there is no archive here any more") from error
    if os.access(folder, os.W_OK):
        return (found.st_dev, found.st_ino)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
