"""The archive pool answers each request from one state of the archive, in time, and next to a writer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline.archive.archive import Archive
from dateline.errors import ArchiveReadOnly
from dateline.types.documents import RawDocument
from dateline.web.pool import ArchivePool, Busy, TookTooLong
from dateline.web.settings import Bounds


def run_in_pool(folder: Path, bounds: Bounds, work: Callable[[ArchivePool], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        with ArchivePool(folder, bounds) as pool:
            return await work(pool)

    return asyncio.run(run())


def document(number: int) -> RawDocument:
    text = f"Tram {number}\n\nThe tram number {number} left the harbour at noon, the driver said on Monday."
    return RawDocument(text.encode(), "text/plain", f"tram-{number}", f"tram-{number}")


def test_a_request_that_takes_too_long_is_abandoned_and_its_thread_returns(folder: Path) -> None:
    """Native code cannot be interrupted, so the thread is free only when its work is done."""
    go = threading.Event()

    async def work(pool: ArchivePool) -> int:
        with pytest.raises(TookTooLong):
            await pool.ask(lambda archive: go.wait(30))
        with pytest.raises(TookTooLong):
            await pool.ask(lambda archive: archive.count("*"))
        go.set()
        for _ in range(50):
            try:
                return await pool.ask(lambda archive: archive.count("*"))
            except TookTooLong:
                continue
        raise AssertionError("the thread did not return")

    assert run_in_pool(folder, Bounds(seconds=0.3, threads=1), work) == 9


def test_requests_beyond_the_waiting_limit_are_refused_at_once(folder: Path) -> None:
    go = threading.Event()

    async def work(pool: ArchivePool) -> list[object]:
        waiting = [asyncio.create_task(pool.ask(lambda archive: go.wait(30))) for _ in range(3)]
        await asyncio.sleep(0.1)
        with pytest.raises(Busy):
            await pool.ask(lambda archive: archive.count("*"))
        go.set()
        return await asyncio.gather(*waiting)

    assert run_in_pool(folder, Bounds(threads=1, waiting=2), work) == [True, True, True]


def test_all_parts_of_an_answer_come_from_one_state_during_a_write(folder: Path) -> None:
    with Archive.open(folder) as writer:

        def job(archive: Archive) -> tuple[int, ...]:
            first = archive.count("*")
            writer.ingest([document(1)])
            return first, archive.count("*"), archive.facets("*", "source").total, len(archive.search("*", all_copies=True).hits)

        with Archive.open(folder, reading=True) as archive, archive.steady():
            assert job(archive) == (9, 9, 9, 9)
        with Archive.open(folder, reading=True) as archive:
            assert archive.count("*") == 10


def test_a_read_only_archive_cannot_be_changed(folder: Path) -> None:
    with Archive.open(folder, reading=True) as archive, pytest.raises(ArchiveReadOnly):
        archive.note(archive.ids("bees")[0], "x")

    async def work(pool: ArchivePool) -> None:
        with pytest.raises(ArchiveReadOnly):
            await pool.change(lambda archive: archive.ids("*"))

    run_in_pool(folder, Bounds(), work)


def test_the_lag_of_an_index_is_reported_at_once_and_repaired_in_the_background(folder: Path) -> None:
    with Archive.open(folder) as archive, archive.store.writing(), archive.store.batch():
        archive.store.annotate(archive.ids("bees")[0], "told to the store, not to the index", datetime(2020, 1, 1, tzinfo=UTC))

    async def work(pool: ArchivePool) -> tuple[str | None, str | None]:
        first = await pool.ask(lambda archive: archive.lag)
        for _ in range(100):
            last = await pool.ask(lambda archive: archive.lag)
            if last is None:
                break
            await asyncio.sleep(0.05)
        return first, last

    first, last = run_in_pool(folder, Bounds(), work)
    assert first is None or "not in this answer" in first
    assert last is None
