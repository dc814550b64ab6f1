"""What one state of an index has answered: how many articles match a query, and which come first.

A list is read page by page, its facets and its total are asked for beside it, and why nothing was found is told by counts of the
parts: the same questions, of the same state. When the index changes, all of it is forgotten.
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
"""So many of a list are found together, which takes hardly longer than ten."""
_MOST_TOTALS = 1_000
_MOST_LISTS = 200
_MOST_IDS = 1_000

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")


class Remembered:
    """Totals, the beginnings of lists and the periods of all articles, each found once."""

    def __init__(self) -> None:
        self._totals: dict[Query, int] = {}
        self._lists: dict[tuple[Query, Sort], Ranked] = {}
        self._timelines: dict[Period, Timeline] = {}

    def total(self, query: Query, count: Callable[[Query], int]) -> int:
        """How many articles match, as `count` tells."""
        found = self._totals.get(query)
        if found is None:
            found = count(query)
            self._note(query, found)
        return found

    def ranked(self, query: Query, window: Window, rank: Callable[[Window], Ranked]) -> Ranked:
        """The articles of a window, as `rank` tells."""
        if window.limit is None or window.offset + window.limit > FIRST or not _is_small(query):
            found = rank(window)
        else:
            first = self._lists.get((query, window.sort))
            if first is None:
                first = rank(replace(window, limit=FIRST, offset=0))
                remember(self._lists, (query, window.sort), first, _MOST_LISTS)
            found = Ranked(first.ids[window.offset : window.offset + window.limit], first.total)
        self._note(query, found.total)
        return found

    def timeline(self, query: Query, by: Period, make: Callable[[], Timeline]) -> Timeline:
        """What `make` counts by periods. That of all articles, beside which other queries are seen, is counted once."""
        if not isinstance(query, MatchAll):
            return make()
        if by not in self._timelines:
            self._timelines[by] = make()
        return self._timelines[by]

    def _note(self, query: Query, total: int) -> None:
        if _is_small(query):
            remember(self._totals, query, total, _MOST_TOTALS)


def remember(held: dict[_Asked, _Told], asked: _Asked, told: _Told, most: int) -> None:
    """Keep an answer; where there are too many, all older ones go."""
    if len(held) >= most:
        held.clear()
    held[asked] = told


def _is_small(query: Query) -> bool:
    """Whether a query may be kept: one that names very many articles would take much memory."""
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
