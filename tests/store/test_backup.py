"""A backup of an archive in use is one checked state, and never replaces a good copy with a partial one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.errors import ArchiveDamaged, ArchiveError
from dateline.store import Store
from dateline.store.backup import find_partial_copy
from dateline.types.documents import RawDocument

Put = Callable[[RawDocument], tuple[str, str]]
Make = Callable[..., RawDocument]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_is_one_file_with_the_same_content(store: Store, put: Put, document: Make, tmp_path: Path) -> None:
    _, article_id = put(document())
    assert store.backup(tmp_path / "kept" / "copy.db") == 1
    assert names(tmp_path / "kept") == {"copy.db"}
    with Store.open(tmp_path / "kept" / "copy.db", create=False) as copy:
        assert copy.get(article_id) == store.get(article_id)
        assert list(copy.verify()) == []


def test_a_backup_is_one_state_while_another_connection_writes(
    store: Store, put: Put, document: Make, path: Path, tmp_path: Path
) -> None:
    for number in range(30):
        put(document(f"Title {number}\nText {'and more ' * 3000}\nShare", f"https://harbourpost.example/{number}"))
    stop, written = threading.Event(), []

    def write() -> None:
        with sqlite3.connect(path, isolation_level=None) as connection:
            while not stop.is_set():
                connection.execute("INSERT INTO failures (origin, reason, at) VALUES (?, 'x', 'x')", (f"f{len(written)}",))
                written.append(1)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            pass
        for _ in range(3):
            assert store.backup(tmp_path / "copy.db") == 30
    finally:
        stop.set()
        writer.join()
    with Store.open(tmp_path / "copy.db", create=False) as copy:
        origins = [failure.origin for failure in copy.failures()]
    assert origins == [f"f{number}" for number in range(len(origins))]
    assert 3 <= len(origins) <= len(written)


def test_the_next_backup_removes_the_files_of_a_killed_one(store: Store, put: Put, document: Make, tmp_path: Path) -> None:
    put(document())
    target = tmp_path / "kept" / "copy.db"
    target.parent.mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = find_partial_copy(target).name.replace(f"-{os.getpid()}.", f"-{gone.pid}.")
    for name in (
        left,
        f"{left}-wal",
        f"{left}-journal",
        find_partial_copy(target).name.replace("-", "-elsewhere-"),
        ".copy.db.notes",
    ):
        (target.parent / name).write_text("half a copy")
    store.backup(target)
    assert names(target.parent) == {"copy.db", find_partial_copy(target).name.replace("-", "-elsewhere-"), ".copy.db.notes"}


def test_uncommitted_changes_are_not_copied(store: Store, put: Put, document: Make, tmp_path: Path) -> None:
    put(document())
    with store.batch():
        put(document("Other\nText\nShare", "https://harbourpost.example/2"))
        assert store.backup(tmp_path / "copy.db") == 1


def test_a_newer_backup_replaces_an_older_one(store: Store, put: Put, document: Make, tmp_path: Path) -> None:
    put(document())
    store.backup(tmp_path / "copy.db")
    put(document("Other\nText\nShare", "https://harbourpost.example/2"))
    assert store.backup(tmp_path / "copy.db") == 2


def test_a_damaged_archive_does_not_replace_a_good_copy(store: Store, put: Put, document: Make, tmp_path: Path) -> None:
    put(document())
    target = tmp_path / "kept" / "copy.db"
    store.backup(target)
    before = target.read_bytes()
    store.session.run("UPDATE raw SET content = x'0041'")
    with pytest.raises(ArchiveDamaged, match="does not have the bytes"):
        store.backup(target)
    assert target.read_bytes() == before
    assert names(target.parent) == {"copy.db"}


def test_a_backup_never_overwrites_anything_else(store: Store, path: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="the archive itself"):
        store.backup(path)
    (tmp_path / "letter.db").write_text("Dear editor")
    with pytest.raises(ArchiveError, match="not a copy of an archive"):
        store.backup(tmp_path / "letter.db")
    assert (tmp_path / "letter.db").read_text() == "Dear editor"
    with Store.open(tmp_path / "other" / "archive.db", create=True), pytest.raises(ArchiveError, match="is in use"):
        store.backup(tmp_path / "other" / "archive.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(ArchiveError, match="is a folder"):
        store.backup(tmp_path / "folder.db")


def test_a_target_that_cannot_be_written_is_reported(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(ArchiveError, match="write to another place"):
        store.backup(tmp_path / "file" / "copy.db")


def test_a_backup_into_a_folder_is_an_archive_with_its_rules(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "one", create=True) as one:
        one.ingest(
            [RawDocument(b"Storm over town\n\nThe wind took the roof of the hall on Monday night.\n", "text/plain", "a.txt")]
        )
        (tmp_path / "one" / "sites").mkdir()
        (tmp_path / "one" / "sites" / "own.toml").write_text('host = "harbourpost.example"\n')
        (tmp_path / "one" / "outlets.toml").write_text("")
        for _ in range(2):
            assert one.backup(tmp_path / "two") == 1
    assert names(tmp_path / "two") == {"archive.db", "outlets.toml", "sites"}
    with Archive.open(tmp_path / "two") as two:
        assert two.verify() == ()
