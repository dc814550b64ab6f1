"""A deleted article is gone with its bytes and does not come back; all others are unchanged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.dry_run import DryRun
from dateline.errors import ArticleMissing
from dateline.query import MatchAll, Query, parse_query
from dateline.types.documents import RawDocument
from made_news import FERRY, STORM, body, edited

ADDRESS = "https://harbourpost.example/{}"


def document(text: str, name: str | None = "1", origin: str = "a.jsonl:1") -> RawDocument:
    url = ADDRESS.format(name) if name else None
    return RawDocument(f"{text}\n\nShare this 8Q7W\n".encode(), "text/plain", origin, url, url)


def asked(text: str) -> Query:
    return parse_query(text, date(2026, 11, 25))


@pytest.fixture
def archive(tmp_path: Path) -> Iterable[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        opened.ingest([document(body(FERRY), "ferry"), document(edited(body(FERRY)), "copy"), document(body(STORM), "storm")])
        yield opened


def named(archive: Archive, name: str) -> str:
    (found,) = (one.id for one in archive.articles() if one.url == ADDRESS.format(name))
    return found


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_deleted_article_is_in_no_list_count_export_or_cluster(archive: Archive) -> None:
    gone, copy = named(archive, "ferry"), named(archive, "copy")
    assert len(archive.copies(copy)) == 2
    archive.tag([gone], ["read"])
    archive.note(gone, "ask again")
    assert archive.delete([gone]) == (gone,)
    assert archive.count(MatchAll()) == archive.store.size() == len(list(archive.articles())) == len(list(archive.records())) == 2
    assert archive.search(asked("ferry"), all_copies=True).total == archive.count(asked("ferry")) == 1
    assert archive.facets(MatchAll(), "tag").total == 2
    assert archive.copies(copy) == ()
    assert archive.verify() == ()
    with pytest.raises(ArticleMissing):
        archive.get(gone)


def test_no_ingest_brings_it_back_until_its_tombstone_is_removed(archive: Archive) -> None:
    archive.delete([named(archive, "ferry")])
    for text in (body(FERRY), body(FERRY) + "\n\nMore was said."):
        with DryRun.of(archive.folder) as dry_run:
            assert dry_run.ingest([document(text, "ferry")]).skipped == 1
        assert archive.ingest([document(text, "ferry", "b.jsonl:1")]).skipped == 1
    assert ADDRESS.format("ferry") in archive.tombstones()
    assert archive.ingest([document(body(FERRY), "another")]).new == 1
    assert archive.remove_tombstones([ADDRESS.format("ferry"), "https://never.example/"]) == 1
    assert archive.ingest([document(body(FERRY), "ferry")]).new == 1
    assert archive.verify() == ()


def test_a_deleted_page_is_not_fetched_again_for_a_feed(archive: Archive) -> None:
    archive.delete([named(archive, "ferry")])
    assert set(archive.store.fetched([ADDRESS.format("ferry"), ADDRESS.format("storm")])) == {ADDRESS.format("ferry")}


def test_an_article_deleted_without_tombstones_can_come_back(archive: Archive) -> None:
    archive.delete([named(archive, "ferry")], forget_names=True)
    assert archive.tombstones() == ()
    assert archive.ingest([document(body(FERRY), "ferry")]).new == 1


@pytest.mark.parametrize("name", ["file:/old/ferry.txt", None])
def test_the_same_bytes_in_another_file_are_skipped_too(tmp_path: Path, name: str | None) -> None:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        content = body(FERRY).encode()
        archive.ingest([RawDocument(content, "text/plain", "ferry.txt", name)])
        archive.delete(archive.ids(MatchAll()))
        assert archive.ingest([RawDocument(content, "text/plain", "moved.txt", "file:/new/moved.txt")]).skipped == 1
        assert archive.ingest([RawDocument(content + b" More.", "text/plain", "moved.txt", "file:/new/moved.txt")]).new == 1


def test_deleting_an_article_does_not_block_its_copy_at_another_address(archive: Archive) -> None:
    shared = document(body(STORM), "other")
    archive.ingest([shared])
    archive.delete([named(archive, "storm")])
    newer = document(body(STORM) + "\n\nMore was said.", "other")
    assert archive.ingest([newer]).new_version == 1
    assert archive.raw(named(archive, "other")) == newer
    assert archive.verify() == ()


def test_an_import_does_not_bring_a_deleted_article_back(archive: Archive, tmp_path: Path) -> None:
    records = list(archive.records())
    archive.delete([named(archive, "ferry")])
    summary = archive.import_records(records)
    assert (summary.skipped, summary.duplicate) == (1, 2)


def test_either_all_given_articles_are_deleted_or_none(archive: Archive) -> None:
    with pytest.raises(ArticleMissing):
        archive.delete([named(archive, "ferry"), "zzzzzzzz"])
    assert archive.count(MatchAll()) == 3


def test_a_raw_document_stored_relative_to_a_deleted_article_is_kept(archive: Archive) -> None:
    archive.ingest([document(body(STORM), "other")])
    archive.delete([named(archive, "storm")])
    assert archive.raw(named(archive, "other")).content == document(body(STORM)).content
    assert archive.store.session.rows("SELECT * FROM supports") == []


def test_the_bytes_of_a_deleted_article_are_in_no_file_of_a_compact_archive(tmp_path: Path) -> None:
    secret = "Xanthippe Quorndon met Zebedee Vlk"
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest(
            [document(body(STORM), "storm"), document(f"Old\n\n{secret} once.", "s"), document(f"New\n\n{secret} twice.", "s")]
        )
        assert b"Xanthippe" in bytes_of(archive.folder)
        archive.delete([named(archive, "s")])
        assert b"Xanthippe" not in b"".join(path.read_bytes() for path in archive.folder.glob("archive.db*"))
        archive.compact()
        found = bytes_of(archive.folder).lower()
        assert not any(word in found for word in (b"xanthippe", b"quorndon", b"zebedee"))
        assert archive.verify() == ()
