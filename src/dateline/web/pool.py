"""The archive pool: some threads that answer requests, each with its own read-only archive, and one that writes.

An answer comes from one state of the archive. What takes too long is given up, and what would wait for too many others is refused
at once, so that nobody holds the others up. An index that lags behind, for example after a killed ingest, is synced in the
background.
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

_MENDING_PAUSE = 20.0
_WAIT_TO_WRITE = 10.0

_T = TypeVar("_T")
Job = Callable[[Archive], _T]


class Busy(DatelineError):
    """Too many requests are waiting already."""


class TookTooLong(DatelineError):
    """An answer took longer than any may."""


class _Reader:
    """A thread with an archive of its own, which is opened when it is first needed and where another was put in its place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "reader")
        self._archive: Archive | None = None
        self._state: tuple[int, ...] = ()
        self.lags = False

    def answer(self, job: Job[_T]) -> Future[_T]:
        """Do a job in this thread, all of it in one state of the archive."""
        return self._thread.submit(self._answer, job)

    def close(self) -> None:
        """Let go of the files, once what is under way is done."""
        self._thread.submit(self._let_go)
        self._thread.shutdown()

    def _answer(self, job: Job[_T]) -> _T:
        state = _state(self._folder)
        if self._archive is None or self._state != state:
            self._let_go()
            self._archive, self._state = Archive.open(self._folder, reading=True), state
        self._archive.notes.clear()
        with self._archive.steady():
            self.lags = self._archive.lag is not None
            return job(self._archive)

    def _let_go(self) -> None:
        archive, self._archive = self._archive, None
        if archive is not None:
            archive.close()


class ArchivePool:
    """The archive in `folder`, from when it is entered; `write` tells whether it may be changed."""

    def __init__(self, folder: Path, bounds: Bounds | None = None, *, write: bool = False) -> None:
        self.folder = folder
        self.bounds = bounds or Bounds()
        self.write = write
        self._readers: list[_Reader] = []
        self._mended = float("-inf")
        self._under_way = 0

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
        self.mend()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for reader in self._readers:
            reader.close()
        self._writer.shutdown(cancel_futures=True)

    async def ask(self, job: Job[_T]) -> _T:
        """What `job` finds in the archive; Busy or TookTooLong where that cannot be waited for."""
        try:
            return await self._in_time(self._read(job))
        except IndexFault:
            self.mend()
            raise

    async def change(self, job: Job[_T]) -> _T:
        """Do something to the archive; ArchiveReadOnly where this server only reads, ArchiveLocked while another process writes."""
        if not self.write:
            raise ArchiveReadOnly("this server only reads; start it with --write to change the archive")
        return await self._in_time(_result(self._writer.submit(self._changed, job)))

    async def _in_time(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._under_way >= self.bounds.threads + self.bounds.waiting:
            work.close()
            raise Busy("too many others are asking just now; try again in a moment")
        self._under_way += 1
        try:
            return await asyncio.wait_for(work, self.bounds.seconds)
        except TimeoutError as error:
            raise TookTooLong(
                f"this took longer than {self.bounds.seconds:g} seconds; ask for less: a rarer word, a source, a range of dates"
            ) from error
        finally:
            self._under_way -= 1

    async def _read(self, job: Job[_T]) -> _T:
        reader = await self._free.get()
        future = reader.answer(job)
        loop = asyncio.get_running_loop()
        # Whoever asked may have given up by then; the thread is free when its work is done, and not before.
        future.add_done_callback(lambda _: self._give_back(reader, loop))
        found = await _result(future)
        if reader.lags:
            self.mend()
        return found

    def _give_back(self, reader: _Reader, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(self._free.put_nowait, reader)

    def _changed(self, job: Job[_T]) -> _T:
        with Archive.open(self.folder) as archive, archive.writing(_WAIT_TO_WRITE):
            return job(archive)

    def mend(self) -> None:
        """Have the index brought up to the store, now and then, where no other process is about to do so."""
        now = time.monotonic()
        if now - self._mended > _MENDING_PAUSE:
            self._mended = now
            self._writer.submit(_catch_up, self.folder)


async def _result(future: Future[_T]) -> _T:
    """What comes of work in a thread, which goes on where nobody waits for it any more."""
    return await asyncio.shield(asyncio.wrap_future(future))


def bring_up_to_date(folder: Path) -> None:
    """Bring the archive to this program's schema, where it may be written; ArchiveMissing where there is none."""
    Archive.open(folder).close()


def _catch_up(folder: Path) -> None:
    with Archive.open(folder) as archive:
        archive.catch_up()


def _state(folder: Path) -> tuple[int, ...]:
    """Which file the archive is; where nobody may write beside it, also in which state, as it is read as if it never changed."""
    try:
        found = os.stat(folder / ARCHIVE_FILE)
    except OSError as error:
        raise ArchiveMissing(f"{folder}: no archive is here any more") from error
    if os.access(folder, os.W_OK):
        return (found.st_dev, found.st_ino)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
