"""The significant terms of articles, and the similar articles that share them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.query import MatchAll, Term, parse_query
from dateline.search.index import Index
from dateline.search.similar import find_similar
from dateline.search.stories import limit_to_stories
from dateline.search.terms import log_likelihood, significant_terms
from dateline.types.articles import ArchivedArticle
from dateline.types.history import Change
from made_articles import change

TODAY = date(2026, 11, 21)
Fill = Callable[[Iterable[Change]], Index]
BODIES = (
    ["The ferry left the harbour with the captains, and the captain waved."] * 3
    + ["A ferry and its captain: the harbour is closed."]
    + [
        "The council met on the budget in 2016 and left.",
        "The budget of the council grew and grew.",
        "A harbour festival with and for the council.",
    ]
    + ["Der Rat tagt."]
)
CHANGES = [change(number, text, language="de" if "Rat" in text else "en") for number, text in enumerate(BODIES, 1)]
STORED = {one.article_id: one.article for one in CHANGES if one.article}


def read(ids: Iterable[str]) -> list[ArchivedArticle]:
    return [STORED[name] for name in ids]


def test_a_term_frequent_in_the_results_and_rare_elsewhere_comes_first(fill: Fill) -> None:
    index = fill(CHANGES)
    found = significant_terms(index, parse_query("ferry", TODAY), MatchAll(), read, 10)
    assert (found.total, found.archive) == (4, 8)
    words = {term.word: (term.articles, term.archive) for term in found.terms}
    assert found.terms[0].word == "captain"
    assert words["captain"] == (4, 4)
    assert words["harbour"] == (4, 5)
    assert not words.keys() & {"ferry", "council", "2016", "budget"}
    assert [term.score for term in found.terms] == sorted((term.score for term in found.terms), reverse=True)


def test_the_counts_of_a_term_are_those_of_a_search_for_it(fill: Fill) -> None:
    index = fill(CHANGES)
    query = parse_query("council OR harbour", TODAY)
    for term in significant_terms(index, query, MatchAll(), read, 20).terms:
        assert term.archive == index.count(Term(term.word))
        assert term.articles == index.count(parse_query(f"(council OR harbour) {term.word}", TODAY))


@pytest.mark.parametrize("query", ["ferr*", '"the ferry"', "feryr~", "fe?ry", "atleast2:captain"])
def test_the_words_of_the_query_are_left_out(fill: Fill, query: str) -> None:
    found = significant_terms(fill(CHANGES), parse_query(query, TODAY), MatchAll(), read, 20)
    asked = {"captain"} if "captain" in query else {"ferry"}
    assert found.terms
    assert not asked & {term.word for term in found.terms}


def test_the_whole_archive_and_an_empty_result_have_no_significant_terms(fill: Fill) -> None:
    index = fill(CHANGES)
    assert significant_terms(index, MatchAll(), MatchAll(), read, 20).terms == ()
    nothing = significant_terms(index, parse_query("zeppelin", TODAY), MatchAll(), read, 20)
    assert (nothing.terms, nothing.total, nothing.archive) == ((), 0, 8)


def test_each_story_counts_once_in_a_query_for_stories(fill: Fill) -> None:
    copies = [change(number, text, lead=1 if number < 4 else None) for number, text in enumerate(BODIES[:7], 1)]
    index = fill(copies)
    query, everything = (limit_to_stories(parse_query(text, TODAY), index) for text in ("ferry", "*"))
    found = significant_terms(index, query, everything, read, 20)
    assert (found.total, found.archive) == (2, 5)
    assert next((term.articles, term.archive) for term in found.terms if term.word == "captain") == (2, 2)


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_the_log_likelihood_is_the_sum_over_the_table(total: int, others: int, data: st.DataObject) -> None:
    """The table has four cells, and the result is never negative."""
    among, elsewhere = data.draw(st.integers(0, total)), data.draw(st.integers(0, others))
    archive = total + others
    found = log_likelihood(among, total, among + elsewhere, archive)
    share = (among + elsewhere) / archive
    cells = [(among, total * share), (elsewhere, others * share)]
    cells += [(total - among, total * (1 - share)), (others - elsewhere, others * (1 - share))]
    plainly = 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen)
    assert found == pytest.approx(plainly, abs=1e-6)
    assert found >= -1e-9


LIKE = [
    change(1, "The captain of the old ferry sailed to Skerry with forty sheep."),
    change(2, "Forty sheep and a captain crossed to Skerry on the ferry."),
    change(3, "The council met and spoke of the budget and the school."),
    change(7, "The road to the new school will be closed, and the council is sorry."),
    change(8, "A budget for the road and a school of its own, to cross."),
    change(4, "A captain left.", title="Sheep on Skerry"),
    change(5, "Forty sheep and a captain crossed to Skerry on the ferry today.", lead=2),
    change(6, "The captain of the old ferry sailed to Skerry with 40 sheep.", lead=1),
]


def similar(fill: Fill, number: int, without: set[str], *, all_copies: bool = False) -> list[tuple[str, set[str], int]]:
    marked = [
        one if one.number > 2 else change(one.number, one.article.article.body, lead=one.number) for one in LIKE if one.article
    ]
    stored = {one.article_id: one.article for one in marked if one.article}
    article = stored[f"id{number:04}"]
    found = find_similar(
        fill(marked), article, frozenset(without), lambda ids: [stored[name] for name in ids], 10, all_copies=all_copies
    )
    assert [one.hit.score for one in found] == sorted((one.hit.score for one in found), reverse=True)
    assert all(0 < one.hit.score <= 1 for one in found)
    return [(one.hit.article_id, set(one.shared), one.hit.copies) for one in found]


def test_similar_articles_share_significant_terms_and_list_them(fill: Fill) -> None:
    found = similar(fill, 1, {"id0001", "id0006"})
    assert [name for name, *_ in found[:2]] == ["id0002", "id0004"]
    assert {"skerry", "sheep", "captain", "ferry", "forty"} <= found[0][1]
    assert found[0][2] == 1
    assert found[1][1] == {"captain", "sheep", "skerry"}
    assert not {"id0001", "id0006"} & {name for name, *_ in found}


def test_all_copies_of_other_stories_can_be_listed(fill: Fill) -> None:
    found = similar(fill, 1, {"id0001", "id0006"}, all_copies=True)
    assert {name for name, *_ in found[:2]} == {"id0002", "id0005"}
    assert {copies for *_, copies in found} == {0}


def test_an_article_without_words_has_no_similar_articles(fill: Fill) -> None:
    index = fill(CHANGES)
    empty = change(99, "1 2 3").article
    assert empty is not None
    assert find_similar(index, empty, frozenset({"id0099"}), read, 10, all_copies=False) == ()
