"""The follower that makes vectors of articles: in worker processes, a batch to a commit, from where it stopped before.

It holds the right to write only while it commits. What changes or goes meanwhile has a later change number, and its turn later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from dateline.errors import DatelineError
from dateline.search.meaning.embedder import Embedder, beginning, embed_packed, embedder_of, knows, number_of
from dateline.store import Store
from dateline.store.vectors import Made, Passage, Vectors
from dateline.workers.worker import Job, Limits

Progress = Callable[[int], object]

_BATCH = 400
_PARCEL = 50
_AHEAD = 2  # batches that are being embedded while one is written
_PATIENCE = 60.0  # seconds to wait for another process that writes
_LIMITS = Limits(seconds=60.0, memory=1 << 30)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What an embedding did: articles that got a new vector, whose text was the same, whose language the model does not know."""

    made: int = 0
    same: int = 0
    unknown: int = 0


Batch = tuple[list[Passage], list[str | None]]
"""Articles with the texts to be embedded; None where a vector is there already, or the model does not know the language."""


def embed(store: Store, jobs: int = 1, progress: Progress | None = None, *, anew: bool = False) -> Embedded:
    """Make the vectors of all articles that changed since the last time; `progress` gets the number that is done.

    With `anew`, all are deleted before, and made again with the installed model.
    """
    vectors = Vectors(store.session)
    embedder = embedder_of(None if anew else vectors.model)
    embedder.embed([""])  # one that is not installed says so before anything is thrown away
    with store.writing(_PATIENCE), store.batch():
        if anew:
            vectors.clear()
        vectors.begin(embedder.model)
    made = same = unknown = 0
    for (passages, texts), found in _ahead(_batches(vectors, embedder), embedder.model, jobs):
        rows, fresh = [], iter(found)
        for passage, text in zip(passages, texts, strict=True):
            if text is not None:
                rows.append(Made(passage.article_id, passage.change, number_of(text), next(fresh)))
            elif not knows(embedder, passage.language):
                rows.append(Made(passage.article_id, passage.change, 0, None))
        with store.writing(_PATIENCE), store.batch():
            vectors.write(rows, passages[-1].change)
        made, unknown = made + len(found), unknown + len(rows) - len(found)
        same += len(passages) - len(rows)
        if progress:
            progress(len(passages))
    return Embedded(made, same, unknown)


def _batches(vectors: Vectors, embedder: Embedder) -> Iterator[Batch]:
    after = vectors.followed
    while passages := vectors.changed(after, _BATCH):
        texts = [beginning(one.title, one.body) if knows(embedder, one.language) else None for one in passages]
        yield (
            passages,
            [None if text is None or number_of(text) == one.text else text for one, text in zip(passages, texts, strict=True)],
        )
        after = passages[-1].change


def _ahead(batches: Iterator[Batch], model: str, jobs: int) -> Iterator[tuple[Batch, list[bytes]]]:
    """Each batch with the vectors of its texts, in order; the next batches are already being embedded."""
    if jobs == 1:
        for batch in batches:
            yield batch, embed_packed(model, _wanted(batch)) if any(batch[1]) else []
        return
    job: Job[str, bytes] = Job(embed_packed, model, len, _lost)
    waiting: deque[tuple[Batch, list[Future[list[bytes]]]]] = deque()
    threads = ThreadPoolExecutor(jobs)  # each waits for a worker
    try:
        for batch in batches:
            waiting.append((batch, [threads.submit(job.done, part, _LIMITS) for part in _parcels(_wanted(batch))]))
            if len(waiting) > _AHEAD:
                yield _delivered(*waiting.popleft())
        while waiting:
            yield _delivered(*waiting.popleft())
    finally:
        threads.shutdown(wait=True, cancel_futures=True)


def _wanted(batch: Batch) -> list[str]:
    return [text for text in batch[1] if text is not None]


def _parcels(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _PARCEL] for start in range(0, len(texts), _PARCEL))


def _delivered(batch: Batch, chunks: Sequence[Future[list[bytes]]]) -> tuple[Batch, list[bytes]]:
    return batch, [vector for chunk in chunks for vector in chunk.result()]


def _lost(text: str, why: str) -> bytes:
    raise DatelineError(f"the text that begins {text[:60]!r} cannot be embedded ({why})")
