"""The order of results: by the requested sort order, and always the same for equal ranks."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.query import parse_query
from dateline.search.index import Index
from dateline.search.weights import weighs
from dateline.types.answers import Sort, Window
from dateline.types.history import Change
from made_articles import change
from made_indices import Fill, Fresh

TODAY = date(2026, 11, 21)


def order(index: Index, text: str, sort: Sort, limit: int | None = None, offset: int = 0) -> list[int]:
    return [int(name[2:]) for name, _ in index.search(parse_query(text, TODAY), Window(limit, offset, sort)).ids]


STORIES = [
    change(1, "ferry " * 3 + "and more words of other things that stand here", day="2012-01-01"),
    change(2, "ferry and words", day="2016-07-14T23:00:00-05:00"),
    change(3, "ferry and words", day="2016-07-14T10:00:00+00:00"),
    change(4, "ferry ferry", day="1999-01-01"),
    change(5, "a ferry in a story that is longer than the others are, by some words at least, and tells of other things", day=None),
]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", [2, 3, 1, 4, 5]), ("oldest", [4, 1, 3, 2, 5]), ("longest", [5, 1, 2, 3, 4]), ("recent", [2, 3, 1, 5, 4])],
)
def test_each_sort_order_gives_the_expected_list(fill: Fill, sort: Sort, expected: list[int]) -> None:
    found = order(fill(STORIES), "ferry", sort)
    assert found == expected or (sort == "longest" and found == [5, 1, 3, 2, 4])


def test_the_pages_of_recent_are_parts_of_its_whole_list(fill: Fill) -> None:
    index = fill(STORIES)
    whole = order(index, "ferry", "recent")
    assert [number for at in range(5) for number in order(index, "ferry", "recent", limit=1, offset=at)] == whole
    assert order(index, "ferry", "recent", limit=9, offset=1) == whole[1:]


def test_recent_balances_relevance_and_age(fill: Fill) -> None:
    """Of two articles of one month, the more relevant one is first; ten years outweigh the relevance."""
    index = fill(
        [
            change(1, "A storm and many other things of which a town may speak at noon.", day="2020-06-10"),
            change(2, "Storm, storm, storm.", title="Storm", day="2020-06-01"),
            change(3, "Storm, storm, storm.", title="Storm", day="2010-06-01"),
        ]
    )
    assert order(index, "storm", "recent") == [2, 1, 3]
    assert order(index, "storm", "relevance") == [2, 3, 1]


def test_a_title_with_all_words_ranks_above_a_title_with_one_and_a_text_with_many(fill: Fill) -> None:
    index = fill(
        [
            change(1, "Storm, harbour, storm, harbour, storm, harbour.", title="Storm, storm", day="2020-06-10"),
            change(
                2, "Ferries stay away until noon.", title="What a storm did to the old harbour of our small town", day="2020-06-10"
            ),
            *(change(at, "Nothing to tell of.", title="Nothing", day="2020-06-10") for at in range(3, 9)),
        ]
    )
    for text in ("harbour storm", "harbour storm date:2020"):
        assert order(index, text, "relevance") == [2, 1]
    assert order(index, "harbour OR storm", "relevance") == [1, 2]


def test_queries_without_ranked_words_list_the_newest_first(fill: Fill) -> None:
    index = fill(STORIES)
    for text in ("*", "date:..2020", "-zeppelin", "ferr*"):
        assert order(index, text, "relevance") == order(index, text, "newest")


@pytest.mark.parametrize(
    ("text", "weight"),
    [("ferry", True), ("source:x", False), ("-ferry", False), ("source:x ferry", True), ("a NEAR/2 b", True), ("date:2016", False)],
)
def test_only_words_in_the_text_are_ranked(text: str, weight: bool) -> None:
    assert weighs(parse_query(text, TODAY)) is weight


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["ferry", "ferry ferry", "a ferry at noon"]), st.sampled_from([None, "2016", "2016-07-14"])),
        max_size=70,
    ),
    st.sampled_from(["ferry", "*", "ferry OR noon"]),
    st.sampled_from(get_args(Sort)),
    st.integers(1, 9),
)
def test_pages_add_up_to_the_list_and_segments_do_not_change_the_order(
    fresh: Fresh, articles: list[tuple[str, str | None]], text: str, sort: Sort, size: int
) -> None:
    """Many articles of equal rank, in one segment or in several."""
    changes = [change(number, body, day=day) for number, (body, day) in enumerate(articles, 1)]
    with fresh() as one, fresh() as two:
        one.apply(changes)
        for start in range(0, len(changes), 20):
            two.apply(changes[start : start + 20])
        whole = order(one, text, sort)
        assert [name for at in range(0, len(articles), size) for name in order(one, text, sort, size, at)] == whole
        assert order(two, text, sort) == whole


def test_an_id_longer_than_eight_characters_is_returned_in_full(index: Index) -> None:
    made = change(1, "ferry").article
    index.apply([Change(1, "abcdefgh12", made), Change(2, "abcdefgh", made), Change(3, "abc", made)])
    found = index.search(parse_query("ferry", TODAY), Window(limit=None))
    assert {name for name, _ in found.ids} == {"abcdefgh12", "abcdefgh", "abc"}
