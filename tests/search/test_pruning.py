"""With pruning, the first results are the same as without."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.query import OnePerStory, Or, Query, Term
from dateline.search.engine import Engine
from dateline.search.pruning import PruningTranslator
from dateline.search.ranking import RankingRequest, ranked
from dateline.search.tantivy_dialect import SearcherStatistics, TantivyDialect
from dateline.types.answers import Ranked, Window
from dateline.types.history import Change
from made_articles import change

if TYPE_CHECKING:
    import tantivy

WORDS = ["ferry", "ferries", "sails", "sail", "storm", "noon"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
TITLES = st.none() | st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
STORIES = st.lists(st.tuples(TEXTS, TITLES, st.sampled_from(["en", "de", "fr"])), min_size=1, max_size=40)
QUERIES = st.one_of(
    st.sampled_from(WORDS).map(Term), st.lists(st.sampled_from(WORDS).map(Term), min_size=2, max_size=4).map(lambda w: Or(tuple(w)))
)


class OpenIndex:
    """An open index and its translator."""

    def __init__(self, engine: Engine, least: int) -> None:
        self.searcher = engine.searcher
        self.translator: PruningTranslator[tantivy.Query] = PruningTranslator(
            TantivyDialect(engine.index.schema), SearcherStatistics(engine.searcher), least
        )

    def first(self, query: Query, limit: int, *, pruned: bool = True) -> Ranked:
        leaders = self.translator.leaders(query) if pruned else None
        asked = RankingRequest(self.translator.ranking(query), True, leaders, lambda: -1)
        return ranked(self.searcher, asked, Window(limit))


@contextmanager
def open_index(changes: Sequence[Change], least: int = 0) -> Iterator[OpenIndex]:
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine.create(Path(folder) / "1")
        engine.write(changes)
        yield OpenIndex(engine, least)
        engine.merge_segments()


@settings(max_examples=30, deadline=None)
@given(STORIES, st.lists(QUERIES, min_size=1, max_size=4), st.integers(1, 5), st.integers(0, 8))
def test_the_first_results_are_the_same_with_and_without_pruning(
    stories: list[tuple[str, str | None, str]], queries: list[Query], limit: int, replaced: int
) -> None:
    """Also with replaced articles, which the engine still counts for a while."""
    made = [change(at, text, title=title, language=code) for at, (text, title, code) in enumerate(stories, 1)]
    with open_index([*made, *made[:replaced]]) as index:
        for query in queries:
            found, whole = index.first(query, limit), index.first(query, limit, pruned=False)
            assert [name for name, _ in found.ids] == [name for name, _ in whole.ids]
            assert [score for _, score in found.ids] == pytest.approx([score for _, score in whole.ids])


MANY = [
    *(change(at, "The ferry sails at noon, and the ferry is late.", title="Ferry") for at in range(1, 9)),
    *(change(at, "A ferry, and another ferry, and a third ferry.", title="Harbour") for at in range(9, 40)),
    *(change(at, "Nothing to tell of.", title="Nothing") for at in range(40, 60)),
]


@pytest.mark.parametrize("query", [Term("ferry"), Or((Term("ferry"), Term("noon"))), OnePerStory(Term("ferry"), frozenset())])
def test_if_enough_titles_match_no_other_match_is_ranked(query: Query) -> None:
    with open_index(MANY) as index:
        found = index.first(query, 5)
        assert found.total == -1
        assert found.ids == index.first(query, 5, pruned=False).ids


def test_if_too_few_titles_match_all_matches_are_ranked() -> None:
    with open_index(MANY) as index:
        assert index.first(Term("ferry"), 20).total == 39


@pytest.mark.parametrize("query", [Term("ferry", "body"), Term("férry"), Term("a-b"), Or((Term("ferry"),)), Term("naught")])
def test_other_queries_are_not_pruned(query: Query) -> None:
    with open_index(MANY) as index:
        assert index.translator.leaders(query) is None


def test_a_small_index_is_not_pruned() -> None:
    with open_index(MANY, least=1_000) as index:
        assert index.translator.leaders(Term("ferry")) is None
