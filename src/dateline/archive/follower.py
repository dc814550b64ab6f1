"""Keep the index of an archive in sync with its store.

The follower compares change numbers. If the index is missing, damaged, or does not match the store, it is rebuilt next to the old
one. An answer never leaves out what the store held when the query was asked, unless a warning says so: the follower first syncs the
index, or waits for the process that is writing. A read-only follower (`reading`) neither repairs nor waits: it sets `lag` and
answers at once.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveReadOnly, IndexBehind, IndexFault, IndexLags
from dateline.query import MatchAll
from dateline.search.index import Index
from dateline.store import Store
from dateline.types.answers import Window
from dateline.types.folder import ARCHIVE_FILE, INDEX_FOLDER

if TYPE_CHECKING:
    from dateline.search.entry import Entry
    from dateline.types.history import Change

_CHANGES = 10_000
"""Changes that are worth a commit: the engine must merge smaller segments, or keep many, each with its own dictionary."""
_SECONDS = 120.0
_PAUSE = 0.02
_LONGEST_PAUSE = 0.5
_TIMEOUT = 10.0
"""Seconds to wait for the last changes: a writer commits them after its present batch, once it knows that somebody waits."""
_BUILD_TIMEOUT = 60.0
"""Seconds to wait for an index if there is none; twenty thousand articles are indexed in twenty seconds."""

_T = TypeVar("_T")


@dataclass(slots=True)
class Follower:
    """The index in `folder` that follows `store`.

    `notes` are warnings for the user; `lag` is what the last answer leaves out.
    """

    folder: Path
    store: Store
    notes: list[str] = field(default_factory=list)
    patience: tuple[float, float] = field(default_factory=lambda: (_TIMEOUT, _BUILD_TIMEOUT))
    reading: bool = False
    lag: str | None = None
    _frozen: bool = False
    _index: Index | None = None
    _synced_at: float | None = None
    _queued: dict[str, Entry] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """The index as it is, opened on first use."""
        if self._index is None:
            from dateline.search.index_choice import open_index

            self._index = open_index(self.folder.parent)
        return self._index

    def answer(self, ask: Callable[[Index], _T]) -> _T:
        """Return what `ask` finds in the index; if that fails because files are damaged, rebuild the index and call `ask` again."""
        try:
            return ask(self.current_index())
        except IndexFault:
            if not list(self.index.faults()):
                raise
        return ask(self.current_index())

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A context in which all answers come from the index as it was at the beginning, whatever others write."""
        self.current_index()
        self._frozen = True
        try:
            yield
        finally:
            self._frozen = False

    def current_index(self) -> Index:
        """Return the index, synced to the store. If it cannot be synced, it leaves something out, and a warning says so."""
        if self._frozen:
            return self.index
        self.lag, wanted = None, self.store.last_change()
        if not self._covers(wanted):
            (self._use_without_waiting if self.reading else self._sync_to)(wanted)
        elif self.index.should_note_files and not self.reading:
            with suppress(ArchiveError, IndexFault), self.store.writing():
                self.index.note_files()
        return self.index

    @property
    def is_current(self) -> bool:
        """Whether the index has all changes of the store."""
        return self._covers(self.store.last_change())

    def _covers(self, wanted: int) -> bool:
        position = self.index.position
        return self.index.is_sure and position >= wanted and (position == wanted or position <= self.store.last_change())

    def _sync_to(self, wanted: int) -> None:
        started, pause = time.monotonic(), _PAUSE
        while True:
            try:
                with suppress(ArchiveLocked), self.writing():
                    return
            except ArchiveReadOnly:
                self._use_outdated(wanted)
                return
            with suppress(OSError):  # without the right to write here, it waits all the same
                self._request_file.touch()
            time.sleep(pause)
            if self._covers(wanted):
                return
            waited, pause = time.monotonic() - started, min(2 * pause, _LONGEST_PAUSE)
            position = self.index.position
            if position and waited > self.patience[0]:
                self._warn(wanted - position)
                return
            if waited > self.patience[1]:
                raise IndexBehind(
                    f"{self.folder}: there is no search index yet, and another process is writing to the archive; "
                    "try again when it has ended"
                )

    def _use_without_waiting(self, wanted: int) -> None:
        """Answer at once from the present index; `lag` states what that leaves out, since the caller asks again and again."""
        position, last = self.index.position, self.store.last_change()
        if not 0 < position <= last:
            raise IndexBehind(f"{self.folder}: there is no search index yet; try again in a moment, or run 'dateline reindex'")
        if position < wanted:
            self.lag = _describe_lag(wanted - position, "the search index is being updated", "search again in a moment")

    def _use_outdated(self, wanted: int) -> None:
        """Answer from an index that cannot be synced, because the archive is read-only."""
        position = self.index.position
        if not 0 < position <= wanted:
            raise IndexBehind(
                f"{self.folder}: there is no usable search index, and the archive is read-only here; "
                "run 'dateline reindex' where you can write to it, or use a copy"
            )
        self._warn(wanted - position, "the archive is read-only here", "search it once where you can write to it")

    def _warn(
        self, behind: int, why: str = "another process is writing to the archive", cure: str = "search again when it has ended"
    ) -> None:
        self.lag = _describe_lag(behind, why, cure)
        warnings.warn(IndexLags(self.lag), stacklevel=2)

    @property
    def _request_file(self) -> Path:
        """A file that exists while somebody waits for the index."""
        return self.folder.with_name("index.asked")

    def queue(self, entries: Iterable[Entry]) -> None:
        """Keep the index entries of articles that were just committed, so that they need not be read again."""
        self._queued |= {entry.article_id: entry for entry in entries}

    def sync_if_due(self) -> None:
        """Pass the changes of the store to the index; commit them if they are many, if time has passed, or if somebody waits.

        The caller must hold the writer lock.
        """
        behind = self.store.last_change() - self.index.position
        late = self._synced_at is None or behind >= _CHANGES or time.monotonic() - self._synced_at > _SECONDS
        if late or self._request_file.exists():
            self.sync()
        else:
            self._retry_rebuilt(lambda: self.index.take(self._changes_since(self.index.taken)))

    def sync(self) -> None:
        """Pass the changes of the store to the index and commit them. The caller must hold the writer lock."""
        self._request_file.unlink(missing_ok=True)
        self._retry_rebuilt(self._follow)
        self._synced_at = time.monotonic()

    def _retry_rebuilt(self, step: Callable[[], None]) -> None:
        """Run a step of following; if it fails because files are damaged, follow from the start with a rebuilt index."""
        try:
            step()
        except IndexFault:
            if not list(self.index.faults()):
                raise
            self._follow()
        self._queued.clear()

    def _follow(self) -> None:
        index, last = self.index, self.store.last_change()
        position = index.position
        if not last:
            if position:
                index.clear()
        elif position > last or (position == last and not index.is_sure):
            self._build()
        elif position < last:
            if index.note:
                self.notes.append(index.note)
            index.apply(self._changes_since(index.taken))
            if index.count(MatchAll()) != self.store.size():
                self._build()

    def _build(self) -> None:
        self.index.rebuild(self._changes_since(0))

    def _changes_since(self, number: int) -> Iterator[Change | Entry]:
        from dateline.types.history import KnownChange  # a search does not need it

        known = {entry.article_id: entry.number for entry in self._queued.values()}
        if self.index.keeps_texts:
            yield from map(self._with_article, self.store.changes_since(number, self.notes))
            return
        for change in self.store.changes_beside(known, number, self.notes):
            yield self._queued[change.article_id]._replace(cluster=change.cluster) if isinstance(change, KnownChange) else change

    def _with_article(self, change: Change) -> Change | Entry:
        """Return a change, with the index entry that was prepared for its article, if there is one."""
        queued, article = self._queued.get(change.article_id), change.article
        if article is None or queued is None or queued.number != change.number:
            return change
        return queued._replace(cluster=article.cluster, article=article)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer lock; at the end, sync the index and merge its segments."""
        with self.store.writing():
            try:
                yield
                self.sync()
            finally:
                self._queued.clear()
                if self._index is not None:
                    self._index.merge_segments()

    def rebuild(self) -> int:
        """Rebuild the index, and replace the old one when the new one is complete; return the number of articles in it."""
        with self.writing():
            if self.store.last_change():
                self._build()
        return self.index.count(MatchAll())

    def find_faults(self) -> tuple[str, ...]:
        """Return where index and store disagree, in sentences. A damaged or wrong index is rebuilt first."""
        try:
            with self.writing():
                self.notes += [f"{name}: was damaged; the search index is being built again" for name in self.index.faults()]
                self.sync()
                faults = list(self._differences())
                if faults:
                    self.notes += [f"{fault}; it is being built again" for fault in faults]
                    self._build()
                return tuple(f"{fault}; 'dateline reindex' builds it again" for fault in self._differences())
        except ArchiveDamaged as error:
            return (f"the search index cannot be built: {error}",)
        except ArchiveReadOnly:
            faults = [f"{name}: is damaged" for name in self.index.faults()] or list(self._differences())
            return tuple(f"{fault}; 'dateline reindex' builds it again where you can write to the archive" for fault in faults)
        except ArchiveLocked:
            self.notes.append("another process is writing to the archive, so the search index was not compared with it")
            return ()

    def _differences(self) -> Iterator[str]:
        index, last = self.index, self.store.last_change()
        if index.position != last or not index.is_sure:
            yield "the index lags behind the store"
        stored = set(self.store.article_ids())
        indexed = {article_id for article_id, _ in index.search(MatchAll(), Window(limit=None)).ids}
        if stored != indexed:
            yield f"the index lacks {len(stored - indexed)} articles and has {len(indexed - stored)} that were deleted"

    def close(self) -> None:
        """Close the files."""
        if self._index is not None:
            self._index.close()


def opened(folder: Path, *, create: bool, reading: bool) -> tuple[Store, Follower]:
    """Open the store in a folder and the index that follows it; or those of several archives that are searched as one."""
    from dateline.search.index_choice import archives_override

    if names := archives_override():
        from dateline.search.opensearch.shared import open_shared

        shared, index, notes = open_shared(folder, names)
        return shared, Follower(folder / INDEX_FOLDER, shared, notes, reading=True, _index=index)
    store = Store.open(folder / ARCHIVE_FILE, create=create, reading=reading)
    return store, Follower(folder / INDEX_FOLDER, store, reading=reading)


def _describe_lag(behind: int, why: str, cure: str) -> str:
    changes = f"the last {behind:,} changes are" if behind > 1 else "the last change is"
    return f"{why}, and {changes} not in this answer; {cure}"
