"""Make vectors of articles in worker processes. Each batch is one commit, and a new run continues where the last one stopped.

The writer lock is held only during a commit. An article that changes or is deleted meanwhile gets a later change number, and is
processed then.
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
_CHUNK = 50
_AHEAD = 2  # batches that workers embed while one is written
_WRITER_TIMEOUT = 60.0  # seconds to wait for another writer
_LIMITS = Limits(seconds=60.0, memory=1 << 30)


@dataclass(frozen=True, slots=True)
class Embedded:
    """The result of an embedding: articles with a new vector, with an unchanged text, and in a language the model does not know."""

    made: int = 0
    same: int = 0
    unknown: int = 0


Batch = tuple[list[Passage], list[str | None]]
"""Articles with the texts to embed; None if the vector exists already, or the model does not know the language."""


def embed(store: Store, jobs: int = 1, progress: Progress | None = None, *, anew: bool = False) -> Embedded:
    """Make the vectors of all articles that changed since the last run. `progress` gets the number of articles of each batch.

    With `anew`, delete all vectors first, and make them again with the installed model.
    """
    vectors = Vectors(store.session)
    embedder = embedder_of(None if anew else vectors.model)
    embedder.embed([""])  # an embedder that is not installed raises an error before anything is deleted
    with store.writing(_WRITER_TIMEOUT), store.batch():
        if anew:
            vectors.clear()
        vectors.begin(embedder.model)
    made = same = unknown = 0
    for (passages, texts), found in _embed_ahead(_batches(vectors, embedder), embedder.model, jobs):
        rows, fresh = [], iter(found)
        for passage, text in zip(passages, texts, strict=True):
            if text is not None:
                rows.append(Made(passage.article_id, passage.change, number_of(text), next(fresh)))
            elif not knows(embedder, passage.language):
                rows.append(Made(passage.article_id, passage.change, 0, None))
        with store.writing(_WRITER_TIMEOUT), store.batch():
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


def _embed_ahead(batches: Iterator[Batch], model: str, jobs: int) -> Iterator[tuple[Batch, list[bytes]]]:
    """Yield each batch with the vectors of its texts, in order, while workers embed the next batches."""
    if jobs == 1:
        for batch in batches:
            yield batch, embed_packed(model, _texts_to_embed(batch)) if any(batch[1]) else []
        return
    job: Job[str, bytes] = Job(embed_packed, model, len, _fail)
    waiting: deque[tuple[Batch, list[Future[list[bytes]]]]] = deque()
    threads = ThreadPoolExecutor(jobs)  # each thread waits for a worker
    try:
        for batch in batches:
            waiting.append((batch, [threads.submit(job.done, part, _LIMITS) for part in _split(_texts_to_embed(batch))]))
            if len(waiting) > _AHEAD:
                yield _collect(*waiting.popleft())
        while waiting:
            yield _collect(*waiting.popleft())
    finally:
        threads.shutdown(wait=True, cancel_futures=True)


def _texts_to_embed(batch: Batch) -> list[str]:
    return [text for text in batch[1] if text is not None]


def _split(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK))


def _collect(batch: Batch, chunks: Sequence[Future[list[bytes]]]) -> tuple[Batch, list[bytes]]:
    return batch, [vector for chunk in chunks for vector in chunk.result()]


def _fail(text: str, why: str) -> bytes:
    raise DatelineError(f"the text that begins {text[:60]!r} cannot be embedded ({why})")
