"""A repeated or interrupted ingest loses nothing and does not read complete files again."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.errors import ArchiveError, IndexFault
from dateline.query import MatchAll
from dateline.readers import Arrival, FileKnown, FileRead, FileState, Mark, open_files
from dateline.search.tantivy import TantivyIndex
from dateline.types.documents import IngestSummary, RawDocument
from dateline.types.history import Change


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        yield opened


def record(number: int) -> str:
    """A story as a line of JSON."""
    text = f"The ferry number {number} sails at noon, the harbour council said on Tuesday."
    return json.dumps({"url": f"https://harbourpost.example/{number}", "title": f"Ferry {number} sails", "text": text})


def dump(folder: Path, name: str, *numbers: int, broken: bool = False) -> Path:
    """Write a file with the stories of these numbers and, if `broken`, an invalid line."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("".join(record(number) + "\n" for number in numbers) + ("{broken\n" if broken else ""), "utf-8")
    return path


def ingest(archive: Archive, *paths: Path, **options: str) -> IngestSummary:
    """Ingest files as the command does."""
    return archive.ingest(open_files([str(path) for path in paths], known=archive.has_ingested, **options))


def test_an_ingested_file_is_not_read_again_until_it_changes(archive: Archive, tmp_path: Path) -> None:
    path = dump(tmp_path, "a.jsonl", 1, 2)
    assert ingest(archive, path).new == 2
    again = ingest(archive, path)
    assert (again.read, again.known_files) == (0, 1)
    dump(tmp_path, "a.jsonl", 1, 2, 3)
    more = ingest(archive, path)
    assert (more.new, more.duplicate, more.known_files) == (1, 2, 0)


def test_a_file_with_the_same_size_and_another_timestamp_is_read_again(archive: Archive, tmp_path: Path) -> None:
    path = dump(tmp_path, "a.jsonl", 1)
    ingest(archive, path)
    dump(tmp_path, "a.jsonl", 2)
    os.utime(path, ns=(1, 1))
    assert ingest(archive, path).new == 1


def test_an_ingest_does_not_read_again_what_a_watch_has_ingested(archive: Archive, tmp_path: Path) -> None:
    from dateline.archive.watch import Watch

    dump(tmp_path / "in", "a.jsonl", 1)
    watch = Watch.over(archive, [str(tmp_path / "in")])
    assert watch.scan().read + watch.scan().read == 1
    assert ingest(archive, tmp_path / "in").known_files == 1


def test_the_same_file_as_another_format_is_read_again(archive: Archive, tmp_path: Path) -> None:
    path = dump(tmp_path, "a.dump", 1)
    assert ingest(archive, path, format="text").new == 1
    assert ingest(archive, path, format="text").known_files == 1
    assert ingest(archive, path, format="jsonl").new == 1


def test_a_file_that_gave_no_article_is_read_again_and_one_with_some_failures_is_not(archive: Archive, tmp_path: Path) -> None:
    bad, mixed = dump(tmp_path, "bad.jsonl", broken=True), dump(tmp_path, "mixed.jsonl", 1, broken=True)
    assert ingest(archive, bad, mixed).failed == 2
    again = ingest(archive, bad, mixed)
    assert (again.failed, again.known_files) == (1, 1)
    assert len(archive.failures()) == 2


def test_a_file_that_cannot_be_read_to_its_end_is_not_recorded(tmp_path: Path) -> None:
    path = dump(tmp_path, "a.jsonl", 1)
    assert [type(one) for one in open_files([str(path)])] == [RawDocument, FileRead]
    assert [type(one) for one in open_files([str(path)], known=lambda _: True)] == [FileKnown]
    memory = Path("/proc/self/mem")
    if memory.exists():
        assert not any(isinstance(one, Mark) for one in open_files([str(memory)]))


class Killed(BaseException):
    """The end of a process."""


def killed_after(arrivals: Iterator[Arrival | Mark], number: int) -> Iterator[Arrival | Mark]:
    """Yield the arrivals until the process is killed."""
    for at, arrival in enumerate(arrivals):
        if at == number:
            raise Killed
        yield arrival


@pytest.mark.parametrize(("number", "articles", "complete"), [(0, 0, 0), (600, 1, 0), (1104, 2, 1)])
def test_a_killed_ingest_is_completed_by_the_next_run(
    archive: Archive, tmp_path: Path, number: int, articles: int, complete: int
) -> None:
    """Three files of 701 lines, most of them broken: batches end inside files, and files inside batches."""
    paths = [dump(tmp_path, f"{at}.jsonl", at) for at in range(3)]
    for path in paths:
        path.write_text(path.read_text("utf-8") + "{broken\n" * 700, "utf-8")
    with pytest.raises(Killed):
        archive.ingest(killed_after(open_files([str(path) for path in paths], known=archive.has_ingested), number))
    assert archive.count(MatchAll()) == articles
    assert sum(archive.has_ingested(state(path)) for path in paths) == complete
    summary = ingest(archive, *paths)
    assert (summary.known_files, summary.new, summary.duplicate) == (complete, 3 - articles, articles - complete)
    assert ingest(archive, *paths).known_files == 3
    assert archive.verify() == ()


def state(path: Path) -> FileState:
    """The state of a file as the archive records it."""
    found = path.stat()
    return FileState(str(path), found.st_size, found.st_mtime_ns)


def test_a_file_is_not_recorded_if_its_commit_fails(archive: Archive, tmp_path: Path) -> None:
    """The disk is full: committed articles stay, and the next run continues."""
    first, second = dump(tmp_path, "a.jsonl", 1), tmp_path / "big.txt"
    ingest(archive, first)
    lines = (f"The ferry sails at {os.urandom(16).hex()}, said {os.urandom(16).hex()} of the council." for _ in range(3000))
    second.write_text("A long report of the council\n\n" + "\n".join(lines), "utf-8")
    pages = archive.store.session.number("PRAGMA page_count")
    archive.store.session.row(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ArchiveError, match="disk is full"):
        ingest(archive, first, second)
    assert archive.count(MatchAll()) == 1
    archive.store.session.row("PRAGMA max_page_count = 1000000")
    summary = ingest(archive, first, second)
    assert (summary.known_files, summary.new) == (1, 1)
    assert archive.verify() == ()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_an_index_on_a_full_disk_is_reported_and_synced_later(archive: Archive, tmp_path: Path) -> None:
    ingest(archive, dump(tmp_path, "a.jsonl", 1))
    target = archive.folder / "index" / "manifest.json.new"
    target.symlink_to("/dev/full")
    paths = [dump(tmp_path, "a.jsonl", 1), dump(tmp_path, "b.jsonl", 2)]
    with pytest.raises(IndexFault, match=r"No space left.*free some space"):
        ingest(archive, *paths)
    target.unlink()
    assert archive.has_ingested(state(paths[1]))
    assert archive.count(MatchAll()) == 2
    assert archive.verify() == ()


class FullDiskIndex(TantivyIndex):
    """An index whose files cannot grow, as on a full disk, so that the engine itself fails to write."""

    confined = True

    def apply(self, changes: Iterable[Change]) -> None:
        import resource

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        if self.confined:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
        try:
            super().apply(changes)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_an_engine_that_cannot_write_is_reported_and_the_index_synced_later(tmp_path: Path) -> None:
    folder, path = tmp_path / "archive", dump(tmp_path, "a.jsonl", *range(40))
    with Archive.open(folder, create=True) as archive:
        archive._follower._index = FullDiskIndex.open(folder / "index")
        with pytest.raises(IndexFault, match="free some space"):
            ingest(archive, path)
    with Archive.open(folder) as archive:
        assert ingest(archive, path).known_files == 1
        assert archive.count(MatchAll()) == 40
        assert archive.verify() == ()
