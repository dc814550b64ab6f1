"""Maintenance: cleaning again, checking, compacting, repairing. `Archive` adds ingest and search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.archive.arguments import to_texts
from dateline.archive.follower import Follower
from dateline.errors import ArchiveLocked, ArchiveReadOnly
from dateline.store import Store
from dateline.store.deletion import make_compact, remove_tombstones_of
from dateline.store.name_index import checked_kind, checked_names
from dateline.store.tombstones import read_tombstones
from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark

if TYPE_CHECKING:
    from dateline.archive.repair import RepairSummary
    from dateline.cleaning import Cleaner
    from dateline.readers import FileState
    from dateline.search.meaning.embedding import Embedded
    from dateline.search.meaning.search import Meaning
    from dateline.store.statistics import SourceCount, Stats
    from dateline.types.documents import Failure
    from dateline.types.history import NameChange
    from dateline.workers.worker import Limits


@dataclass(slots=True)
class Maintenance:
    """An open archive with the methods for maintenance: its store, its index and its cleaner."""

    folder: Path
    store: Store
    _follower: Follower
    _cleaner: Cleaner | None = None
    _meaning: Meaning | None = None

    @property
    def notes(self) -> list[str]:
        """Warnings for the user about what happened since the archive was opened."""
        return self._follower.notes

    @property
    def cleaner(self) -> Cleaner:
        """The cleaner of this archive; made when it is first needed, since a search needs none."""
        if self._cleaner is None:
            from dateline.archive.recleaning import cleaner_of

            self._cleaner = cleaner_of(self.folder, self.store)
        return self._cleaner

    @property
    def meaning(self) -> Meaning:
        """The search by meaning; its vectors are read when they are first needed."""
        if self._meaning is None:
            from dateline.search.meaning.search import Meaning

            self._meaning = Meaning(self.store)
        return self._meaning

    def embed(self, progress: Callable[[int], object] | None = None, *, jobs: int = 1, anew: bool = False) -> Embedded:
        """Make vectors for articles that are new or changed since the last run; with `anew`, for all, with the installed model."""
        from dateline.search.meaning.embedding import embed

        return embed(self.store, jobs, progress, anew=anew)

    def get(self, article_id: str) -> ArchivedArticle:
        """Return the article with this id, or with the only id that begins so."""
        return self.store.get(self.store.find_id(article_id))

    def catch_up(self) -> None:
        """Sync the index to the store, unless another process does so or the archive is read-only here."""
        if not self._follower.is_current:  # if it is current, other writers need not wait for this
            with suppress(ArchiveLocked, ArchiveReadOnly), self._follower.writing():
                pass

    def reindex(self) -> int:
        """Build the index again from the store, and replace the old one when it is complete; returns the number of articles."""
        with self._follower.writing():
            self.store.fill_names()
        return self._follower.rebuild()

    def names(self) -> tuple[NameChange, ...]:
        """A person's corrections to the names of people, places and organisations."""
        return self.store.names()

    def rename(self, kind: str, names: Iterable[str], becomes: str | None) -> int:
        """Replace names of the kind "person", "mentions-place" or "organisation" by one other name, permanently.

        None hides them. This stays when articles are cleaned again; returns the number of articles that change.
        """
        wanted, final = checked_names(names), None if becomes is None else checked_names([becomes])[0]
        with self._follower.writing():
            return self.store.rename(checked_kind(kind), wanted, final, datetime.now(UTC))

    def take_back_names(self, kind: str, names: Iterable[str]) -> int:
        """Undo corrections of names; returns the number of articles that change."""
        with self._follower.writing():
            return self.store.take_back_names(checked_kind(kind), checked_names(names))

    def regroup(self) -> tuple[int, int]:
        """Find all copies again; returns (clusters, articles in them)."""
        with self._follower.writing():
            return self.store.rebuild_copies()

    def reclean(
        self, progress: Callable[[str, bool], None] | None = None, *, jobs: int = 1, limits: Limits | None = None
    ) -> tuple[int, int]:
        """Clean everything again from the raw documents with the current cleaner; returns (articles changed, articles seen).

        An article that cannot be cleaned again does not change, and a warning names it.
        """
        from dateline.archive.recleaning import reclean
        from dateline.archive.worker_pool import WorkerPool

        with self._follower.writing():
            return reclean(self._follower, WorkerPool(self.cleaner, jobs, limits), self.notes, progress)

    def restore(self, article_id: str, numbers: Iterable[int], *, undo: bool = False) -> ArchivedArticle:
        """Put removed lines (numbered from 1, as `explain` prints them) back into an article permanently; `undo` reverts this."""
        return self._override(article_id, numbers, None if undo else True)

    def drop(self, article_id: str, numbers: Iterable[int], *, undo: bool = False) -> ArchivedArticle:
        """Remove wrongly kept lines from an article permanently; `undo` reverts this."""
        return self._override(article_id, numbers, None if undo else False)

    def _override(self, article_id: str, numbers: Iterable[int], keep: bool | None) -> ArchivedArticle:
        from dateline.archive.overrides import select_lines

        with self._follower.writing():
            texts = select_lines(found := self.get(article_id), numbers)
            with self.store.batch():
                self.store.override(found.id, texts, keep)
                self._reclean_one(found.id)
        return self.get(found.id)

    def override_everywhere(
        self, article_id: str, numbers: Iterable[int], *, keep: bool, undo: bool = False
    ) -> tuple[Path, tuple[str, ...]]:
        """Restore or drop such lines in the whole source with a site rule; returns its file and the articles that changed."""
        from dateline.archive.overrides import SourceRuleEdit, select_lines

        with self._follower.writing():
            texts = select_lines(found := self.get(article_id), numbers)
            result = SourceRuleEdit(self.folder, self.store, self.cleaner).apply(found, texts, keep=keep, undo=undo)
            self._cleaner = None
        return result

    def clusters(self, ids: Iterable[str]) -> dict[str, ClusterMark]:
        """For those of `ids` that have copies: the lead copy and the number of copies."""
        return self.store.clusters(ids)

    def has_ingested(self, file: FileState) -> bool:
        """Whether a file was ingested before, in exactly this state."""
        return not self.store.without_known([file])

    def sources(self) -> tuple[SourceCount, ...]:
        """Every source with its number of articles and its first and last day."""
        return self.store.sources()

    def stats(self) -> Stats:
        """Sizes and counts of the archive."""
        return self.store.stats()

    def failures(self) -> tuple[Failure, ...]:
        """The documents that could not be ingested, and why."""
        return self.store.failures()

    def tombstones(self) -> tuple[str, ...]:
        """The identities (addresses, files, hashes of bytes) of deleted articles that no ingest brings back."""
        return read_tombstones(self.store.session)

    def remove_tombstones(self, names: Iterable[str]) -> int:
        """Allow ingesting these identities again; returns how many had a tombstone."""
        return remove_tombstones_of(self.store, to_texts(names, "names"))

    def compact(self) -> int:
        """Write file and index again without anything that was deleted or replaced; returns the bytes saved."""
        with self._follower.writing():
            before = self.store.stats().stored_bytes
            make_compact(self.store)
        self._follower.rebuild()
        return before - self.store.stats().stored_bytes

    def forget_failures(self, origins: Iterable[str] | None = None) -> int:
        """Remove failures from the list, all or those of these origins; returns how many."""
        return self.store.forget_failures(None if origins is None else to_texts(origins, "origins"))

    def repair(self, places: str | Sequence[str] = ()) -> RepairSummary:
        """Repair raw documents from `places`, texts and ledgers from raw documents, and the index from both.

        Places are files, folders or copies of the archive; the default is the original files.
        """
        from dateline.archive.repair import repair

        with self._follower.writing():
            repaired = repair(self.store, self.cleaner, to_texts(places, "places"))
        return replace(repaired, left=self.verify())

    def verify(self) -> tuple[str, ...]:
        """Return the problems of the archive as sentences; empty if there are none."""
        return (*self.store.verify(), *self._follower.find_faults())

    def backup(self, target: Path | str) -> int:
        """Copy the archive to a file (…db) or a folder, even while others write, and check it; returns its number of articles.

        A folder also gets your site rules and outlets, and can be opened as an archive.
        """
        from dateline.store.backup import copy_rules

        target = Path(target)
        if target.suffix == ".db":
            return self.store.backup(target)
        number = self.store.backup(target / self.store.session.path.name)
        copy_rules(self.folder, target)
        return number

    def _reclean_one(self, article_id: str) -> bool:
        from dateline.archive.recleaning import reclean_one

        return reclean_one(self.store, self.cleaner, article_id)

    def _clean_again(self, article_id: str, version: int | None = None) -> CleanedArticle:
        from dateline.archive.recleaning import clean_again

        return clean_again(self.store, self.cleaner, article_id, version)
