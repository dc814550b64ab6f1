"""The same query on the same state of an index is answered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.query import And, MatchAll, Not, OnePerStory, OnlyIds, Query, Term
from dateline.search.answer_cache import FIRST, AnswerCache
from dateline.search.index import Index
from dateline.types.answers import Ranked, Window
from dateline.types.history import Change
from made_articles import change

Fill = Callable[[Iterable[Change]], Index]
WHOLE = tuple((f"id{at:04}", 1.0) for at in range(200))


class RecordingIndex:
    """A fake index that records the requests it gets."""

    def __init__(self) -> None:
        self.windows: list[Window] = []
        self.counted: list[Query] = []

    def rank(self, window: Window) -> Ranked:
        self.windows.append(window)
        end = None if window.limit is None else window.offset + window.limit
        return Ranked(WHOLE[window.offset : end], len(WHOLE))

    def count(self, query: Query) -> int:
        self.counted.append(query)
        return len(WHOLE)


def test_the_first_pages_of_a_list_and_its_total_come_from_one_search() -> None:
    remembered, recorder, query = AnswerCache(), RecordingIndex(), Term("ferry")
    pages = [remembered.ranked(query, Window(10, at), recorder.rank).ids for at in range(0, FIRST, 10)]
    assert sum(pages, ()) == WHOLE[:FIRST]
    assert recorder.windows == [Window(FIRST)]
    assert remembered.total(query, recorder.count) == len(WHOLE)
    assert not recorder.counted


def test_another_order_a_later_page_and_a_whole_list_need_a_new_search() -> None:
    remembered, recorder, query = AnswerCache(), RecordingIndex(), Term("ferry")
    windows = [Window(10), Window(10, sort="newest"), Window(10, FIRST), Window(None)]
    lists = [remembered.ranked(query, window, recorder.rank).ids for window in windows]
    assert lists == [WHOLE[:10], WHOLE[:10], WHOLE[FIRST : FIRST + 10], WHOLE]
    assert recorder.windows == [Window(FIRST), Window(FIRST, sort="newest"), *windows[2:]]


def test_a_query_that_names_thousands_of_articles_is_not_cached() -> None:
    ids = frozenset(f"id{at}" for at in range(2_000))
    remembered, recorder = AnswerCache(), RecordingIndex()
    for query in (OnlyIds(Term("a"), ids), And((Term("b"), Not(OnePerStory(Term("a"), frozenset(), ids))))):
        assert [remembered.total(query, recorder.count) for _ in range(2)] == [len(WHOLE)] * 2
        assert remembered.ranked(query, Window(10), recorder.rank).ids == WHOLE[:10]
    assert len(recorder.counted) == 4
    assert recorder.windows == [Window(10)] * 2


def test_old_queries_are_evicted_from_the_cache() -> None:
    remembered, recorder = AnswerCache(), RecordingIndex()
    for at in range(3_000):
        remembered.total(Term(f"word{at}"), recorder.count)
    remembered.total(Term("word0"), recorder.count)
    assert len(recorder.counted) == 3_001


def test_a_change_invalidates_the_cache(fill: Fill) -> None:
    index = fill([change(1, "A ferry."), change(2, "Another ferry.")])
    query = Term("ferry")
    assert (index.count(query), index.search(query, Window(10)).total) == (2, 2)
    index.apply([change(3, "A third ferry.")])
    assert (index.count(query), len(index.search(query, Window(10)).ids)) == (3, 3)


def test_the_periods_of_all_articles_are_counted_once_until_a_change(fill: Fill) -> None:
    index = fill([change(1, "A ferry.", day="2016-07-14"), change(2, "Another ferry.", day="2017")])
    assert index.timeline(MatchAll(), "year") is index.timeline(MatchAll(), "year")
    assert index.timeline(MatchAll(), "month").undated == 1
    assert index.timeline(Term("ferry"), "year") == index.timeline(MatchAll(), "year")
    index.apply([change(3, "A third ferry.", day="2017")])
    assert sum(index.timeline(MatchAll(), "year").counts.values()) == 3
