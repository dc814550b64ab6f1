"""A list of stories has the same articles in every order, and its pages add up to it, also with hundreds of copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
import tantivy

from dateline.query import MatchAll, parse_query
from dateline.search.index import Index, Stories
from dateline.search.schema import story_key
from dateline.search.stories import find_story_articles, limit_to_stories, story_counts
from dateline.search.tantivy import TantivyIndex
from dateline.types.answers import Sort, Window
from dateline.types.history import Change
from made_articles import change

TODAY = date(2026, 11, 21)
ALL = Window(limit=None)
MANY = 600
Fill = Callable[[Iterable[Change]], Index]


def press() -> list[Change]:
    """Return a story with hundreds of copies, a story without its lead copy, and some single articles."""
    first = date(2020, 1, 1)
    found = [
        change(number, "The ferry sailed. " * (1 + number % 5), day=(first + timedelta(days=number % 97)).isoformat(), lead=40)
        for number in range(1, MANY + 1)
    ]
    found += [change(MANY + at, "A ferry sailed to the island.", day=f"2020-02-{at:02}", lead=MANY + 99) for at in range(1, 5)]
    return found + [change(MANY + at, f"The ferry number {at} sailed.", day=f"2020-03-{at:02}") for at in range(11, 25)]


@pytest.mark.parametrize("sort", get_args(Sort))
def test_pages_of_stories_do_not_overlap_and_leave_nothing_out(fill: Fill, sort: Sort) -> None:
    index = fill(press())
    query = limit_to_stories(parse_query("ferry", TODAY), index)
    whole = [name for name, _ in index.search(query, Window(limit=None, sort=sort)).ids]
    pages = [index.search(query, Window(limit=3, offset=at, sort=sort)) for at in range(0, 20, 3)]
    assert [name for page in pages for name, _ in page.ids] == whole
    assert {page.total for page in pages} == {len(whole)} == {16}
    assert set(whole) == {"id0040", f"id{MANY + 1:04}", *(f"id{MANY + at:04}" for at in range(11, 25))}


def test_each_story_has_its_number_of_copies(fill: Fill) -> None:
    index = fill(press())
    stories = index.stories(MatchAll())
    assert stories == Stories(frozenset({f"id{MANY + 1:04}"}), {story_key("id0040"): MANY - 1, story_key(f"id{MANY + 99:04}"): 3})
    few = index.stories(parse_query("date:2020-02-02..2020-02-29 island", TODAY))
    assert few == Stories(frozenset({f"id{MANY + 2:04}"}), {story_key(f"id{MANY + 99:04}"): 2})
    assert index.stories(parse_query("number", TODAY)) == Stories()


def test_a_preferred_article_represents_its_story_instead_of_the_lead_copy(fill: Fill) -> None:
    index = fill(press())
    stories = index.stories(MatchAll(), frozenset({"id0007", f"id{MANY + 3:04}"}))
    assert stories.passed_over == {"id0040"}
    shown = {name for name, _ in index.search(find_story_articles(MatchAll(), stories), ALL).ids}
    assert {"id0007", f"id{MANY + 3:04}"} <= shown
    assert len(shown) == 16
    assert stories.repeats == MANY - 1 + 3


def test_an_article_that_leaves_its_story_counts_by_itself(fill: Fill) -> None:
    index = fill(press())
    before = index.count(limit_to_stories(MatchAll(), index))
    index.apply([change(1, "The ferry sailed.", day="2020-01-01")])
    assert index.count(limit_to_stories(MatchAll(), index)) == before + 1


def test_the_key_of_a_story_is_the_id_of_its_lead_copy_and_fits_a_float() -> None:
    assert story_key("00000010") == 32
    assert story_key("zzzzzzzz") == 2**40 - 1
    for longer in ("zzzzzzzz1", "id000001", "", "Z0000000"):
        assert 2**40 <= story_key(longer) < 2**41


@pytest.mark.parametrize("most", [1, 3, 7, 1000])
def test_more_stories_than_the_engine_returns_at_once_are_all_counted(tmp_path: Path, most: int) -> None:
    TantivyIndex.open(tmp_path / "index").apply([change(at, "A ferry sailed.", lead=at - at % 2) for at in range(2, 42)])
    opened = tantivy.Index.open(str(tmp_path / "index" / "1"))
    counts = story_counts(opened.searcher(), opened.schema, tantivy.Query.all_query(), most)
    assert counts == {2 * story_key(f"id{at - at % 2:04}") + at % 2: 1 for at in range(2, 42)}
