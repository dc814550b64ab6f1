"""The follower: the index of an archive, brought up to the store by the numbers of its changes.

Missing, damaged, older than the store or ahead of it: it is built from the store without being asked.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from dateline.errors import ArchiveLocked
from dateline.query import MatchAll
from dateline.search.base import Index
from dateline.store import Store
from dateline.types.answers import Window

_CHANGES = 2_000
"""So many at a time are worth a commit: the engine takes them over in half the time that it takes with 500 at a time."""
_SECONDS = 15.0


@dataclass(slots=True)
class Follower:
    """The index in `folder` that follows `store`; `notes` are remarks for the user."""

    folder: Path
    store: Store
    notes: list[str] = field(default_factory=list)
    _index: Index | None = None
    _caught_up: float | None = None

    @property
    def index(self) -> Index:
        """The index as it is, opened when it is first needed."""
        if self._index is None:
            from dateline.search.tantivy import TantivyIndex

            index = TantivyIndex.open(self.folder)
            if index.note:
                self.notes.append(index.note)
            self._index = index
        return self._index

    def ready(self) -> Index:
        """The index, caught up with the store."""
        if self.index.position != self.store.last_change():
            # While another process writes, its committed part is a good answer; it will bring the index up to date itself.
            with suppress(ArchiveLocked), self.writing():
                pass
        return self.index

    def keep_up(self) -> None:
        """Take over what has changed in the store, once it is much or some time has passed; only while writing."""
        behind = self.store.last_change() - self.index.position
        if self._caught_up is None or behind >= _CHANGES or time.monotonic() - self._caught_up > _SECONDS:
            self.catch_up()

    def catch_up(self) -> None:
        """Take over what has changed in the store; only while writing."""
        index, last = self.index, self.store.last_change()
        if index.position > last:
            index.clear()
        if index.position < last:
            index.apply(self.store.changes_since(index.position))
        self._caught_up = time.monotonic()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write; at the end the index catches up and settles."""
        with self.store.writing():
            try:
                yield
                self.catch_up()
            finally:
                if self._index is not None:
                    self._index.settle()

    def rebuild(self) -> int:
        """Throw the index away and build it anew; the number of articles in it."""
        with self.writing():
            self.index.clear()
        return self.index.count(MatchAll())

    def find_faults(self) -> Iterator[str]:
        """Where index and store disagree, in sentences."""
        index = self.ready()
        stored = set(self.store.article_ids())
        indexed = {article_id for article_id, _ in index.search(MatchAll(), Window(limit=None)).ids}
        if index.position != self.store.last_change():
            yield "the index lags behind the store; 'dateline reindex' builds it anew"
        if stored != indexed:
            yield (
                f"the index lacks {len(stored - indexed)} articles and holds {len(indexed - stored)} that are gone; "
                "'dateline reindex' builds it anew"
            )

    def close(self) -> None:
        """Let go of the files."""
        if self._index is not None:
            self._index.close()
