"""Batches: what a batch writes is committed together or not at all, under the one writer lock, after copies are grouped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.errors import ArticleMissing
from dateline.store.lock import Holder, WriterLock
from dateline.store.view import StoreReader

if TYPE_CHECKING:
    from dateline.store.copies import Copies

ID_LENGTH = 8
"""The number of characters in a new id, if that makes it unique."""


@dataclass(slots=True)
class Batches(StoreReader):
    """An open archive file that is written in batches."""

    lock: WriterLock = field(kw_only=True)
    id_length: int = ID_LENGTH
    _copies: Copies | None = None
    _sketches: dict[str, bytes] = field(default_factory=dict)
    """The sketches of articles that this batch has written, if they came with the articles."""

    @contextmanager
    def writing(self, wait: float = 0.0, on_wait: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
        """Hold the writer lock; ArchiveLocked if another process still holds it after `wait` seconds.

        Before it waits, call `on_wait` once with the holder of the lock (None if unknown).
        """
        with self.lock.acquire(wait, on_wait):
            yield

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit everything written in this block together at the end, with its copies grouped; after an error, nothing."""
        try:
            with self.lock.acquire(), self.session.transaction() as outermost:
                yield
                if outermost:
                    self._group_copies()
                    self._dictionaries.learn(self.last_change())
        except BaseException:
            self._copies = None
            self._sketches.clear()
            self._ledger.forget()
            self._dictionaries.forget()
            raise

    def rebuild_copies(self) -> tuple[int, int]:
        """Delete all clusters and find the copies again; returns (clusters, articles in them)."""
        from dateline.store.copies import Copies

        with self.batch():
            self._copies = Copies(self.session)
            self._copies.clear()
        return self.session.number("SELECT count(DISTINCT lead) FROM copies"), self.session.number("SELECT count(*) FROM copies")

    def _group_copies(self) -> None:
        if not self.copies_are_current():
            from dateline.store.copies import Copies  # it imports NumPy, which a reader does not need

            self._copies = self._copies or Copies(self.session)
            self._copies.follow(self.last_change(), self._sketches)
        self._sketches.clear()

    def _touch(self, article_id: str) -> None:
        """Give an article a new change number, so that followers look at it again."""
        if not self.session.run("UPDATE articles SET change = ? WHERE id = ?", (self.last_change() + 1, article_id)):
            raise ArticleMissing(f"there is no article {article_id}")
