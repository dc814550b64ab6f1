"""Cleaning on several cores: a crew of worker processes that keeps ahead of the one writer, and never loses a document.

Documents go to the workers in small parcels and come back in the order in which they were given. A document that a worker does
not survive, or that takes it longer than is sane, becomes a failure with its reason; the crew is made anew and goes on.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from dateline.cleaning import Cleaner
from dateline.errors import CleaningError
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, RawDocument

Outcome = CleanedArticle | Failure
_T = TypeVar("_T")

PARCEL = 8
_PARCEL_BYTES = 1_000_000
_SECONDS = 120.0
_FEW = 32  # for fewer documents than that, starting processes takes longer than the work…
_LITTLE = 2_000_000  # …unless they are large: then a process can be ended that takes too long
_AHEAD = 2
_BATCH_DOCUMENTS = 500
_BATCH_SECONDS = 5.0
_BATCH_BYTES = 32_000_000


def batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    """Lists of items, each closed when it is full, heavy or old."""
    batch: list[_T] = []
    size, started = 0, time.monotonic()
    for item in items:
        batch.append(item)
        size += len(item.content) if isinstance(item, RawDocument) else 0
        if len(batch) >= _BATCH_DOCUMENTS or size > _BATCH_BYTES or time.monotonic() - started > _BATCH_SECONDS:
            yield batch
            batch, size, started = [], 0, time.monotonic()
    if batch:
        yield batch


def clean_or_fail(cleaner: Cleaner, document: RawDocument, seconds: float = _SECONDS, *, strict: bool = False) -> Outcome:
    """The article in `document`; a Failure where cleaning trips or takes longer than `seconds`, unless `strict`."""
    try:
        with _within(seconds):
            return cleaner.clean(document)
    except Exception as error:  # the one place: a document that trips a bug must not take the batch with it
        if strict:
            raise
        if isinstance(error, CleaningError):
            return Failure(document.origin, str(error))
        return Failure(document.origin, f"cannot be cleaned ({type(error).__name__}: {error})")


def clean_together(cleaner: Cleaner, documents: Sequence[RawDocument], seconds: float = _SECONDS) -> list[Outcome]:
    """Each of `documents` as `clean_or_fail` gives it, a parcel at a time: pages that are judged together are judged faster."""
    done: list[Outcome] = []
    for parcel in parcels(documents):
        articles: Sequence[Outcome] | None = None
        with suppress(Exception), _within(seconds):  # where one of them trips a bug, all go one by one
            articles = cleaner.clean_all(parcel)
        done += [clean_or_fail(cleaner, document, seconds) for document in parcel] if articles is None else articles
    return done


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """CleaningError in the midst of what takes longer, where a process can wake itself: in its main thread, and not on Windows."""
    import signal
    from threading import current_thread, main_thread

    if not hasattr(signal, "setitimer") or current_thread() is not main_thread() or any(signal.getitimer(signal.ITIMER_REAL)):
        yield  # the last: somebody else has set the one clock that there is
        return

    def wake(*_: object) -> None:
        raise CleaningError(_not_done(seconds))

    before = signal.signal(signal.SIGALRM, wake)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)


def _not_done(seconds: float) -> str:
    return f"cannot be cleaned (not done after {seconds:,.0f} seconds)"


def parcels(documents: Sequence[RawDocument]) -> Iterator[list[RawDocument]]:
    """`documents` in the small lists that are cleaned together."""
    parcel: list[RawDocument] = []
    for document in documents:
        parcel.append(document)
        if len(parcel) == PARCEL or sum(len(one.content) for one in parcel) > _PARCEL_BYTES:
            yield parcel
            parcel = []
    if parcel:
        yield parcel


@dataclass(slots=True)
class Crew:
    """`jobs` processes with the same `cleaner`; one is the present process. `seconds` is what a document (or a parcel) may take."""

    cleaner: Cleaner
    jobs: int
    seconds: float = _SECONDS
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def ahead(
        self, batches: Iterable[list[_T]], wanted: Callable[[list[_T]], dict[int, RawDocument]]
    ) -> Iterator[tuple[list[_T], dict[int, Outcome]]]:
        """Each batch with the articles of its `wanted` documents, by their place; the next batches are already being cleaned."""
        waiting: deque[tuple[list[_T], _Order]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, self._order(wanted(batch))))
                if len(waiting) > (_AHEAD if self.jobs > 1 else 0):
                    done, order = waiting.popleft()
                    yield done, self._delivered(order)
            for done, order in waiting:
                yield done, self._delivered(order)
        finally:
            self._dismiss()

    def _order(self, documents: dict[int, RawDocument]) -> _Order:
        size = sum(len(one.content) for one in documents.values())
        if self.jobs == 1 or (self._pool is None and len(documents) < _FEW and size < _LITTLE):
            return _Order(documents, [])
        places = list(documents)
        lots = [places[start : start + PARCEL] for start in range(0, len(places), PARCEL)]
        return _Order(documents, [(lot, self._send([documents[place] for place in lot])) for lot in lots])

    def _delivered(self, order: _Order) -> dict[int, Outcome]:
        if not order.parcels:
            articles = clean_together(self.cleaner, list(order.documents.values()), self.seconds)
            return dict(zip(order.documents, articles, strict=True))
        done: dict[int, Outcome] = {}
        for parcel, answer in order.parcels:
            try:
                done.update(zip(parcel, answer.result(self.seconds), strict=True))
            except (BrokenProcessPool, CancelledError, TookTooLong):
                self._dismiss(kill=True)
                done.update((place, self._alone(order.documents[place])) for place in parcel)
        return done

    def _alone(self, document: RawDocument) -> Outcome:
        """`document` cleaned in a parcel of its own, to find the one that a worker did not survive."""
        try:
            return self._send([document]).result(self.seconds)[0]
        except BrokenProcessPool:
            self._dismiss(kill=True)
            return Failure(document.origin, "cannot be cleaned (it ended the process that tried)")
        except TookTooLong:
            self._dismiss(kill=True)
            return Failure(document.origin, _not_done(self.seconds))

    def _send(self, documents: Sequence[RawDocument]) -> Future[list[Outcome]]:
        try:
            return self._working().submit(_clean_parcel, documents)
        except BrokenProcessPool:
            self._dismiss(kill=True)
            return self._working().submit(_clean_parcel, documents)

    def _working(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from multiprocessing import get_context

            # Forking would copy the threads of index and database in the middle of their work.
            self._pool = ProcessPoolExecutor(self.jobs, get_context("spawn"), _begin, (self.cleaner,))
        return self._pool

    def _dismiss(self, *, kill: bool = False) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        workers = list((getattr(pool, "_processes", None) or {}).values()) if kill else []
        pool.shutdown(wait=not kill, cancel_futures=True)
        for worker in workers:
            worker.kill()


@dataclass(frozen=True, slots=True)
class _Order:
    documents: dict[int, RawDocument]
    parcels: list[tuple[list[int], Future[list[Outcome]]]]


_cleaner = Cleaner()


def _begin(cleaner: Cleaner) -> None:
    """What a worker does first: take the cleaner, leave Ctrl-C to the process that writes, and end when that one ends."""
    import signal
    from threading import Thread

    global _cleaner
    _cleaner = cleaner
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the process that writes to end, however it does, and end too: killed, it can dismiss nobody."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _clean_parcel(documents: Sequence[RawDocument]) -> list[Outcome]:
    return clean_together(_cleaner, documents)
