"""The local runner: it works on as many files at once as it has processes for cleaning, each document within its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock
from typing import Protocol, TypeVar

from dateline.archive.batch.completion_marks import Mark
from dateline.archive.batch.file import Going, clean_file
from dateline.archive.batch.inputs import Input
from dateline.archive.batch.learning import Known, apply_known, learn_here
from dateline.archive.batch.output_folder import Folder
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.rows import Row
from dateline.archive.batch.stories import stories_here
from dateline.cleaning.learning import Learned
from dateline.types.documents import Failure

Progress = Callable[[int, int, int], None]
"""Receives the number of files done, the number of all files, and the number of documents (0 while it is unknown)."""
_T = TypeVar("_T")
_R = TypeVar("_R")
_PROGRESS_INTERVAL = 0.3


class Runner(Protocol):
    """Does the work of a run, here or elsewhere. The results do not depend on the runner."""

    def clean(self, inputs: Sequence[Input], folder: Folder, recipe: Recipe, progress: Progress) -> Iterator[Mark | Failure]:
        """Clean each of the inputs, as `clean_file` does; in any order."""

    def apply(self, marks: Sequence[Mark], folder: Folder, known: Known, progress: Progress) -> Iterator[Mark]:
        """Apply what was learned to each of these files, as `apply_known` does; in any order."""

    def learn(self, folder: Folder, marks: Sequence[Mark]) -> Learned:
        """Return what the articles of these files teach."""

    def stories(self, folder: Folder, marks: Sequence[Mark]) -> Iterator[Row]:
        """Yield the rows of the stories of these files, ordered by the lowest ids of their articles."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Clean with `jobs` processes on this machine."""

    jobs: int = 1

    def clean(self, inputs: Sequence[Input], folder: Folder, recipe: Recipe, progress: Progress) -> Iterator[Mark | Failure]:
        """See `Runner`."""
        return self._run_each(inputs, lambda given, jobs, going: clean_file(given, folder, recipe, jobs, going), progress)

    def apply(self, marks: Sequence[Mark], folder: Folder, known: Known, progress: Progress) -> Iterator[Mark]:
        """See `Runner`."""
        return self._run_each(marks, lambda mark, jobs, going: apply_known(folder, mark, known, jobs, going), progress)

    def learn(self, folder: Folder, marks: Sequence[Mark]) -> Learned:
        """See `Runner`."""
        return learn_here(folder, marks)

    def stories(self, folder: Folder, marks: Sequence[Mark]) -> Iterator[Row]:
        """See `Runner`."""
        return stories_here(folder, marks)

    def _run_each(self, items: Sequence[_T], work: Callable[[_T, int, Going], _R], progress: Progress) -> Iterator[_R]:
        """Yield the result of each item. If the caller stops, items that are half done are given up."""
        if not items:
            return
        files_at_once = min(self.jobs, len(items))
        counter, threads = _DocumentCounter(), ThreadPoolExecutor(files_at_once)
        try:
            # Where there are more processes than files, several clean one file.
            pending: set[Future[_R]] = {
                threads.submit(partial(work, one, max(1, self.jobs // files_at_once), counter.going)) for one in items
            }
            done = 0
            while pending:
                finished, pending = wait(pending, _PROGRESS_INTERVAL, FIRST_COMPLETED)
                done += len(finished)
                progress(done, len(items), counter.documents)
                for one in finished:
                    yield one.result()
        finally:
            counter.stopped.set()
            threads.shutdown(wait=True, cancel_futures=True)


class _DocumentCounter:
    """Count documents over several threads, and signal them to stop."""

    def __init__(self) -> None:
        self.documents = 0
        self.stopped = Event()
        self._lock = Lock()

    def going(self, number: int) -> bool:
        with self._lock:
            self.documents += number
        return not self.stopped.is_set()
