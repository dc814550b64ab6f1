"""An ingest on more cores than a machine has, simulated from what its stages cost here.

One process reads, distributes, stores and indexes; as many workers as there are cores clean. Runnable processes share the cores
evenly, as an operating system does. Chunks, batches and the lead of cleaning are those of the program. The work of the engine's own
thread counts as the writer's, which waits for it. Memory and disk are assumed not to be a limit.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_STEP = 0.002
_BATCH, _PARCEL, _AHEAD, _CHANGES = 500, 8, 2, 2_000


@dataclass(frozen=True)
class Costs:
    """CPU seconds for one document: of the writer for reading, storing and the index; of a worker for all its work."""

    reading: float
    keeping: float
    indexing: float
    worker: float

    @property
    def writer(self) -> float:
        """The total of the writer for a document."""
        return self.reading + self.keeping + self.indexing


@dataclass(frozen=True)
class Outlook:
    """Documents per second, and the fraction of the time in which the writer and the workers are busy."""

    rate: float
    writer: float
    workers: float


def simulated(costs: Costs, cores: int, documents: int = 20_000) -> Outlook:
    """Simulate an ingest on this many cores."""
    batches = documents // _BATCH
    waiting: deque[float] = deque()  # work of chunks that no worker has started
    at_work: list[float] = []
    open_parcels = [-(-_BATCH // _PARCEL)] * batches
    order: deque[int] = deque()  # the batch of each chunk, in the order of distribution
    working: list[int] = []
    read = kept = 0
    left, doing, busy, cleaning, time = costs.reading * _BATCH, "reading", 0.0, 0.0, 0.0
    while kept < batches:
        while waiting and len(at_work) < cores:
            at_work.append(waiting.popleft())
            working.append(order.popleft())
        running = len(at_work) + (doing != "waiting")
        speed = min(1.0, cores / running) * _STEP if running else _STEP
        busy, cleaning, time = busy + (doing != "waiting"), cleaning + len(at_work) / cores, time + 1
        at_work = [work - speed for work in at_work]
        for place in reversed([place for place, work in enumerate(at_work) if work <= 0]):
            open_parcels[working.pop(place)] -= 1
            at_work.pop(place)
        if doing != "waiting":
            left -= speed
            if left > 0:
                continue
            if doing == "reading":
                waiting += [costs.worker * _PARCEL] * open_parcels[read]
                order += [read] * open_parcels[read]
                read += 1
            else:
                kept += 1
        doing, left = _next(costs, (read, kept, batches), not open_parcels[min(kept, batches - 1)])
    return Outlook(kept * _BATCH / (time * _STEP), busy / time, cleaning / time)


def _next(costs: Costs, counts: tuple[int, int, int], oldest_is_clean: bool) -> tuple[str, float]:
    """Return what the writer does next, and how long it takes."""
    read, kept, batches = counts
    if read < batches and read - kept <= _AHEAD:
        return "reading", costs.reading * _BATCH
    if not oldest_is_clean:
        return "waiting", 0.0
    indexed = _CHANGES if (kept + 1) * _BATCH % _CHANGES == 0 else 0
    return "keeping", costs.keeping * _BATCH + costs.indexing * indexed
