"""Vectors are stored, counted, checked and copied with their archive; an archive without vectors has no table for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.store import Store
from dateline.store.deletion import make_compact
from dateline.store.vectors import FOLLOWER, Made, Passage, Vectors, is_there
from dateline.types.documents import RawDocument

Put = Callable[[RawDocument], tuple[str, str]]


@pytest.fixture
def ferry(store: Store, put: Put, document: Callable[..., RawDocument]) -> str:
    """An archive of one article, with a vector."""
    article_id = put(document())[1]
    with store.batch():
        vectors = Vectors(store.session)
        vectors.begin("test")
        vectors.write([Made(article_id, 1, 7, b"abc")], 1)
    return article_id


def test_a_new_archive_has_no_table_for_vectors(store: Store, put: Put, document: Callable[..., RawDocument]) -> None:
    store.remove(put(document())[1])
    vectors = Vectors(store.session)
    assert (is_there(store.session), vectors.model, vectors.last, vectors.of_articles(["a"])) == (False, None, 0, {})
    assert list(store.verify()) == []


def test_changed_articles_are_listed_with_the_text_of_their_vector(store: Store, ferry: str) -> None:
    vectors = Vectors(store.session)
    assert (vectors.followed, vectors.behind(), vectors.changed(1, 10)) == (1, 0, [])
    body = "The ferry sails again from Monday.\n\nTickets cost two crowns."
    assert vectors.changed(0, 10) == [Passage(ferry, 1, "Ferry line returns", body, "en", 7)]


def test_a_vector_is_removed_with_its_article_and_cannot_be_added_later(store: Store, ferry: str) -> None:
    store.remove(ferry)
    vectors = Vectors(store.session)
    assert vectors.of_articles([ferry]) == {}
    with store.batch():
        vectors.write([Made(ferry, 1, 7, b"abc")], 2)
    assert vectors.of_articles([ferry]) == {}


def test_another_model_starts_without_vectors(store: Store, ferry: str) -> None:
    vectors = Vectors(store.session)
    with store.batch():
        vectors.begin("test")
    assert vectors.of_articles([ferry]) == {ferry: b"abc"}
    with store.batch():
        vectors.begin("another")
    assert (vectors.of_articles([ferry]), vectors.followed, vectors.model) == ({}, 0, "another")


def test_verify_finds_orphaned_and_damaged_vectors(store: Store, ferry: str) -> None:
    with store.batch():
        store.session.run("INSERT INTO vectors (article_id, change, text, vector) VALUES ('gone', 1, 1, 'ab')")
    assert list(store.verify()) == [
        "the vector of gone belongs to no article; 'dateline embed' removes it",
        "the vector of gone is damaged; 'dateline embed --anew' makes all vectors again",
    ]
    with store.batch():
        Vectors(store.session).begin("test")
    assert list(store.verify()) == []


def test_backups_and_compact_archives_keep_their_vectors(store: Store, ferry: str, tmp_path: Path) -> None:
    assert store.backup(tmp_path / "copy.db") == 1
    with Store.open(tmp_path / "copy.db", create=False) as copy:
        assert Vectors(copy.session).of_articles([ferry]) == {ferry: b"abc"}
    make_compact(store)
    assert Vectors(store.session).of_articles([ferry]) == {ferry: b"abc"}


def test_clearing_vectors_leaves_only_empty_tables(store: Store, ferry: str) -> None:
    with store.batch():
        Vectors(store.session).clear()
    assert store.session.row("SELECT 1 FROM followers WHERE name = ?", (FOLLOWER,)) is None
    assert store.session.number("SELECT count(*) FROM vectors") == 0
