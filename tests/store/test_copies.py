"""The grouping of copies follows every change of the articles, and removes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from dateline.errors import ArticleMissing
from dateline.store import Store
from dateline.store.migrations import STEPS, migrations
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, DateEvidence, Line, Metadata
from dateline.types.documents import RawDocument
from made_news import CHINESE, FERRY, OTHER_VIEW, STORM, body, edited, weather

SEEN = datetime(2024, 5, 3, tzinfo=UTC)
TEXTS = {
    "ferry": body(FERRY),
    "ferry-cut": body(FERRY[:4]),
    "ferry-edited": edited(body(FERRY)),
    "ferry-middle": body((*FERRY[:2], *FERRY[5:])),
    "other": body(OTHER_VIEW),
    "storm": body(STORM),
    "storm-again": body(STORM),
    "weather-1": weather("Halden", "Monday", 3, 9, 12, 40, 1, 17),
    "weather-2": weather("Halden", "Tuesday", 7, 15, 4, 80, 5, 11),
    "chinese": body(CHINESE),
    "chinese-cut": body(CHINESE[:3]),
    "short": "No papers tomorrow.",
}
STORIES = [{"chinese", "chinese-cut"}, {"ferry", "ferry-cut", "ferry-edited", "ferry-middle"}, {"storm", "storm-again"}]


def put(store: Store, name: str, text: str, day: str = "2024-05-02", source: str = "Harbour Post") -> str:
    """Store a clean text under a name and return the id of its article."""
    raw = RawDocument(text.encode(), "text/plain", f"{name}.txt", f"https://harbourpost.example/{name}")
    raw_id = content_hash(raw.content)
    date = DateEvidence(day, "day", "published", "line:1", day, 0.9)
    lines = tuple(Line(line, True, "body", "test") for line in text.split("\n") if line)
    article = CleanedArticle(raw_id, Metadata(title=name, published=date, dates=(date,), source=source), lines, "test")
    with store.batch():
        placement = store.locate(raw, raw_id)
        if placement.outcome == "duplicate":
            store.add_sighting(raw, raw_id, placement, SEEN)
            return str(placement.article_id)
        return store.add(raw, raw_id, placement, article, SEEN)[0]


def stories(store: Store) -> list[set[str]]:
    """Return the clusters, as the names of their articles."""
    clusters = {store.cluster_of(article_id) for article_id in store.article_ids()} - {None}
    titles = {one.id: str(one.article.metadata.title) for one in store.get_many(store.article_ids()).values()}
    return sorted(({titles[copy.article_id] for copy in cluster.copies} for cluster in clusters if cluster), key=min)


@pytest.fixture
def filled(store: Store) -> dict[str, str]:
    """The ids of all texts, stored one by one."""
    return {name: put(store, name, text) for name, text in TEXTS.items()}


def test_copies_are_grouped_as_they_arrive_and_other_articles_are_not(store: Store, filled: dict[str, str]) -> None:
    assert stories(store) == STORIES
    assert list(store.verify()) == []


def test_grouping_removes_nothing(store: Store, filled: dict[str, str]) -> None:
    assert len(list(store.article_ids())) == len(TEXTS)
    for name, article_id in filled.items():
        assert store.raw_of(article_id).content.decode() == TEXTS[name]
        assert store.get(article_id).article.body.replace("\n", "") == TEXTS[name].replace("\n", "")


def test_an_article_has_the_lead_copy_and_the_size_of_its_cluster(store: Store, filled: dict[str, str]) -> None:
    mark = store.get(filled["ferry-edited"]).cluster
    assert mark is not None
    assert (mark.lead, mark.size, mark.similarity) == (filled["ferry"], 4, pytest.approx(0.85, abs=0.1))
    assert store.get(filled["other"]).cluster is None
    marks = store.clusters([filled["storm"], filled["other"], "nowhere"])
    assert {article_id: mark.size for article_id, mark in marks.items()} == {filled["storm"]: 2}


def test_the_lead_copy_comes_first_and_the_others_by_similarity(store: Store, filled: dict[str, str]) -> None:
    cluster = store.cluster_of(filled["ferry-cut"])
    assert cluster is not None
    assert (cluster.lead, cluster.copies[0].similarity) == (cluster.copies[0].article_id, 1.0)
    similarities = [copy.similarity for copy in cluster.copies]
    assert similarities == sorted(similarities, reverse=True)
    assert min(similarities) > 0.5


def test_the_copy_of_the_wire_itself_leads_even_if_others_are_earlier(store: Store, filled: dict[str, str]) -> None:
    early = put(store, "ferry-early", body(FERRY[1:]), day="2024-05-01")
    wire = put(store, "ferry-wire", body(FERRY), day="2024-05-09", source="Reuters")
    last = put(store, "ferry-first", body(FERRY), day="2024-04-01")
    for article_id in (early, wire, last, filled["ferry"]):
        cluster = store.cluster_of(article_id)
        assert cluster is not None
        assert (cluster.lead, len(cluster.copies)) == (wire, 7)
    assert list(store.verify()) == []


def test_a_new_date_alone_can_change_the_lead_copy(store: Store, filled: dict[str, str]) -> None:
    found = store.get(filled["ferry-cut"]).article
    first = DateEvidence("2024-01-01", "day", "published", "line:1", "1 January", 0.9)
    metadata = Metadata(title="ferry-cut", published=first, dates=(first,))
    store.replace(filled["ferry-cut"], CleanedArticle(found.raw_id, metadata, found.lines, "test"))
    cluster = store.cluster_of(filled["ferry"])
    assert cluster is not None
    assert cluster.lead == filled["ferry-cut"]
    assert list(store.verify()) == []


def test_a_new_version_with_another_text_leaves_its_cluster(store: Store, filled: dict[str, str]) -> None:
    put(store, "ferry", body(STORM))
    assert stories(store) == [STORIES[0], STORIES[2] | {"ferry"}, STORIES[1] - {"ferry"}]
    put(store, "storm", weather("Halden", "Sunday", 1, 22, 33, 44, 5, 6))
    assert stories(store) == [STORIES[0], {"ferry", "storm-again"}, STORIES[1] - {"ferry"}]
    assert list(store.verify()) == []


def test_removing_the_only_link_between_two_articles_dissolves_their_cluster(store: Store) -> None:
    """The first half and the last are copies of the whole, not of each other."""
    first, last, whole = (put(store, name, body(part)) for name, part in (("a", FERRY[:4]), ("b", FERRY[4:]), ("c", FERRY)))
    assert stories(store) == [{"a", "b", "c"}]
    store.remove(whole)
    assert stories(store) == []
    assert store.cluster_of(first) is store.cluster_of(last) is None
    assert list(store.verify()) == []


def test_removing_the_lead_copy_leaves_the_others_together(store: Store, filled: dict[str, str]) -> None:
    cluster = store.cluster_of(filled["ferry"])
    assert cluster is not None
    store.remove(cluster.lead)
    (left,) = [story for story in stories(store) if "ferry-cut" in story]
    assert left < STORIES[1]
    assert len(left) == 3
    assert list(store.verify()) == []


def test_a_follower_gets_a_change_for_every_new_lead_copy(store: Store) -> None:
    """The search index counts stories by the lead copy in each change."""
    leads: dict[str, str | None] = {}
    position = 0

    def follow() -> list[str]:
        nonlocal position
        seen = []
        for change in store.changes_since(position):
            mark = change.article.cluster if change.article else None
            leads[change.article_id], position = mark.lead if mark else None, change.number
            seen.append(change.article_id)
        marks = store.clusters(leads)
        assert leads == {name: marks[name].lead if name in marks else None for name in leads}
        return seen

    cut = put(store, "cut", body(FERRY[:5]), day="2024-05-05")
    assert follow() == [cut]
    whole = put(store, "whole", body(FERRY), day="2024-05-03")
    assert sorted(follow()) == sorted([cut, whole])
    assert follow() == []
    later = put(store, "later", body(FERRY), day="2024-05-09")
    assert follow() == [later]
    first = put(store, "first", body(FERRY[:7]), day="2024-05-01")
    assert sorted(follow()) == sorted([cut, whole, later, first])
    store.remove(first)
    assert sorted(follow()) == sorted([cut, whole, later, first])
    store.remove(whole)
    assert sorted(follow()) == sorted([cut, whole, later])
    put(store, "cut", body(STORM))
    assert sorted(follow()) == sorted([cut, later])
    store.rebuild_copies()
    assert follow() == []
    assert store.copies_are_current()
    assert list(store.verify()) == []


def test_uncommitted_articles_are_not_grouped(store: Store, filled: dict[str, str]) -> None:
    with suppress(RuntimeError), store.batch():
        put(store, "ferry-lost", body(FERRY))
        raise RuntimeError("the power went")
    put(store, "ferry-late", body(FERRY))
    assert stories(store) == [STORIES[0], STORIES[1] | {"ferry-late"}, STORIES[2]]


def test_articles_of_another_writer_are_grouped_too(path: Path, store: Store, filled: dict[str, str]) -> None:
    with Store.open(path, create=False) as other:
        put(other, "ferry-there", body(FERRY[2:]))
        put(store, "ferry-here", body(FERRY[:5]))
        other.rebuild_copies()
        put(store, "storm-here", body(STORM[:4]))
        put(other, "storm-there", body(STORM[1:]))
    assert stories(store) == [STORIES[0], STORIES[1] | {"ferry-there", "ferry-here"}, STORIES[2] | {"storm-here", "storm-there"}]
    assert list(store.verify()) == []


def test_an_archive_from_before_clusters_is_grouped_by_its_first_batch(path: Path, store: Store, filled: dict[str, str]) -> None:
    for table in ("sketches", "copies", "followers"):
        store.session.run(f"DROP TABLE {table}")
    store.session.run("DELETE FROM _sqlite_migrations WHERE name = '0004_copies'")
    store.close()
    with Store.open(path, create=False) as again:
        assert not again.copies_are_current()
        assert stories(again) == []
        put(again, "ferry-new", body(FERRY))
        assert again.copies_are_current()
        assert stories(again) == [STORIES[0], STORIES[1] | {"ferry-new"}, STORIES[2]]


def test_clusters_of_an_older_method_are_built_again(store: Store, filled: dict[str, str]) -> None:
    store.session.run("UPDATE followers SET method = 'windows-0'")
    store.session.run("DELETE FROM copies")
    store.session.run("UPDATE sketches SET keys = x'00000000'")
    assert any("copies --rebuild" in fault for fault in store.verify())
    with store.batch():
        pass
    assert stories(store) == STORIES
    assert list(store.verify()) == []


def test_rebuilding_finds_the_same_clusters(store: Store, filled: dict[str, str]) -> None:
    before = store.session.rows("SELECT * FROM copies ORDER BY article_id")
    assert store.rebuild_copies() == (3, 8)
    assert store.session.rows("SELECT * FROM copies ORDER BY article_id") == before


@settings(max_examples=25, deadline=None)
@given(st.permutations(sorted(TEXTS)), st.sets(st.integers(1, len(TEXTS) - 1)))
def test_the_order_and_the_batches_of_copies_do_not_matter(names: Sequence[str], cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(names)]
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "archive.db", create=True) as store:
        for start, end in pairwise(edges):
            with store.batch():
                for name in names[start:end]:
                    put(store, name, TEXTS[name])
        assert stories(store) == STORIES
        before = store.session.rows("SELECT * FROM copies ORDER BY article_id")
        store.rebuild_copies()
        assert store.session.rows("SELECT * FROM copies ORDER BY article_id") == before


def test_pages_of_many_stories_are_copies_only_word_for_word(store: Store, document: Callable[..., RawDocument]) -> None:
    for name, text in (("a", body(FERRY)), ("b", body(FERRY[1:])), ("c", body(FERRY))):
        raw = document(text, f"https://harbourpost.example/{name}")
        lines = (Line(text.replace("\n", " "), True, "body", "test"),)
        article = CleanedArticle(content_hash(raw.content), Metadata(title=name), lines, "test", "list")
        store.add(raw, content_hash(raw.content), store.locate(raw, content_hash(raw.content)), article, SEEN)
    assert stories(store) == [{"a", "c"}]


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("DELETE FROM copies WHERE article_id = lead", "lacks its lead"),
        ("DELETE FROM copies WHERE article_id <> lead", "lacks its lead or any other"),
        ("UPDATE copies SET similarity = 0.123 WHERE article_id <> lead", "not as similar"),
        ("UPDATE sketches SET keys = x'01020304'", "was made from another text"),
        ("DELETE FROM sketches", "was made from another text"),
        ("INSERT INTO copies VALUES ('nobody', (SELECT max(lead) FROM copies), 0.9)", "nobody as a copy, which is not an article"),
        ("UPDATE followers SET change = change - 1", "not all articles were compared"),
    ],
)
def test_damage_is_found_and_rebuilding_repairs_it(store: Store, filled: dict[str, str], damage: str, finding: str) -> None:
    store.session.run(damage)
    faults = list(store.verify())
    assert any(finding in fault and "'dateline copies --rebuild'" in fault for fault in faults), faults
    store.rebuild_copies()
    assert list(store.verify()) == []
    assert stories(store) == STORIES


def test_versions_have_their_time_origin_and_size(store: Store) -> None:
    article_id = put(store, "ferry", body(FERRY))
    put(store, "ferry", body(FERRY[:5]))
    put(store, "ferry", body(FERRY[:5]))
    first, second = store.versions(article_id)
    assert (first.number, first.size, first.origin, first.seen) == (1, len(body(FERRY).encode()), "ferry.txt", SEEN)
    assert (second.number, second.raw_id) == (2, content_hash(body(FERRY[:5]).encode()))
    with pytest.raises(ArticleMissing):
        store.versions("nowhere")


def test_an_archive_of_the_second_schema_opens_and_finds_copies(path: Path) -> None:
    path.parent.mkdir()
    database = Database(path)
    migrations(STEPS[:2]).apply(database)
    database.close()
    with Store.open(path, create=False) as store:
        put(store, "a", body(FERRY))
        put(store, "b", body(FERRY[1:]))
        assert stories(store) == [{"a", "b"}]
