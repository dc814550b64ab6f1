"""The index follows the store in commits of some size, and is complete when the writing ends."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.archive import follower, worker_pool
from dateline.archive.archive import Archive
from dateline.archive.intake import Intake
from dateline.errors import IndexBehind, IndexLags
from dateline.query import MatchAll, parse_query
from dateline.search.tantivy import TantivyIndex
from dateline.types.documents import RawDocument
from dateline.types.history import Change


class Counting(TantivyIndex):
    """An index that counts the changes of each commit."""

    commits: list[int]
    waiting = 0

    def take(self, changes: Iterable[Change]) -> None:
        super().take(self._noted(changes))

    def rebuild(self, changes: Iterable[Change]) -> None:
        super().rebuild(self._noted(changes))

    def apply(self, changes: Iterable[Change]) -> None:
        super().apply(changes)
        self.commits.append(self.waiting)
        self.waiting = 0

    def _noted(self, changes: Iterable[Change]) -> Iterator[Change]:
        for change in changes:
            self.waiting += 1
            yield change


def commits(folder: Path) -> list[int]:
    """Return the number of changes in each commit of an ingest of 32 stories in batches of five."""
    with Archive.open(folder, create=True) as archive:
        index = Counting(folder / "index")
        index.commits = []
        archive._follower._index = index
        stories = (f"The ferry number {number} sails at noon, the harbour council said." for number in range(32))
        archive.ingest(RawDocument(text.encode(), "text/plain", f"{place}.txt") for place, text in enumerate(stories))
        assert archive.count(MatchAll()) == 32
        return index.commits


@pytest.mark.parametrize(
    ("changes", "seconds", "steps"), [(10, 1e9, [10, 10, 10, 2]), (2_000, 1e9, [32]), (2_000, -1.0, [5, 5, 5, 5, 5, 5, 2])]
)
def test_the_index_commits_after_many_changes_or_some_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: int, seconds: float, steps: list[int]
) -> None:
    monkeypatch.setattr(worker_pool, "_BATCH_DOCUMENTS", 5)
    monkeypatch.setattr(follower, "_CHANGES", changes)
    monkeypatch.setattr(follower, "_SECONDS", seconds)
    assert commits(tmp_path / "archive") == steps


STORY = RawDocument(
    b"Ferry sails\n\nThe ferry sails at noon, the harbour council said on Monday.", "text/plain", "a.txt", "file:/a.txt"
)
NEXT = RawDocument(
    b"Bridge opens\n\nThe bridge opens at noon, the harbour council said on Monday.", "text/plain", "b.txt", "file:/b.txt"
)


@contextmanager
def lagging_archive(folder: Path) -> Iterator[Archive]:
    """An archive whose store has one article more than its index, while its writer is at work."""
    with Archive.open(folder, create=True) as writer:
        writer.ingest([STORY])
        with writer.store.writing():
            Intake(writer.store, writer.cleaner, lambda: None).documents([NEXT], 1)
            yield writer


def test_changes_are_found_only_after_the_index_commits_them(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as writer, writer.store.writing():
        follower = writer._follower
        Intake(writer.store, writer.cleaner, follower.sync_if_due).documents([STORY], 1)
        Intake(writer.store, writer.cleaner, follower.sync_if_due).documents([NEXT], 1)
        assert (follower.index.position, follower.index.taken) == (0, writer.store.last_change())
        assert TantivyIndex.open(follower.folder).count(MatchAll()) == 0
        follower.index.merge_segments()
        assert (follower.index.position, follower.index.count(MatchAll())) == (writer.store.last_change(), 2)


def test_changes_that_a_process_left_uncommitted_are_indexed_by_the_next(tmp_path: Path) -> None:
    with lagging_archive(tmp_path) as writer:
        follower = writer._follower
        follower.index.take(follower._changes_since(follower.index.taken))
        shutil.copytree(tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("copy", "*.lock", ".tmp*"))
    with Archive.open(tmp_path / "copy") as archive:
        assert archive.count(MatchAll()) == 2


def test_an_article_that_changes_before_the_commit_is_indexed_in_its_new_form(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as writer:
        with writer.store.writing():
            follower = writer._follower
            Intake(writer.store, writer.cleaner, follower.sync_if_due).documents([STORY], 1)
            edited = replace(STORY, content=STORY.content.replace(b"at noon", b"at dawn"))
            Intake(writer.store, writer.cleaner, follower.sync_if_due).documents([edited], 1)
            follower.sync()
        assert [writer.count(parse_query(word, date(2026, 11, 1))) for word in ("ferry", "dawn", "noon")] == [1, 1, 0]


def test_a_lagging_answer_warns_while_another_process_writes(tmp_path: Path) -> None:
    with lagging_archive(tmp_path), Archive.open(tmp_path) as reader:
        reader._follower.patience = (0.1, 0.1)
        with pytest.warns(IndexLags, match="the last change is not in this answer"):
            assert reader.count(MatchAll()) == 1
        assert reader.lag
        with pytest.warns(IndexLags):
            assert reader.lag in reader.search(MatchAll()).notes
    with Archive.open(tmp_path) as reader:
        assert reader.count(MatchAll()) == 2
        assert reader.lag is None


def test_a_waiting_reader_gets_the_last_changes_after_the_current_batch(tmp_path: Path) -> None:
    found: list[int] = []

    def count_articles() -> None:
        with Archive.open(tmp_path) as reader:
            found.append(reader.count(MatchAll()))

    with lagging_archive(tmp_path) as writer:
        reader = threading.Thread(target=count_articles)
        reader.start()
        while reader.is_alive():
            writer._follower.sync_if_due()
        reader.join()
    assert found == [2]


def test_without_an_index_a_query_fails_until_one_is_built(tmp_path: Path) -> None:
    with lagging_archive(tmp_path) as writer, Archive.open(tmp_path) as reader:
        shutil.rmtree(tmp_path / "index")
        reader._follower.patience = (0.0, 0.1)
        with pytest.raises(IndexBehind, match="try again"):
            reader.count(MatchAll())
        with pytest.raises(IndexBehind):
            list(reader.articles(parse_query("ferry", date(2026, 1, 1))))
        writer._follower.sync()
        assert reader.count(MatchAll()) == 2


def test_an_index_deleted_during_an_ingest_is_rebuilt(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([STORY])
        with archive._follower.writing():
            shutil.rmtree(tmp_path / "index")
            Intake(archive.store, archive.cleaner, archive._follower.sync_if_due).documents([NEXT], 1)
        assert archive.count(MatchAll()) == 2


def test_an_index_that_lacks_an_article_of_the_store_is_rebuilt(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([STORY, NEXT])
        (first, second) = archive.ids(MatchAll())
        archive._follower.index.apply([Change(archive.store.last_change(), first, None)])
        archive.note(second, "read")
        assert archive.count(MatchAll()) == 2
        assert archive.verify() == ()


def test_verify_repairs_an_index_that_lacks_an_article_and_reports_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([STORY, NEXT])
        archive._follower.index.apply([Change(archive.store.last_change(), archive.ids(MatchAll())[0], None)])
        archive._follower.index.merge_segments()
        assert archive.verify() == ()
        assert "lacks 1 articles" in archive.notes[0]
        assert archive.count(MatchAll()) == 2


def test_articles_with_damaged_ledgers_are_reported_with_the_cure_and_still_indexed(
    tmp_path: Path,
) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([STORY, NEXT])
        archive.store.session.run("UPDATE ledger SET lines = '[9'")
    shutil.rmtree(tmp_path / "index")
    with Archive.open(tmp_path) as archive:
        faults = archive.verify()
        assert len(faults) == 2
        assert all("dateline repair" in fault for fault in faults)
        assert archive.count(MatchAll()) == 2


def test_an_index_with_an_outdated_manifest_is_used_without_a_rebuild(tmp_path: Path) -> None:
    manifest = tmp_path / "index" / "manifest.json"
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([STORY])
        before = manifest.read_bytes()
        archive.ingest([NEXT])
    manifest.write_bytes(before)
    with Archive.open(tmp_path) as archive:
        assert not archive._follower.index.is_sure
        assert archive.count(MatchAll()) == 2
        assert archive.notes == []
        assert archive.verify() == ()
    assert {path.name for path in (tmp_path / "index").iterdir()} == {"1", "manifest.json"}
