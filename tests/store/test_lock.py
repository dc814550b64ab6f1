"""One writer at a time, and no lock that outlives its holder."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from dateline.errors import ArchiveLocked
from dateline.store import Store
from dateline.store.lock import Holder, WriterLock
from dateline.store.migrations import migrations

_HOLDER = """
import sys
from pathlib import Path
from dateline.store.lock import WriterLock
with WriterLock(Path(sys.argv[1])).acquire():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_refused_at_once_and_a_reader_is_not_disturbed(store: Store, path: Path) -> None:
    with Store.open(path, create=False) as second, store.writing():
        with pytest.raises(ArchiveLocked, match="another process is writing"), second.writing():
            pass
        assert second.last_change() == 0


def test_the_lock_is_released_after_use(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    with first.acquire(), first.acquire():
        assert first.held
    with second.acquire():
        assert not first.held


def test_the_lock_of_a_killed_process_is_released(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ArchiveLocked), WriterLock(tmp_path).acquire():
            pass
        holder.kill()
        holder.wait()
        with WriterLock(tmp_path).acquire():
            pass


def test_a_waiting_process_learns_who_holds_the_lock_and_then_gets_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holders: list[Holder | None] = []

        def on_wait(who: Holder | None) -> None:
            holders.append(who)
            holder.kill()

        with WriterLock(tmp_path).acquire(60.0, on_wait):
            assert [who.process for who in holders if who] == [holder.pid]


def test_an_archive_can_be_opened_while_its_creator_still_writes(path: Path) -> None:
    """The creator of an archive may hold the lock from the start; others wait only until the schema is there."""
    path.parent.mkdir()
    with WriterLock(path.parent).acquire():
        maker = threading.Timer(0.3, lambda: migrated(path))
        maker.start()
        with Store.open(path, create=True) as store:
            assert store.last_change() == 0
        maker.join()


def migrated(path: Path) -> None:
    """Create the schema, as the holder of the lock does."""
    database = Database(path)
    database.enable_wal()
    migrations().apply(database)
    database.close()


def test_a_waiting_process_is_refused_after_its_timeout(tmp_path: Path) -> None:
    holders: list[Holder | None] = []
    with WriterLock(tmp_path).acquire():
        with (
            pytest.raises(ArchiveLocked, match=r"another process is writing.*number"),
            WriterLock(tmp_path).acquire(0.2, holders.append),
        ):
            pass
        assert len(holders) == 1


def test_an_unreadable_holder_is_unknown(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path)
    with lock.acquire():
        assert lock.holder() is not None
        (tmp_path / "writer.txt").write_text("nonsense")
        assert lock.holder() is None
    assert lock.holder() is None
