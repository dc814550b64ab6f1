"""Clean on several cores: worker processes clean ahead of the one writer, and never lose a document.

Documents go to the workers in small chunks, and results come back in the order of the documents. A document that crashes a worker
or exceeds its limits becomes a failure with its reason.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from dateline.errors import CleaningError
from dateline.types.articles import CleanedArticle
from dateline.types.documents import CleanedDocument, Failure, RawDocument
from dateline.workers.worker import Job, Limits

if TYPE_CHECKING:
    from dateline.cleaning import Cleaner

Outcome = CleanedArticle | Failure
_T = TypeVar("_T")
_R = TypeVar("_R")


class Content(Protocol):
    """What the pool distributes: a document, or a value that contains one."""

    @property
    def content(self) -> bytes:
        """The bytes of the document."""

    @property
    def media_type(self) -> str:
        """The media type of the document."""

    @property
    def origin(self) -> str:
        """Where a person finds the document."""


_D = TypeVar("_D", bound=Content)

CHUNK = 8
_MOST_BYTES = 200_000  # bytes: a chunk gets less time than a document alone
_MARKUP_RATIO = 8  # one in so many bytes of a page is text
_BATCHES_AHEAD = 2
_BATCH_DOCUMENTS = 500
_BATCH_SECONDS = 5.0
_BATCH_BYTES = 32_000_000


def batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield lists of items; each ends when it is full, large or old."""
    batch: list[_T] = []
    size, started = 0, time.monotonic()
    for item in items:
        batch.append(item)
        size += len(item.content) if isinstance(item, RawDocument | CleanedDocument) else 0
        if len(batch) >= _BATCH_DOCUMENTS or size > _BATCH_BYTES or time.monotonic() - started > _BATCH_SECONDS:
            yield batch
            batch, size, started = [], 0, time.monotonic()
    if batch:
        yield batch


def clean_or_fail(cleaner: Cleaner, document: RawDocument) -> Outcome:
    """Return the article in `document`; a Failure if cleaning fails."""
    try:
        return cleaner.clean(document)
    except CleaningError as error:
        return Failure(document.origin, str(error))
    except Exception as error:  # noqa: BLE001  # a document that triggers a bug must not fail the batch
        return Failure(document.origin, f"cannot be cleaned ({type(error).__name__}: {error})")


def clean_chunks(cleaner: Cleaner | None, documents: Sequence[RawDocument]) -> list[Outcome]:
    """Clean each of `documents` as `clean_or_fail` does, a chunk at a time: pages that are judged together are judged faster.

    Without a `cleaner`, use one with only the built-in knowledge.
    """
    cleaner = cleaner or _plain_cleaner()
    done: list[Outcome] = []
    for chunk in chunks(documents):
        articles: Sequence[Outcome] | None = None
        with suppress(Exception):  # if one of them triggers a bug, all are cleaned one by one
            articles = cleaner.clean_all(chunk)
        done += [clean_or_fail(cleaner, document) for document in chunk] if articles is None else articles
    return done


def clean_in_worker(cleaner: Cleaner | None, documents: Sequence[RawDocument], limits: Limits | None) -> list[Outcome]:
    """Do the same in a worker, which is ended if a document exceeds `limits`; without limits, in this process."""
    return run_in_worker(make_job(clean_chunks, cleaner), documents, limits)


def make_job(work: Callable[[Any, Sequence[_D]], Sequence[_R | Failure]], setting: object) -> Job[_D, _R | Failure]:
    """Return a job for workers that does `work` on documents, with `setting`."""
    return Job(work, setting, _weight, _as_failure)


def run_in_worker(job: Job[_D, _R], documents: Sequence[_D], limits: Limits | None) -> list[_R]:
    """Return the results of a job on `documents`, from a worker that ends if one exceeds `limits`; without limits, from here."""
    if limits is None:
        return list(job.work(job.setting, documents))
    return [outcome for chunk in chunks(documents) for outcome in job.done(chunk, limits)]


@cache
def _plain_cleaner() -> Cleaner:
    from dateline.cleaning import Cleaner  # if a worker cleans, its parent need not import it

    return Cleaner()


def _weight(document: Content) -> int:
    """Return the bytes of `document`; for a page only those that are read: most of a page is scripts, styles and tags."""
    return len(document.content) // (_MARKUP_RATIO if document.media_type.startswith("text/html") else 1)


def _as_failure(document: Content, why: str) -> Failure:
    return Failure(document.origin, f"cannot be cleaned ({why})")


def chunks(documents: Sequence[_D]) -> Iterator[list[_D]]:
    """Split `documents` into the small lists that are cleaned together; a large one is alone."""
    chunk: list[_D] = []
    for document in documents:
        if chunk and (len(chunk) == CHUNK or sum(map(_weight, chunk)) + _weight(document) > _MOST_BYTES):
            yield chunk
            chunk = []
        chunk.append(document)
    if chunk:
        yield chunk


@dataclass(frozen=True, slots=True)
class WorkerPool:
    """Clean with `jobs` processes, each document within `limits`; with one job and no limits, in this process."""

    cleaner: Cleaner
    jobs: int
    limits: Limits | None = None

    def clean_ahead(
        self, batches: Iterable[list[_T]], wanted: Callable[[list[_T]], dict[int, RawDocument]]
    ) -> Iterator[tuple[list[_T], dict[int, Outcome]]]:
        """Yield each batch with the articles of its `wanted` documents, by position, while the workers clean the next batches."""
        job: Job[RawDocument, Outcome] = make_job(clean_chunks, self.cleaner)
        return self.run_ahead(lambda: job, batches, wanted)

    def run_ahead(
        self,
        job: Callable[[], Job[_D, _R]],
        batches: Iterable[list[_T]],
        wanted: Callable[[list[_T]], dict[int, _D]],
    ) -> Iterator[tuple[list[_T], dict[int, _R]]]:
        """Do the same with the results of a job, which is requested again for each batch."""
        if self.jobs == 1 and self.limits is None:
            for batch in batches:
                documents = wanted(batch)
                yield batch, dict(zip(documents, run_in_worker(job(), list(documents.values()), None), strict=True))
            return
        waiting: deque[tuple[list[_T], list[int], list[Future[list[_R]]]]] = deque()
        threads = ThreadPoolExecutor(self.jobs)  # each waits for a worker
        try:
            for batch in batches:
                documents, work, limits = wanted(batch), job(), self.limits or Limits()
                ordered = [threads.submit(run_in_worker, work, chunk, limits) for chunk in chunks(list(documents.values()))]
                waiting.append((batch, list(documents), ordered))
                if len(waiting) > _BATCHES_AHEAD:
                    yield _collect(*waiting.popleft())
            while waiting:
                yield _collect(*waiting.popleft())
        finally:
            threads.shutdown(wait=True, cancel_futures=True)


def _collect(batch: list[_T], places: list[int], ordered: Sequence[Future[list[_R]]]) -> tuple[list[_T], dict[int, _R]]:
    articles = [article for chunk in ordered for article in chunk.result()]
    return batch, dict(zip(places, articles, strict=True))
