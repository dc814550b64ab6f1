"""Watched folders fill an archive: each new file once, after it has stopped changing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.watch import Watch
from dateline.errors import ArchiveLocked, ReadError

STORM = """Storm takes the roof off the market hall

A storm tore the roof off the market hall on Saturday night and threw it into the harbour, the fire brigade said.

Nobody was hurt, but the traders have lost most of what they had stored for the winter, and the hall will stay closed.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        yield opened


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def scan_twice(watch: Watch) -> tuple[int, int, int]:
    """Scan twice; return the counts of documents read, new articles and new versions."""
    one, two = watch.scan(), watch.scan()
    assert watch.count_waiting == 0
    return one.read + two.read, one.new + two.new, one.new_version + two.new_version


def test_a_file_is_ingested_at_the_second_scan_that_finds_it_unchanged(archive: Archive, incoming: Path) -> None:
    watch = Watch.over(archive, [str(incoming)])
    (incoming / "storm.txt").write_text(STORM[:100])
    assert watch.scan().read == 0
    (incoming / "storm.txt").write_text(STORM)  # it was still being written
    assert watch.scan().read == 0
    assert watch.count_waiting == 1
    assert watch.scan().new == 1
    assert watch.scan().read == 0


def test_a_file_is_read_again_only_when_it_changed(archive: Archive, incoming: Path) -> None:
    (incoming / "storm.txt").write_text(STORM)
    assert scan_twice(Watch.over(archive, [str(incoming)])) == (1, 1, 0)
    watch = Watch.over(archive, [str(incoming)])
    assert scan_twice(watch) == (0, 0, 0)
    (incoming / "storm.txt").write_text(STORM + "The mayor visited the hall on Sunday and promised help.\n")
    assert scan_twice(watch) == (1, 0, 1)


def test_a_file_with_the_same_size_and_another_timestamp_is_read_again(archive: Archive, incoming: Path) -> None:
    path = incoming / "storm.txt"
    path.write_text(STORM)
    watch = Watch.over(archive, [str(incoming)])
    assert scan_twice(watch) == (1, 1, 0)
    path.write_text(STORM.replace("Saturday", "Thursday"))
    os.utime(path, ns=(1, 1))  # older than before, as an unpacked archive leaves it
    assert scan_twice(watch) == (1, 0, 1)


def test_a_folder_is_the_same_under_any_path(archive: Archive, incoming: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (incoming / "storm.txt").write_text(STORM)
    assert scan_twice(Watch.over(archive, [str(incoming)])) == (1, 1, 0)
    monkeypatch.chdir(incoming.parent)
    assert scan_twice(Watch.over(archive, ["incoming", "./incoming"])) == (0, 0, 0)


def test_hidden_files_circular_links_and_the_archive_itself_are_left_out(archive: Archive, incoming: Path) -> None:
    (incoming / ".storm.txt.part").write_text(STORM)
    (incoming / "deep").mkdir()
    (incoming / "deep" / "storm.txt").write_text(STORM)
    (incoming / "deep" / "up").symlink_to(incoming)
    (incoming / "deep" / "nowhere.txt").symlink_to(incoming / "missing")
    os.mkfifo(incoming / "pipe.txt")
    watch = Watch.over(archive, [str(incoming.parent)])
    assert scan_twice(watch) == (1, 1, 0)
    assert scan_twice(watch) == (0, 0, 0)


def test_skipped_and_failed_files_are_counted_once(archive: Archive, incoming: Path) -> None:
    (incoming / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (incoming / "empty.txt").write_bytes(b"")
    watch = Watch.over(archive, [str(incoming)])
    watch.scan()
    summary = watch.scan()
    assert (summary.read, summary.skipped, summary.failed) == (2, 1, 1)
    assert watch.scan().read == 0


def test_a_watch_that_finds_the_archive_locked_ingests_later(archive: Archive, incoming: Path) -> None:
    (incoming / "storm.txt").write_text(STORM)
    watch = Watch.over(archive, [str(incoming)])
    watch.scan()
    with Archive.open(archive.folder) as other, other.store.writing(), pytest.raises(ArchiveLocked):
        watch.scan()
    assert watch.scan().new == 1


def test_two_watches_read_each_file_once(archive: Archive, incoming: Path) -> None:
    for number in range(5):
        (incoming / f"{number}.txt").write_text(STORM.replace("Storm", f"Storm {number}"))
    with Archive.open(archive.folder) as other:
        watches = [Watch.over(one, [str(incoming)]) for one in (archive, other)]
        for watch in watches:
            watch.scan()
        assert [watch.scan().read for watch in watches] == [5, 0]
        assert other.verify() == ()


def test_a_file_whose_record_was_lost_is_read_again_as_a_duplicate(archive: Archive, incoming: Path) -> None:
    (incoming / "storm.txt").write_text(STORM)
    assert scan_twice(Watch.over(archive, [str(incoming)])) == (1, 1, 0)
    archive.store.session.run("DELETE FROM watched")
    assert scan_twice(Watch.over(archive, [str(incoming)])) == (1, 0, 0)


def test_a_missing_folder_is_an_error(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such folder"):
        Watch.over(archive, [str(tmp_path / "nowhere")])


def test_a_folder_that_disappears_and_returns_is_not_read_again(archive: Archive, incoming: Path) -> None:
    (incoming / "storm.txt").write_text(STORM)
    watch = Watch.over(archive, [str(incoming)])
    assert scan_twice(watch) == (1, 1, 0)
    incoming.rename(incoming.with_name("away"))
    assert scan_twice(watch) == (0, 0, 0)
    incoming.with_name("away").rename(incoming)
    assert scan_twice(watch) == (0, 0, 0)


def test_more_files_than_one_group_are_all_read(archive: Archive, incoming: Path) -> None:
    for number in range(450):
        (incoming / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert scan_twice(Watch.over(archive, [str(incoming)])) == (450, 0, 0)
