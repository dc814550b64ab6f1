"""The compression dictionary of removed lines is learned once, and everything packed with it stays readable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dateline.errors import ArchiveDamaged, ArchiveError
from dateline.store import Store
from dateline.store.codec import Codec
from dateline.store.deletion import delete_articles, make_compact
from dateline.store.dictionaries import Dictionaries
from dateline.store.placement_types import Placement
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, Line, Metadata
from dateline.types.documents import RawDocument

BOILERPLATE = [
    f"Item {number} of the menu of the Harbour Post, with the news of district {number * 31 % 17}" for number in range(12)
]
URL = "https://harbourpost.example/"


def page(number: int) -> tuple[RawDocument, CleanedArticle]:
    """Return a page with much boilerplate and a short story."""
    removed = [*BOILERPLATE, f"{number} comments", f"Most read today: report {number * 7919} from the harbour council"]
    story = f"The boat number {number} came in."
    lines = [Line(text, False, "nav", "rule:menu") for text in removed] + [Line(story, True, "body", "rule:unopposed")]
    raw = RawDocument("\n\n".join(line.text for line in lines).encode(), "text/plain", f"{number}.txt", f"{URL}{number}")
    return raw, CleanedArticle(content_hash(raw.content), Metadata(title=f"Boat {number}"), tuple(lines), "rules-1")


@pytest.fixture
def learned(store: Store, put_page: Callable[[int], str]) -> Store:
    """An archive with enough articles to have learned a dictionary, and one more."""
    with store.batch():
        for number in range(1000):
            put_page(number)
    put_page(1000)
    return store


@pytest.fixture
def put_page(store: Store) -> Callable[[int], str]:
    """A function that stores a page and returns the id of its article."""

    def take(number: int) -> str:
        raw, article = page(number)
        raw_id = content_hash(raw.content)
        return store.add(raw, raw_id, Placement("new"), article, datetime(2024, 5, 3, tzinfo=UTC))[0]

    return take


def test_a_dictionary_is_learned_from_enough_articles_and_saves_half_the_space(learned: Store) -> None:
    sizes = [size for (size,) in learned.session.rows("SELECT length(removed) FROM ledger ORDER BY rowid")]
    assert learned.session.number("SELECT count(*) FROM dictionaries") == 1
    assert sizes[1000] < sizes[999] / 2
    assert list(learned.verify()) == []
    for number in (3, 1000):
        raw, article = page(number)
        article_id = learned.locate(raw, "b2:other").article_id
        assert article_id is not None
        assert learned.get(article_id).article.lines == article.lines
        assert learned.raw_of(article_id).content == raw.content
        assert not learned.replace(article_id, article)


def test_a_dictionary_in_use_cannot_be_changed_or_deleted(learned: Store) -> None:
    for deed in ("UPDATE dictionaries SET content = x'00'", "DELETE FROM dictionaries"):
        with pytest.raises(ArchiveError, match="packed with this dictionary"):
            learned.session.run(deed)


def test_a_missing_dictionary_is_reported(store: Store) -> None:
    with pytest.raises(ArchiveDamaged, match="dictionary 258, which is not there"):
        Dictionaries(store.session, Codec()).unpack(b"\x03\x01\x02abc")


def test_a_dictionary_learned_in_a_batch_that_failed_is_not_used(store: Store, put_page: Callable[[int], str]) -> None:
    def broken() -> None:
        with store.batch():
            for number in range(1000):
                put_page(number)
            store._dictionaries.learn(1000)
            put_page(1000)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    put_page(0)
    assert store.session.rows("SELECT count(*) FROM dictionaries") == [(0,)]
    assert list(store.verify()) == []


def test_a_compact_archive_has_a_dictionary_of_its_current_articles(store: Store) -> None:
    with store.batch():
        ids = []
        for number in range(1000):
            raw, article = page(number)
            own = tuple(
                Line(f"Quorndon {place} of the club at the pier", False, "nav", "rule:menu") for place in range(9) if number % 2
            )
            made = replace(article, lines=own + article.lines)
            ids.append(store.add(raw, content_hash(raw.content), Placement("new"), made, datetime(2024, 5, 3, tzinfo=UTC))[0])
    assert b"Quorndon" in store.session.rows("SELECT content FROM dictionaries")[0][0]
    delete_articles(store, ids[1::2], None)
    before = store.get_many(ids)
    make_compact(store)
    ((number, content),) = store.session.rows("SELECT id, content FROM dictionaries")
    assert (number, b"Quorndon" in content) == (2, False)
    assert store.get_many(ids) == before
    assert list(store.verify()) == []
    with pytest.raises(ArchiveError, match="packed with this dictionary"):
        store.session.run("DELETE FROM dictionaries")
    assert b"Quorndon" not in store.session.path.read_bytes()
