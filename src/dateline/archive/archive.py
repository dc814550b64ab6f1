"""Archive: the one conductor. It joins readers, cleaner, store and index, and is the whole public way to work with an archive.

The store is the truth; the index follows it by change numbers and is caught up before every answer. Writing takes the
archive's one writer lock; reading never waits for a writer.
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
    """A folder holding `archive.db` (the store) and `index/` (its follower)."""

    __slots__ = ()

    @classmethod
    def open(cls, folder: Path | str, *, create: bool = False, cleaner: Cleaner | None = None, reading: bool = False) -> Self:
        """The archive in `folder`; with `create`, a new one where there is none.

        Without a `cleaner` it uses one that knows the site rules in the folder's `sites/` and what was learned before. With
        `reading` it cannot be changed, and answers at once: what another process has not handed over yet is told by `lag`.
        """
        folder = Path(folder)
        return cls(folder, *opened(folder, create=create, reading=reading), cleaner)

    @staticmethod
    def connect(url: str, token: str | None = None) -> Client:
        """The archive that `dateline serve` shows at `url`, to be asked what an archive on this machine is asked."""
        from dateline.archive.client.client import Client

        return Client.connect(url, token)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within, all answers come from one state of the archive, so that counts and lists agree whatever is written meanwhile."""
        with self._follower.snapshot(), self.store.session.snapshot():
            yield

    def close(self) -> None:
        """Let go of the files."""
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
        """Clean, store and index `documents`; one that fails is kept as a failure (with `strict` it ends the ingest).

        With more than one of `jobs`, that many processes clean while this one writes; the outcome is the same. With `limits`, one
        is a process of its own too, which is ended where a document takes more; without, it is this one.
        With `retell`, what a person says of the whole batch, and what carriers say, reaches documents too that came in before.
        Without `names` nobody looks for people, places and organisations; `reindex` does so later.
        Files are noted where `open_files` marks their ends, in the same commit as the last of their documents.
        """
        from dateline.archive.intake import Intake

        with self._follower.writing():
            cleaner = self.cleaner if names else replace(self.cleaner, names=False)
            intake = Intake(self.store, cleaner, self._follower.sync_if_due, progress, strict, limits, retell, self._follower.queue)
            return intake.documents(to_documents(documents), jobs)

    @contextmanager
    def writing(self, wait: float = 0.0, told: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
        """Hold the right to write over several calls; where another process has it, wait so many seconds, else ArchiveLocked.

        Before it waits, `told` is called once with who has it (None where that cannot be known).
        """
        with self.store.writing(wait, told):
            yield

    def import_records(self, holdings: Iterable[ArticleRecord | Failure], *, progress: Progress | None = None) -> IngestSummary:
        """Take in what another archive held, just as it held it; an article that is here already is left as it is."""
        from dateline.archive.intake import Intake

        with self._follower.writing():
            return Intake(self.store, self.cleaner, self._follower.sync_if_due, progress).import_records(holdings, self.store.admit)
