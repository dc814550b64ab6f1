"""Cache the answers of one state of an index: how many articles match a query, and which come first.

A list is read page by page, with its facets and its total, and an empty result is explained by counts of its parts. All of these
repeat the same questions to the same state. When the index changes, the cache is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from dateline.query import And, MatchAll, Not, OnePerStory, OnlyIds, Or, Query
from dateline.types.answers import Ranked, Sort, Window

if TYPE_CHECKING:
    from dateline.types.counts import Period, Timeline

FIRST = 50
"""The number of hits that are fetched together; this takes hardly longer than fetching ten."""
_MOST_TOTALS = 1_000
_MOST_LISTS = 200
_MOST_IDS = 1_000

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class AnswerCache:
    """A cache of totals, of the first hits of lists, and of the timelines of all articles."""

    def __init__(self) -> None:
        self._totals: dict[Query, int] = {}
        self._lists: dict[tuple[Query, Sort], Ranked] = {}
        self._all_timelines: dict[Period, Timeline] = {}

    def total(self, query: Query, count: Callable[[Query], int]) -> int:
        """The number of matching articles, found by `count` unless it is cached."""
        found = self._totals.get(query)
        if found is None:
            found = count(query)
            self._cache_total(query, found)
        return found

    def ranked(self, query: Query, window: Window, rank: Callable[[Window], Ranked]) -> Ranked:
        """The articles of a window, found by `rank` unless they are cached."""
        if window.limit is None or window.offset + window.limit > FIRST or not _is_small(query):
            found = rank(window)
        else:
            first = self._lists.get((query, window.sort))
            if first is None:
                first = rank(replace(window, limit=FIRST, offset=0))
                remember(self._lists, (query, window.sort), first, _MOST_LISTS)
            found = Ranked(first.ids[window.offset : window.offset + window.limit], first.total)
        self._cache_total(query, found.total)
        return found

    def timeline(self, query: Query, by: Period, make: Callable[[], Timeline]) -> Timeline:
        """The timeline that `make` counts. Only the timeline of all articles is cached, as other queries are compared with it."""
        if not isinstance(query, MatchAll):
            return make()
        if by not in self._all_timelines:
            self._all_timelines[by] = make()
        return self._all_timelines[by]

    def _cache_total(self, query: Query, total: int) -> None:
        if _is_small(query):
            remember(self._totals, query, total, _MOST_TOTALS)


def remember(cache: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Add an answer to a cache; if the cache has `most` entries, all are deleted first."""
    if len(cache) >= most:
        cache.clear()
    cache[key] = value


def _is_small(query: Query) -> bool:
    """Whether a query may be cached: one with many article ids takes much memory."""
    match query:
        case And(parts) | Or(parts):
            return all(map(_is_small, parts))
        case Not(part):
            return _is_small(part)
        case OnlyIds(part, ids):
            return len(ids) <= _MOST_IDS and _is_small(part)
        case OnePerStory(part, ids, without):
            return len(ids) + len(without) <= _MOST_IDS and _is_small(part)
    return True
