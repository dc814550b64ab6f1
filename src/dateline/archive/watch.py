"""Watch: ingest new and changed files in folders, one scan after the other.

A file is ingested when two scans in a row find it in the same state, so that no incomplete file is. The archive records a file
after its articles: if a watch is killed, the next one reads some files again and finds duplicates.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from dateline.archive.archive import Archive
from dateline.archive.intake import Progress
from dateline.errors import ReadError
from dateline.readers import open_files
from dateline.readers.file_states import FileState, list_files
from dateline.types.documents import IngestSummary
from dateline.workers.worker import Limits

_GROUP_SIZE = 200  # files that are recorded together as ingested


@dataclass(slots=True)
class Watch:
    """Folders that are watched for an archive."""

    archive: Archive
    folders: tuple[str, ...]
    limits: Limits | None = None
    _waiting: dict[str, FileState] = field(default_factory=dict)

    @classmethod
    def over(cls, archive: Archive, folders: Sequence[str], limits: Limits | None = None) -> Watch:
        """Watch `folders`; raise ReadError for one that is not a folder."""
        for folder in folders:
            if not os.path.isdir(folder):
                raise ReadError(f"{folder}: no such folder; watch takes folders, use 'dateline ingest' for files")
        return cls(archive, tuple(map(os.path.abspath, folders)), limits)

    @property
    def count_waiting(self) -> int:
        """The number of files that the last scan found new or changed and has not ingested yet."""
        return len(self._waiting)

    def scan(self, progress: Progress | None = None) -> IngestSummary:
        """Ingest the files that have not changed since the last scan.

        Raise ArchiveLocked while another process writes; the next scan ingests the rest.
        """
        before, self._waiting = self._waiting, {}
        for group in _groups(list_files(self.folders, leave_out=self.archive.folder)):
            self._waiting |= {file.path: file for file in self.archive.store.without_known(group)}
        settled = [file for path, file in self._waiting.items() if before.get(path) == file]
        total = IngestSummary()
        for group in _groups(settled):
            total += self._ingest(group, progress)
            for file in group:
                del self._waiting[file.path]
        return total

    def _ingest(self, group: Sequence[FileState], progress: Progress | None) -> IngestSummary:
        files = self.archive.store.without_known(group)  # another watch may have ingested them in the meantime
        if not files:
            return IngestSummary()
        arrivals = open_files([file.path for file in files], asked=False, limits=self.limits)
        summary = self.archive.ingest(arrivals, progress=progress, limits=self.limits)
        self.archive.store.note_files(files)
        return summary


def _groups(files: Iterable[FileState]) -> Iterator[list[FileState]]:
    left = iter(files)
    while group := list(islice(left, _GROUP_SIZE)):
        yield group
