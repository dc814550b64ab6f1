"""The store as a whole: articles are added, found, followed, replaced, restored and removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dateline.errors import ArchiveDamaged, ArticleMissing
from dateline.store import Store
from dateline.store.statistics import SourceCount
from dateline.text import content_hash, short_id
from dateline.types.articles import CleanedArticle, LineOverrides
from dateline.types.documents import Failure, RawDocument

Document = Callable[..., RawDocument]
Cleaned = Callable[..., CleanedArticle]
Put = Callable[[RawDocument], tuple[str, str]]

AT = datetime(2024, 5, 3, tzinfo=UTC)
OTHER = "https://harbourpost.example/2024/05/bridge"
BRIDGE = "Bridge closed\nThe old bridge is closed until autumn.\nShare 3"


def test_an_article_is_found_by_its_id(store: Store, put: Put, document: Document, cleaned: Cleaned) -> None:
    raw = document()
    _, article_id = put(raw)
    found = store.get(article_id)
    assert found.article == cleaned(raw)
    assert (found.version, found.change, found.origin) == (1, 1, "dump.jsonl:1")
    assert store.raw_of(article_id) == raw


def test_cleaning_again_uses_the_first_sighting_of_a_document(store: Store, put: Put, document: Document) -> None:
    """A later sighting without hints must not remove facts from the article."""
    raw = document()
    _, article_id = put(raw)
    put(RawDocument(raw.content, "text/html", "-"))
    assert store.raw_of(article_id) == raw


def test_older_versions_keep_their_raw_documents(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    put(document(BRIDGE))
    assert store.raw_of(article_id, 1).content == document().content
    assert store.raw_of(article_id).content == BRIDGE.encode()
    with pytest.raises(ArticleMissing, match="version 3"):
        store.raw_of(article_id, 3)


def test_the_id_is_short_and_made_from_the_identity(put: Put, document: Document) -> None:
    assert put(document())[1] == short_id(document().identity or "", 8)


def test_colliding_ids_get_longer_and_stay_valid(path: Path, document: Document, cleaned: Cleaned) -> None:
    with Store.open(path, create=True, id_length=1) as store:
        ids = []
        for number in range(60):
            raw = document(identity=f"https://harbourpost.example/{number}")
            raw_id = content_hash(raw.content)
            ids.append(store.add(raw, raw_id, store.locate(raw, raw_id), cleaned(raw), AT)[0])
        assert len(set(ids)) == 60
        assert max(map(len, ids)) > 1
        assert sorted(ids) == list(store.article_ids())
        assert store.find_id(min(ids, key=len)) == min(ids, key=len)


def test_an_id_may_be_shortened_or_misread_but_not_ambiguous(store: Store, put: Put, document: Document) -> None:
    ids = [put(document(identity=f"https://harbourpost.example/{number}"))[1] for number in range(40)]
    assert store.find_id(ids[0].upper()) == ids[0]
    assert store.find_id(ids[0].replace("0", "O").replace("1", "l")) == ids[0]
    shared = next(article_id[0] for article_id in ids if sum(other[0] == article_id[0] for other in ids) > 1)
    with pytest.raises(ArticleMissing, match="several articles begin with"):
        store.find_id(shared)


@pytest.mark.parametrize("prefix", ["", "  ", "zzzzzzzz", "%", "kerry's"])
def test_the_error_for_an_unknown_id_names_the_command_that_shows_ids(
    store: Store, put: Put, document: Document, prefix: str
) -> None:
    put(document())
    with pytest.raises(ArticleMissing, match="dateline search"):
        store.find_id(prefix)


def test_many_articles_are_returned_in_the_requested_order(store: Store, put: Put, document: Document) -> None:
    ids = [put(document(identity=f"https://harbourpost.example/{number}"))[1] for number in range(3)]
    asked = [ids[2], "nothing0", ids[0], ids[2]]
    assert list(store.get_many(asked)) == [ids[2], ids[0]]


def test_a_follower_gets_every_change_in_order(store: Store, put: Put, document: Document) -> None:
    _, first = put(document())
    _, second = put(document(BRIDGE, OTHER))
    position = store.last_change()
    put(document(BRIDGE))
    store.remove(second)
    changes = list(store.changes_since(position))
    assert [(change.number, change.article_id, change.article is None) for change in changes] == [
        (3, first, False),
        (4, second, True),
    ]
    assert store.last_change() == 4
    assert list(store.changes_since(4)) == []


def test_changes_in_several_chunks_are_all_returned(store: Store, put: Put, document: Document) -> None:
    with store.batch():
        for number in range(1203):
            put(document(f"Title\nText {number}.\nShare", f"https://harbourpost.example/{number}"))
        for article_id in list(store.article_ids())[::100]:
            store.remove(article_id)
    numbers = [change.number for change in store.changes_since(0)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 1203
    assert numbers[-1] == store.last_change()


def test_a_removed_article_leaves_nothing_and_can_be_added_again(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    store.remove(article_id)
    stats = store.stats()
    assert (stats.articles, stats.sightings, stats.raw_bytes) == (0, 0, 0)
    assert put(document()) == ("new", article_id)
    assert [change.article is None for change in store.changes_since(0)] == [False]
    assert list(store.verify()) == []


def test_bytes_that_another_article_needs_stay(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    _, other = put(document(identity=OTHER))
    store.remove(article_id)
    assert store.raw_of(other).content == document().content
    with pytest.raises(ArticleMissing):
        store.remove(article_id)


def test_replacing_an_article_by_the_same_result_is_not_a_change(
    store: Store, put: Put, document: Document, cleaned: Cleaned
) -> None:
    """After cleaning with a newer cleaner, articles with the same result are not indexed again."""
    _, article_id = put(document())
    assert not store.replace(article_id, cleaned(document(), "rules-2"))
    assert store.last_change() == 1
    assert store.get(article_id).article.cleaner == "rules-2"


def test_replacing_an_article_by_another_result_is_a_change(store: Store, put: Put, document: Document, cleaned: Cleaned) -> None:
    _, article_id = put(document())
    better = cleaned(document(BRIDGE))
    assert store.replace(article_id, better)
    assert store.last_change() == 2
    assert store.get(article_id).article.lines == better.lines


def test_overrides_of_lines_are_remembered(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    store.override(article_id, ["Share 14"], keep=True)
    store.override(article_id, ["Share 14", "caf\udce9"], keep=True)
    assert store.overrides(article_id) == LineOverrides(frozenset({"Share 14", "caf\\udce9"}))
    store.override(article_id, ["Share 14"], keep=False)
    store.override(article_id, ["caf\udce9"], keep=None)
    assert store.overrides(article_id) == LineOverrides(dropped=frozenset({"Share 14"}))


def test_a_failure_is_kept_until_its_document_succeeds(store: Store, put: Put, document: Document) -> None:
    store.add_failure(Failure("dump.jsonl:1", "broken JSON"), AT)
    store.add_failure(Failure("b.html", "empty"), AT)
    store.add_failure(Failure("dump.jsonl:1", "no text"), AT)
    assert store.failures() == (Failure("dump.jsonl:1", "no text"), Failure("b.html", "empty"))
    put(document())
    assert store.failures() == (Failure("b.html", "empty"),)


def test_a_batch_that_fails_leaves_nothing(store: Store, put: Put, document: Document) -> None:
    def interrupted() -> None:
        with store.batch():
            put(document())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.last_change() == 0
    assert list(store.article_ids()) == []


def test_a_reader_sees_what_is_committed_while_another_writes(store: Store, path: Path, put: Put, document: Document) -> None:
    with Store.open(path, create=False) as reader, store.batch():
        put(document())
        assert list(reader.article_ids()) == []
    with Store.open(path, create=False) as reader:
        assert len(list(reader.article_ids())) == 1


def test_sources_and_stats_count_articles(store: Store, put: Put, document: Document) -> None:
    put(document())
    put(document(BRIDGE))
    put(document(BRIDGE, OTHER))
    assert store.sources() == (SourceCount("Harbour Post", 2, date(2024, 5, 2), date(2024, 5, 2)),)
    stats = store.stats()
    assert (stats.articles, stats.versions, stats.sightings, stats.undated, stats.failures) == (2, 3, 3, 0, 0)
    assert stats.raw_bytes == len(document().content) + len(BRIDGE)
    assert stats.languages == (("en", 2),)


def test_sql_alone_shows_articles_versions_and_removed_lines(store: Store, put: Put, document: Document) -> None:
    """So Datasette needs none of our code."""
    _, article_id = put(document())
    rows = store.session.rows("SELECT line, label, reason FROM removed_lines WHERE article_id = ?", (article_id,))
    assert rows == [(1, "title", "rule:title"), (4, "share", "rule:counter")]
    body, authors = store.session.rows("SELECT body, authors FROM articles")[0]
    assert body == "The ferry sails again from Monday.\n\nTickets cost two crowns."
    assert json.loads(authors) == ["Ana Ruiz"]
    assert store.session.rows("SELECT article_id, version FROM versions") == [(article_id, 1)]


def test_a_ledger_that_contradicts_its_body_names_the_article(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    store.session.run("UPDATE articles SET body = 'Something else.'")
    with pytest.raises(ArchiveDamaged, match=f"{article_id}.*repair"):
        store.get(article_id)
