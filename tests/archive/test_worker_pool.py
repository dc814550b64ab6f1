"""Worker processes clean the same articles in the same order, and a lost worker loses no document."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline import Archive
from dateline.archive.worker_pool import WorkerPool
from dateline.cleaning import Cleaner
from dateline.query import MatchAll
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, RawDocument
from dateline.workers.worker import Limits


@dataclass(frozen=True, slots=True)
class Deadly(Cleaner):
    """A cleaner that ends its process, sleeps or raises an error on some documents."""

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        for raw in documents:
            if b"deadly" in raw.content:
                os._exit(9)
            if b"endless" in raw.content:
                time.sleep(600)
            if b"a bug" in raw.content:
                raise ValueError("tripped")
        return Cleaner.clean_all(self, documents)


def documents(number: int) -> list[RawDocument]:
    return [RawDocument(f"Story {at}\n\nThe boat number {at} came in.".encode(), "text/plain", f"{at}.txt") for at in range(number)]


def select_all(batch: list[RawDocument]) -> dict[int, RawDocument]:
    return dict(enumerate(batch))


def test_a_worker_pool_returns_the_same_articles_in_the_same_order_as_one_cleaner() -> None:
    batches = [documents(40), documents(3), [], documents(50)]
    found = list(WorkerPool(Cleaner(), 2).clean_ahead(batches, select_all))
    assert [batch for batch, _ in found] == batches
    for batch, cleaned in found:
        assert cleaned == {place: Cleaner().clean(raw) for place, raw in enumerate(batch)}


def test_a_document_that_kills_its_worker_is_a_failure_and_the_others_are_not() -> None:
    batch = documents(40)
    batch[17] = RawDocument(b"deadly", "text/plain", "17.txt")
    ((_, cleaned),) = WorkerPool(Deadly(), 2).clean_ahead([batch], select_all)
    assert [place for place, one in cleaned.items() if isinstance(one, Failure)] == [17]
    assert cleaned[17] == Failure("17.txt", "cannot be cleaned (it ended the process that tried)")
    assert len(cleaned) == 40


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_triggers_a_bug_is_a_failure_and_its_chunk_is_not(jobs: int) -> None:
    batch = documents(40)
    batch[17] = RawDocument(b"a bug", "text/plain", "17.txt")
    ((_, cleaned),) = WorkerPool(Deadly(), jobs).clean_ahead([batch], select_all)
    assert [place for place, one in cleaned.items() if isinstance(one, Failure)] == [17]
    assert cleaned[17] == Failure("17.txt", "cannot be cleaned (ValueError: tripped)")
    assert len(cleaned) == 40


@pytest.mark.parametrize(("jobs", "seconds"), [(1, 4.0), (2, 4.0)])
def test_a_document_that_never_finishes_is_a_failure_and_the_others_are_not(jobs: int, seconds: float) -> None:
    batch = documents(40)
    batch[3] = RawDocument(b"endless", "text/plain", "3.txt")
    ((_, cleaned),) = WorkerPool(Deadly(), jobs, Limits(seconds)).clean_ahead([batch], select_all)
    assert [place for place, one in cleaned.items() if isinstance(one, Failure)] == [3]
    assert f"not done after {seconds:.0f} seconds" in str(cleaned[3])


def test_an_archive_is_the_same_with_one_process_and_with_several(tmp_path: Path) -> None:
    made = documents(120)
    made[50] = made[7]
    states = []
    for jobs in (1, 3):
        with Archive.open(tmp_path / str(jobs), create=True) as archive:
            summary = archive.ingest(iter(made), jobs=jobs)
            assert (summary.new, summary.duplicate) == (119, 1)
            again = archive.ingest(iter(made), jobs=jobs)
            assert (again.new, again.duplicate) == (0, 120)
            states.append({hit.article_id: hit.metadata for hit in archive.search(MatchAll(), all_copies=True).hits})
            assert archive.count(MatchAll()) == 119
            assert archive.verify() == ()
    assert states[0] == states[1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_cannot_be_cleaned_again_stays_as_it_is(tmp_path: Path, jobs: int) -> None:
    made = documents(40)
    made[17] = RawDocument(b"Story of a bug\n\nThe boat with a bug came in.", "text/plain", "17.txt")
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest(iter(made))
    with Archive.open(tmp_path, cleaner=Deadly()) as archive:
        assert archive.reclean(jobs=jobs) == (0, 40)
        (note,) = archive.notes
        assert " was not cleaned again: cannot be cleaned (ValueError: tripped)" in note
        assert archive.count(MatchAll()) == 40
        assert archive.verify() == ()


_SCRIPT = """
import sys, time
from dateline.cleaning import Cleaner
from dateline.archive.worker_pool import WorkerPool
from dateline.types.documents import RawDocument

if __name__ == "__main__":
    batch = [RawDocument(b"A boat came in.", "text/plain", f"{at}.txt") for at in range(40)]
    for _ in WorkerPool(Cleaner(), 2).clean_ahead([batch, batch], lambda some: dict(enumerate(some))):
        print("at work", flush=True)
        time.sleep(600)
"""


def test_workers_end_when_the_writing_process_is_killed(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(_SCRIPT, "utf-8")
    running = subprocess.Popen([sys.executable, str(tmp_path / "script.py")], stdout=subprocess.PIPE, text=True)
    output = running.stdout
    assert output
    assert output.readline() == "at work\n"
    running.kill()
    running.wait()
    ended = threading.Event()
    threading.Thread(target=lambda: (output.read(), ended.set()), daemon=True).start()
    assert ended.wait(30), "a worker still holds the output open"
    output.close()
