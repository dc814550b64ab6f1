"""The order of results of a query that joins words with OR."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from dateline.query import parse_query
from dateline.search.index import Index
from dateline.types.answers import Window
from dateline.types.history import Change
from made_articles import change

TODAY = date(2026, 11, 21)
ALL = Window(limit=None)
QUESTION = "keeper OR lighthouse OR island OR storm OR winter"
SAID = "The keeper of the lighthouse stayed on his island through storm after storm, all winter."


def ids(index: Index, text: str) -> list[int]:
    return [int(name[2:]) for name, _ in index.search(parse_query(text, TODAY), ALL).ids]


@pytest.fixture
def island(fill: Callable[[Iterable[Change]], Index]) -> Index:
    return fill(
        [
            change(1, "Trams run late on Sunday.", title="Winter timetable"),
            change(2, SAID, title="A man alone", source="Harbour Post"),
            change(3, "He came down at last.", title="Lighthouse keeper leaves his island after winter storm"),
            change(4, "The council spoke of roads.", title="Storm over parking", source="Harbour Post"),
            *(change(number, "Nothing of note was said in the town hall.", title="Minutes") for number in range(5, 15)),
        ]
    )


@pytest.mark.parametrize("text", [QUESTION, f"({QUESTION}) words:>1", f"({QUESTION}) -trams"])
def test_a_body_with_most_words_ranks_above_a_title_with_one_word(island: Index, text: str) -> None:
    found = ids(island, text)
    assert found.index(2) < found.index(4)
    assert found[:2] == [3, 2]


def test_the_order_is_the_same_with_a_source_filter(island: Index) -> None:
    assert ids(island, f"({QUESTION}) source:harbour") == [2, 4]


def test_a_title_with_all_words_ranks_above_a_body_that_repeats_them(island: Index) -> None:
    island.apply([change(20, " ".join([SAID] * 5), title="Another man")])
    assert ids(island, QUESTION)[0] == 3


def test_a_title_with_one_of_two_words_ranks_above_a_body_with_it(fill: Callable[[Iterable[Change]], Index]) -> None:
    index = fill([change(1, "Talk of a strike ended."), change(2, "Talk ended.", title="Strike"), change(3, "Talk went on.")])
    assert ids(index, "strike OR walkout") == [2, 1]


def test_a_frequent_word_does_not_count_as_rare_because_another_language_has_it(
    fill: Callable[[Iterable[Change]], Index],
) -> None:
    english = [change(number, f"Room number {number} is for hire.", title="Rooms") for number in range(1, 30)]
    norwegian = change(40, "Dette er for folk i byen.", title="Byen", language="nb")
    wanted = change(41, "The tower is for sale.", title="Old brick")
    index = fill([*english, norwegian, wanted, change(42, "Another tower fell.", title="Bricks")])
    assert set(ids(index, "for OR tower")[:2]) == {41, 42}


@pytest.mark.parametrize(
    "text", [QUESTION, "cafés OR öl OR Storm", "naught OR never", "is OR storm OR storm", "island's OR a-b OR winter"]
)
def test_the_ranked_articles_are_the_counted_ones_and_pages_add_up(island: Index, text: str) -> None:
    island.apply([change(30, "Öl und Cafés im Storm.", language="de"), change(31, "Never an island's a-b.", language="en")])
    query = parse_query(text, TODAY)
    found = island.search(query, ALL)
    assert found.total == len(found.ids) == island.count(query)
    pages = [name for at in range(found.total) for name, _ in island.search(query, Window(1, at)).ids]
    assert pages == [name for name, _ in found.ids]
