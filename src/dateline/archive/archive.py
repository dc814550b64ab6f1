"""Archive joins readers, cleaner, store and index. It is the public API of an archive.

The store is the truth. The index follows it by change numbers, and is synced before every answer. Writing takes the writer lock
of the archive; reading never waits for a writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dateline.archive.arguments import (
    to_documents,
)
from dateline.archive.edits import Edits
from dateline.archive.follower import opened
from dateline.archive.former_names import FormerNames
from dateline.archive.searching import Searching
from dateline.store import Holder

if TYPE_CHECKING:
    from dateline.archive.client.client import Client
    from dateline.archive.intake import Coming, Progress
    from dateline.cleaning import Cleaner
    from dateline.readers import Mark
    from dateline.types.documents import Failure, IngestSummary
    from dateline.types.history import ArticleRecord
    from dateline.workers.worker import Limits


class Archive(Searching, Edits, FormerNames):
    """A folder with `archive.db` (the store) and `index/` (its follower)."""

    __slots__ = ()

    @classmethod
    def open(cls, folder: Path | str, *, create: bool = False, cleaner: Cleaner | None = None, reading: bool = False) -> Self:
        """Open the archive in `folder`; with `create`, make a new one if there is none.

        The default `cleaner` uses the site rules in the folder's `sites/` and what was learned before. With `reading` the archive
        cannot be changed and answers at once; `lag` then says which changes of another process the answer lacks.
        """
        folder = Path(folder)
        return cls(folder, *opened(folder, create=create, reading=reading), cleaner)

    @staticmethod
    def connect(url: str, token: str | None = None) -> Client:
        """Connect to the archive that `dateline serve` offers at `url`; it answers like an archive on this machine."""
        from dateline.archive.client.client import Client

        return Client.connect(url, token)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """A context in which all answers come from one state of the archive, so that counts and lists agree while others write."""
        with self._follower.snapshot(), self.store.session.snapshot():
            yield

    def close(self) -> None:
        """Close the files."""
        self._follower.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def ingest(
        self,
        documents: Iterable[Coming | Mark],
        *,
        strict: bool = False,
        retell: bool = False,
        names: bool = True,
        progress: Progress | None = None,
        jobs: int = 1,
        limits: Limits | None = None,
    ) -> IngestSummary:
        """Clean, store and index `documents`; one that fails is recorded as a failure (with `strict` it ends the ingest).

        With more than one of `jobs`, that many processes clean while this one writes; the outcome is the same. With `limits`, a
        single job also gets a process of its own, which is ended if a document exceeds them; without, it is this process. With
        `retell`, batch metadata and hints of containers are also applied to documents that were ingested before. Without `names`,
        people, places and organisations are not looked for; `reindex` does so later. A file is recorded as ingested where
        `open_files` marks its end, in the same commit as its last document.
        """
        from dateline.archive.intake import Intake

        with self._follower.writing():
            cleaner = self.cleaner if names else replace(self.cleaner, names=False)
            intake = Intake(self.store, cleaner, self._follower.sync_if_due, progress, strict, limits, retell, self._follower.queue)
            return intake.documents(to_documents(documents), jobs)

    @contextmanager
    def writing(self, wait: float = 0.0, on_wait: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
        """Hold the writer lock over several calls; if another process has it, wait up to `wait` seconds, then raise ArchiveLocked.

        Before it waits, `on_wait` is called once with the holder of the lock (None if it is unknown).
        """
        with self.store.writing(wait, on_wait):
            yield

    def import_records(self, holdings: Iterable[ArticleRecord | Failure], *, progress: Progress | None = None) -> IngestSummary:
        """Import the article records of another archive, unchanged; an article that is here already does not change."""
        from dateline.archive.intake import Intake

        with self._follower.writing():
            return Intake(self.store, self.cleaner, self._follower.sync_if_due, progress).import_records(holdings, self.store.admit)
