"""Damage is reported with its cure, harms nothing else, and is repaired from undamaged data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.errors import ArchiveDamaged
from dateline.query import MatchAll, parse_query
from dateline.readers import open_documents

FERRY = """Ferry terminal to close after ninety years

The council voted nine to two on Monday to close the old ferry terminal, ending a service that has run since 1929.

Subscribe to our newsletter
"""
STORM = """Storm takes the roof off the market hall

A storm tore the roof off the market hall on Sunday night, and the stalls will stay shut until engineers have looked at it.

Subscribe to our newsletter
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, "utf-8")
    (folder / "storm.txt").write_text(STORM, "utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest(open_documents([str(folder)]))
        yield archive


def find_id(archive: Archive, word: str) -> str:
    (article_id,) = archive.ids(parse_query(word, date(2026, 1, 1)))
    return article_id


def damage_raw(archive: Archive, article_id: str) -> None:
    """Replace an article's raw document with other bytes, which unpack without an error."""
    other = archive.store._raws.codec.pack(b"")
    with archive.store.batch():
        archive.store.session.run(
            "UPDATE raw SET content = ?, base = NULL WHERE id = (SELECT raw FROM articles WHERE id = ?)", (other, article_id)
        )


def damage_ledger(archive: Archive, article_id: str) -> None:
    archive.store.session.run("UPDATE ledger SET lines = '[1, 2' WHERE article_id = ?", (article_id,))


def test_recleaning_leaves_an_article_with_a_damaged_document_alone(archive: Archive) -> None:
    ferry = find_id(archive, "ferry")
    before = archive.get(ferry)
    damage_raw(archive, ferry)
    assert archive.reclean() == (0, 2)
    assert archive.get(ferry).article == before.article
    assert any(f"{ferry} was not cleaned again" in note and "dateline repair" in note for note in archive.notes)


def test_verify_names_the_article_and_the_cure(archive: Archive) -> None:
    ferry = find_id(archive, "ferry")
    damage_raw(archive, ferry)
    (fault,) = archive.verify()
    assert fault.startswith(f"article {ferry}, version 1: raw document b2:")
    assert "'dateline repair' repairs it" in fault
    damaged: list[str] = []
    assert len(list(archive.records(damaged=damaged))) == 1
    assert ferry in damaged[0]


@pytest.mark.parametrize("how", ["its file", "a named file", "a copy"])
def test_a_damaged_document_is_repaired_with_the_same_bytes_from_elsewhere(archive: Archive, tmp_path: Path, how: str) -> None:
    ferry = find_id(archive, "ferry")
    archive.backup(tmp_path / "copy.db")
    content = archive.raw(ferry).content
    damage_raw(archive, ferry)
    places: tuple[str, ...] = ()
    if how != "its file":
        (tmp_path / "texts" / "ferry.txt").rename(tmp_path / "moved.txt")
        places = (str(tmp_path / ("moved.txt" if how == "a named file" else "copy.db")),)
    result = archive.repair(places)
    assert (result.raws, result.left) == (1, ())
    assert archive.raw(ferry).content == content


def test_damage_that_cannot_be_repaired_is_left_and_reported(archive: Archive, tmp_path: Path) -> None:
    ferry = find_id(archive, "ferry")
    damage_raw(archive, ferry)
    (tmp_path / "texts" / "ferry.txt").write_text(FERRY + "Changed.", "utf-8")
    result = archive.repair()
    assert (result.raws, result.articles, len(result.left)) == (0, (), 1)
    assert "The council voted" in archive.get(ferry).article.body


def test_an_archive_with_a_damaged_ledger_can_be_indexed_searched_and_repaired(archive: Archive) -> None:
    ferry = find_id(archive, "ferry")
    before = archive.get(ferry).article
    damage_ledger(archive, ferry)
    assert archive.reindex() == 2
    assert find_id(archive, "ferry") == ferry
    assert archive.search(parse_query("council", date(2026, 1, 1))).hits[0].metadata.title == before.metadata.title
    assert any(ferry in note for note in archive.notes)
    with pytest.raises(ArchiveDamaged, match="dateline repair"):
        archive.get(ferry)
    result = archive.repair()
    assert (result.articles, result.left) == ((ferry,), ())
    assert archive.get(ferry).article == before
    assert archive.count(MatchAll()) == 2


def test_a_damaged_older_version_keeps_its_superseded_lines(archive: Archive, tmp_path: Path) -> None:
    ferry = find_id(archive, "ferry")
    (tmp_path / "texts" / "ferry.txt").write_text(FERRY.replace("nine to two", "eight to three"), "utf-8")
    archive.ingest(open_documents([str(tmp_path / "texts")]))
    former = archive.get(ferry).former
    assert former
    archive.store.session.run("UPDATE raw SET content = substr(content, 1, 9) WHERE id = (SELECT min(id) FROM raw)")
    archive.reclean()
    assert archive.get(ferry).former == former


def test_failures_can_be_forgotten_and_a_mistyped_path_is_not_recorded(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": \n', "utf-8")
    summary = archive.ingest(open_documents([str(tmp_path / "bad.jsonl"), str(tmp_path / "no-such-file")]))
    assert summary.failed == 2
    (failure,) = archive.failures()
    assert "bad.jsonl" in failure.origin
    assert archive.forget_failures(["elsewhere"]) == 0
    assert archive.forget_failures() == 1
    assert archive.failures() == ()


def test_ingesting_the_source_again_with_retell_repairs_a_damaged_document(archive: Archive, tmp_path: Path) -> None:
    ferry = find_id(archive, "ferry")
    damage_raw(archive, ferry)
    assert archive.verify()
    assert archive.ingest(open_documents([str(tmp_path / "texts")])).healed == 0
    summary = archive.ingest(open_documents([str(tmp_path / "texts")]), retell=True)
    assert (summary.duplicate, summary.healed) == (2, 1)
    assert archive.raw(ferry).content.decode() == FERRY
    assert archive.verify() == ()
    assert archive.ingest(open_documents([str(tmp_path / "texts")]), retell=True).healed == 0
    damage_raw(archive, ferry)
    assert archive.repair(str(tmp_path / "texts")).raws == 1


def test_an_export_names_the_article_that_it_leaves_out(archive: Archive) -> None:
    ferry = find_id(archive, "ferry")
    damage_raw(archive, ferry)
    damaged: list[str] = []
    assert len(list(archive.records(damaged=damaged))) == 1
    assert [ferry in line for line in damaged] == [True]
