"""Damaged index files are noticed before they are used, and the index is rebuilt."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from damage import answers, build, damage
from dateline.archive.archive import Archive
from dateline.errors import IndexFault
from dateline.query import MatchAll, parse_query
from dateline.search.index_files import checksum_matches
from dateline.search.manifest import read_manifest, state_of
from dateline.search.tantivy import TantivyIndex

FILES = ("term", "idx", "pos", "store", "fast", "fieldnorm", "del", "meta.json", "manifest.json", ".managed.json")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    folder = tmp_path_factory.mktemp("built") / "archive"
    build(folder, 60)
    with Archive.open(folder) as archive:
        return folder, list(answers(archive))


@pytest.fixture
def copied(built: tuple[Path, list[object]], tmp_path: Path) -> Path:
    shutil.copytree(built[0], tmp_path / "archive")
    return tmp_path / "archive"


def file_of(archive: Path, kind: str) -> Path:
    return next(path for path in sorted((archive / "index").rglob("*")) if path.name == kind or path.suffix == f".{kind}")


@pytest.mark.parametrize("way", ["flipped", "flipped, hidden", "cut short", "taken away"])
@pytest.mark.parametrize("kind", FILES)
def test_an_archive_opened_with_a_damaged_index_answers_correctly(
    built: tuple[Path, list[object]], copied: Path, kind: str, way: str
) -> None:
    damage(file_of(copied, kind), way, random.Random(f"{kind} {way}"))
    with Archive.open(copied) as archive:
        assert list(answers(archive)) == built[1]
        assert archive.verify() == ()


@pytest.mark.parametrize("kind", FILES)
def test_an_open_archive_whose_index_is_damaged_answers_correctly(
    built: tuple[Path, list[object]], copied: Path, kind: str
) -> None:
    with Archive.open(copied) as archive:
        assert list(answers(archive)) == built[1]
        damage(file_of(copied, kind), "flipped", random.Random(kind))
        assert list(answers(archive)) == built[1]
        assert archive.verify() == ()


def test_verify_finds_by_checksum_damage_that_size_and_time_do_not_show(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(copied) as archive:
        assert archive.count(MatchAll()) == 60
        path = file_of(copied, "pos")
        damage(path, "flipped", random.Random(3))
        index = archive._follower.index
        assert isinstance(index, TantivyIndex)
        assert index._files
        index._files._checked[path.name] = state_of(path)  # type: ignore[assignment]  # as if the disk had decayed without a trace
        assert archive.count(MatchAll()) == 60
        assert archive.notes == []
        assert archive.verify() == ()
        assert any(f"{path}: was damaged" in note for note in archive.notes)


class Failing(TantivyIndex):
    """An index whose search fails, as when its files are damaged after they were checked."""

    def count(self, query: object) -> int:
        if self.position and not (self.folder / "2").exists():
            raise IndexFault("the search index failed (index out of bounds)")
        return super().count(query)  # type: ignore[arg-type]


def test_a_fault_during_a_search_is_repaired_if_a_file_is_damaged(copied: Path) -> None:
    with Archive.open(copied) as archive:
        index = archive._follower._index = Failing.open(copied / "index")
        with pytest.raises(IndexFault, match="out of bounds"):
            archive.count(MatchAll())
        assert index._files
        path = file_of(copied, "idx")
        damage(path, "flipped", random.Random(4))
        index._files._checked[path.name] = state_of(path)  # type: ignore[assignment]
        assert archive.count(MatchAll()) == 60


def test_the_checksum_that_the_engine_writes_at_the_end_of_a_file_is_read(built: tuple[Path, list[object]]) -> None:
    for kind in FILES[:7]:
        assert checksum_matches(file_of(built[0], kind))
    assert not checksum_matches(file_of(built[0], "meta.json"))
    assert not checksum_matches(built[0] / "nothing")


def test_a_copied_index_is_checked_and_not_rebuilt(built: tuple[Path, list[object]], copied: Path) -> None:
    before = read_manifest(copied / "index")
    for path in (copied / "index").rglob("*"):
        os.utime(path)
    with Archive.open(copied) as archive:
        assert list(answers(archive)) == built[1]
        assert archive.notes == []
    assert read_manifest(copied / "index") == before


def test_the_files_left_by_a_killed_commit_do_not_break_the_next_commit(copied: Path, tmp_path: Path) -> None:
    """The next commit writes a file of the same name, because it has the same changes."""
    shutil.copytree(copied, tmp_path / "killed")
    for folder in (copied, tmp_path / "killed"):
        with Archive.open(folder) as archive:
            archive.tag(archive.ids(MatchAll())[:1], ["new"])
        if folder == copied:
            for path in (copied / "index").rglob("*.del"):
                shutil.copy(path, tmp_path / "killed" / path.relative_to(copied))
            (managed,) = (copied / "index").rglob(".managed.json")
            shutil.copy(managed, tmp_path / "killed" / managed.relative_to(copied))
    with Archive.open(tmp_path / "killed") as archive:
        assert archive.count(parse_query("tag:new", date(2026, 1, 1))) == 1
        assert archive.verify() == ()


def test_a_new_index_replaces_the_old_one_only_when_it_is_complete(copied: Path) -> None:
    with Archive.open(copied) as archive, Archive.open(copied) as reader:
        index, store = archive._follower.index, archive.store

        def changes() -> Iterator[object]:
            for number, change in enumerate(store.changes_since(0)):
                if number % 20 == 0:
                    assert reader.count(MatchAll()) == 60
                    with Archive.open(copied) as other:
                        assert other.count(MatchAll()) == 60
                yield change

        with store.writing():
            index.rebuild(changes())  # type: ignore[arg-type]
        assert reader.count(MatchAll()) == archive.count(MatchAll()) == 60
    assert {path.name for path in (copied / "index").iterdir()} == {"2", "manifest.json"}


def test_a_failed_rebuild_keeps_the_old_index(copied: Path) -> None:
    with Archive.open(copied) as archive:
        with pytest.raises(LookupError, match="half"), archive.store.writing():
            archive._follower.index.rebuild(_broken_off())
        assert archive.count(MatchAll()) == 60
    assert {path.name for path in (copied / "index").iterdir()} == {"1", "manifest.json"}


def _broken_off() -> Iterator[object]:  # type: ignore[misc]
    yield from ()
    raise LookupError("half of it")
