"""Lines of older versions stay with the article until the newest version has them again."""

from __future__ import annotations

from collections.abc import Callable

from dateline.store import Store
from dateline.types.articles import SupersededLine
from dateline.types.documents import RawDocument

Document = Callable[..., RawDocument]
Put = Callable[[RawDocument], tuple[str, str]]

FIRST = "Ferry line returns\nThe ferry sails again from Monday.\nTickets cost two crowns.\nShare 14"
SECOND = "Ferry line delayed\nThe ferry sails again from Tuesday.\nTickets cost two crowns.\nShare 15"
THIRD = "Ferry line delayed\nThe ferry sails again from Monday.\nShare 16"


def superseded(store: Store, article_id: str) -> list[tuple[str, int]]:
    return [(line.text, line.version) for line in store.get(article_id).former]


def test_superseded_lines_have_the_last_version_that_had_them(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document(FIRST))
    assert superseded(store, article_id) == []
    put(document(SECOND))
    assert superseded(store, article_id) == [("Ferry line returns", 1), ("The ferry sails again from Monday.", 1)]
    put(document(THIRD))
    assert superseded(store, article_id) == [
        ("Ferry line returns", 1),
        ("The ferry sails again from Tuesday.", 2),
        ("Tickets cost two crowns.", 2),
    ]
    assert list(store.verify()) == []


def test_a_follower_gets_superseded_lines(store: Store, put: Put, document: Document) -> None:
    put(document(FIRST))
    seen = store.last_change()
    put(document(SECOND))
    (change,) = store.changes_since(seen)
    assert change.article is not None
    assert [line.text for line in change.article.former] == ["Ferry line returns", "The ferry sails again from Monday."]


def test_setting_superseded_lines_is_a_change_only_if_they_differ(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document(FIRST))
    put(document(SECOND))
    seen, lines = store.last_change(), store.get(article_id).former
    assert not store.set_former(article_id, lines)
    assert store.last_change() == seen
    assert store.set_former(article_id, [SupersededLine("Another line.", 1)])
    assert [change.article_id for change in store.changes_since(seen)] == [article_id]
    assert superseded(store, article_id) == [("Another line.", 1)]


def test_superseded_lines_are_removed_with_their_article(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document(FIRST))
    put(document(SECOND))
    store.remove(article_id)
    assert store.session.number("SELECT count(*) FROM former") == 0


def test_a_line_of_a_version_that_does_not_exist_is_noticed(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document(FIRST))
    store.session.run("INSERT INTO former (article_id, text, version) VALUES (?, 'A line.', 1)", (article_id,))
    assert list(store.verify()) == [f"article {article_id} has lines of versions that it does not have"]
