"""No SQLite error reaches a caller; each becomes one line with a cure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.errors import ArchiveDamaged, ArchiveError, ArchiveMissing
from dateline.readers.file_states import FileState
from dateline.store import Store
from dateline.store.feeds import Subscription
from dateline.store.placement_types import Placement
from dateline.types.articles import ArchivedArticle, CleanedArticle, SupersededLine
from dateline.types.documents import Failure, RawDocument
from dateline.types.history import ArticleRecord, Sighting

AT = datetime(2024, 5, 3, tzinfo=UTC)
RAW = RawDocument(b"Text.", "text/plain", "a.txt", "file:/a.txt")
PAGE = RawDocument(b'<link rel="canonical" href="/b">', "text/html", "a", None, "https://mail.example/a")


def record_of(article: CleanedArticle) -> ArticleRecord:
    """Return an article as it comes from another archive."""
    found = ArchivedArticle("x", 1, 1, article, RAW.origin, None, AT)
    return ArticleRecord(found, (Sighting(1, 1, AT, RAW),))


CALLS: dict[str, Callable[[Store, CleanedArticle], object]] = {
    "locate": lambda store, article: store.locate(RAW, "b2:0"),
    "named": lambda store, article: store.named(PAGE),
    "add": lambda store, article: store.add(RAW, "b2:0", Placement("new"), article, AT),
    "prepare": lambda store, article: store.prepare(article, RAW),
    "add_sighting": lambda store, article: store.add_sighting(RAW, "b2:0", Placement("duplicate", "x"), AT),
    "add_failure": lambda store, article: store.add_failure(Failure("a", "b"), AT),
    "replace": lambda store, article: store.replace("x", article),
    "set_former": lambda store, article: store.set_former("x", [SupersededLine("An old line.", 1)]),
    "settle_versions": lambda store, article: store.settle_versions("x"),
    "update_hints": lambda store, article: store.update_hints("x", 1, RAW),
    "repair_raw": lambda store, article: store.repair_raw("b2:0", b"x"),
    "mend": lambda store, article: store.mend(b"x"),
    "forget_failures": lambda store, article: store.forget_failures(),
    "damage": lambda store, article: store.damage(),
    "raw_content": lambda store, article: store.raw_content("b2:0"),
    "places_of": lambda store, article: store.places_of([1]),
    "articles_of": lambda store, article: store.articles_of([1]),
    "remove": lambda store, article: store.remove("x"),
    "override": lambda store, article: store.override("x", ["Share"], True),
    "overrides": lambda store, article: store.overrides("x"),
    "correct": lambda store, article: store.correct("x", {"title": "A"}, AT),
    "corrections": lambda store, article: store.corrections("x"),
    "tag": lambda store, article: store.tag("x", ["a"], ["b"], AT),
    "annotate": lambda store, article: store.annotate("x", "A note.", AT),
    "names": lambda store, article: store.names(),
    "rename": lambda store, article: store.rename("person", ["A. Holt"], "Ada Holt", AT),
    "take_back_names": lambda store, article: store.take_back_names("person", ["A. Holt"]),
    "fill_names": lambda store, article: store.fill_names(),
    "save": lambda store, article: store.save("x", "ferry", AT),
    "forget": lambda store, article: store.forget("x"),
    "mark_news_shown": lambda store, article: store.mark_news_shown("x", 1),
    "saved": lambda store, article: store.saved(),
    "came_since": lambda store, article: store.came_since(0),
    "newest": lambda store, article: store.newest(["x"], 1),
    "failures": lambda store, article: store.failures(),
    "templates": lambda store, article: store.templates(),
    "set_templates": lambda store, article: store.set_templates([]),
    "source_languages": lambda store, article: store.source_languages(),
    "set_source_languages": lambda store, article: store.set_source_languages([]),
    "count_unsought": lambda store, article: store.count_unsought(),
    "day_orders": lambda store, article: store.day_orders(),
    "set_day_orders": lambda store, article: store.set_day_orders([]),
    "find_id": lambda store, article: store.find_id("x"),
    "get": lambda store, article: store.get("x"),
    "get_many": lambda store, article: store.get_many(["x"]),
    "article_record": lambda store, article: store.article_record("x"),
    "admit": lambda store, article: store.admit(record_of(article)),
    "article_ids": lambda store, article: list(store.article_ids()),
    "raw_of": lambda store, article: store.raw_of("x"),
    "versions": lambda store, article: store.versions("x"),
    "cluster_of": lambda store, article: store.cluster_of("x"),
    "clusters": lambda store, article: store.clusters(["x"]),
    "copies_are_current": lambda store, article: store.copies_are_current(),
    "rebuild_copies": lambda store, article: store.rebuild_copies(),
    "last_change": lambda store, article: store.last_change(),
    "size": lambda store, article: store.size(),
    "changes_since": lambda store, article: list(store.changes_since(0)),
    "changes_beside": lambda store, article: list(store.changes_beside({}, 0)),
    "sources": lambda store, article: store.sources(),
    "backup": lambda store, article: store.backup(store.session.path.with_name("copy.db")),
    "note_files": lambda store, article: store.note_files([FileState("/a.txt", 1, 1)]),
    "without_known": lambda store, article: store.without_known([FileState("/a.txt", 1, 1)]),
    "keep_feed": lambda store, article: store.keep_feed(Subscription("https://mail.example/rss", added=AT)),
    "drop_feed": lambda store, article: store.drop_feed("https://mail.example/rss"),
    "feeds": lambda store, article: store.feeds(),
    "fetched": lambda store, article: store.fetched(["https://mail.example/a"]),
    "stats": lambda store, article: store.stats(),
    "verify": lambda store, article: list(store.verify()),
    "batch": lambda store, article: store.batch().__enter__(),
}
_TRUTH = ("raw", "sightings", "line_overrides", "corrections", "failures", "own_tags", "notes", "names", "saved", "feeds")
NO_SQL = {"open", "close", "writing"}


def test_every_public_method_is_listed_here() -> None:
    public = {name for name in dir(Store) if not name.startswith("_") and callable(getattr(Store, name))}
    assert public == set(CALLS) | NO_SQL


@pytest.mark.parametrize("name", CALLS)
def test_each_method_of_a_closed_archive_fails_with_the_file_name(
    store: Store, document: Callable[..., RawDocument], cleaned: Callable[..., CleanedArticle], name: str
) -> None:
    store.close()
    with pytest.raises(ArchiveError, match=r"archive\.db"):
        CALLS[name](store, cleaned(document()))


@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"batch", "verify", "prepare"}))
def test_an_archive_without_its_tables_is_damaged(
    store: Store, document: Callable[..., RawDocument], cleaned: Callable[..., CleanedArticle], name: str
) -> None:
    derived = ("articles", "ledger", "templates", "day_orders", "source_languages", "sketches", "copies")
    for table in (*_TRUTH, *derived, "deletions", "followers", "watched"):
        store.session.run(f"DROP TABLE {table}")
    with pytest.raises(ArchiveDamaged, match="dateline verify"):
        CALLS[name](store, cleaned(document()))


def test_a_full_disk_is_reported_and_committed_articles_stay(
    store: Store, put: Callable[..., tuple[str, str]], document: Callable[..., RawDocument]
) -> None:
    _, article_id = put(document())
    pages = store.session.number("PRAGMA page_count")
    store.session.row(f"PRAGMA max_page_count = {pages}")
    big = "Title\n" + "\n".join(f"Line {number} of a long report." for number in range(9000)) + "\nShare"
    with pytest.raises(ArchiveError, match="disk is full"):
        put(document(big, "https://harbourpost.example/long"))
    assert list(store.article_ids()) == [article_id]
    assert list(store.verify()) == []


def test_missing_write_access_is_reported(store: Store) -> None:
    store.session.run("PRAGMA query_only = ON")
    with pytest.raises(ArchiveError, match="write access"):
        store.add_failure(Failure("a", "b"), AT)


def test_a_missing_archive_names_the_command_that_makes_one(path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="dateline ingest"):
        Store.open(path, create=False)
    assert not path.parent.exists()


def test_a_file_that_is_not_a_database_is_reported(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("This is a letter to the editor, not an archive. " * 50)
    with pytest.raises(ArchiveDamaged, match="not an archive"):
        Store.open(path, create=True)


def test_a_folder_in_place_of_the_archive_file_is_reported(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ArchiveError, match="check that it is a file"):
        Store.open(path, create=True)


def test_a_file_in_place_of_the_archive_folder_is_reported(path: Path) -> None:
    path.parent.write_text("a file")
    with pytest.raises(ArchiveError, match="--archive"):
        Store.open(path, create=True)


@pytest.mark.parametrize("start", [100, 40_000, 120_000])
def test_overwritten_pages_are_damage_not_a_crash(
    path: Path, put: Callable[..., object], store: Store, document: Callable[..., RawDocument], start: int
) -> None:
    with store.batch():
        for number in range(200):
            put(document(f"Title {number}\nText.\nShare", f"https://harbourpost.example/{number}"))
    store.close()
    content = bytearray(path.read_bytes())
    content[start : start + 30_000] = b"\xa5" * 30_000
    path.write_bytes(content)
    findings: list[str] = []
    with suppress(ArchiveDamaged), Store.open(path, create=False) as opened:
        findings += opened.verify()
        assert findings


def test_an_empty_file_is_not_an_archive_until_an_ingest_creates_one(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with pytest.raises(ArchiveMissing, match="empty file"):
        Store.open(path, create=False)
    assert path.stat().st_size == 0
    with Store.open(path, create=True) as made:
        assert made.last_change() == 0
