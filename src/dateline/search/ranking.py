"""Sort the matching articles. Among equal ranks the newer article comes first, then a number made from the id decides, so that
pages never overlap and a rebuilt index gives the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dateline.search.schema import TIE_BITS, id_of_key
from dateline.types.answers import Ranked, Sort, Window

if TYPE_CHECKING:
    import tantivy

    from dateline.search.weights import Leaders

    Scored = tuple[float, tantivy.DocAddress]

_T = TypeVar("_T")

MOST_DECAYED = 10_000
"""The number of most relevant articles that `recent` sorts again; the others follow by relevance."""
BY_SCORE: tuple[Sort, ...] = ("relevance", "recent")
_ALPHABETIC = ("title", "source")
_HALF_LIFE = 365 * 1440.0
_UNDATED_AGE = 10 * _HALF_LIFE
_MARGIN = 30
_MOST_TIED = 50_000


class RankingRequest(NamedTuple):
    """A query to sort by: the engine's query, whether its matches have scores (`weighing`), the matches that may be best, if
    known, and a function that counts all matches (`total`).
    """

    engine: tantivy.Query
    has_scores: bool
    leaders: Leaders[tantivy.Query] | None
    total: Callable[[], int]


def ranked(searcher: tantivy.Searcher, request: RankingRequest, window: Window) -> Ranked:
    """Return the articles of the window, in its order."""
    sort: Sort = window.sort
    if sort in BY_SCORE and not request.has_scores:
        sort = "newest"
    most = max(searcher.num_docs, 1)
    if sort not in BY_SCORE:
        return _by_column(searcher, request.engine, window, sort, most)
    wanted = most if window.limit is None else min(window.offset + window.limit, most)
    return (_by_score if sort == "relevance" else _by_recency)(searcher, request, window, wanted, most)


def _by_column(searcher: tantivy.Searcher, engine: tantivy.Query, window: Window, sort: Sort, most: int) -> Ranked:
    from tantivy import Order

    limit = most if window.limit is None else min(window.limit, most)
    order = Order.Asc if sort in ("oldest", *_ALPHABETIC) else Order.Desc
    column = f"by_{sort}" if sort in _ALPHABETIC else sort
    found = searcher.search(engine, limit=limit, offset=window.offset, order_by_field=column, order=order)
    return Ranked(tuple((name, 0.0) for name in names_at(searcher, [address for _, address in found.hits])), total_of(found))


def _by_score(searcher: tantivy.Searcher, request: RankingRequest, window: Window, wanted: int, most: int) -> Ranked:
    pairs, total = _fetch_scored(searcher, request, wanted, most)
    return _take_window(searcher, pairs, window, total)


def _by_recency(searcher: tantivy.Searcher, request: RankingRequest, window: Window, wanted: int, most: int) -> Ranked:
    pairs, total = _fetch_scored(searcher, request, max(wanted, min(MOST_DECAYED, most)), most)
    first = pairs[:MOST_DECAYED]
    minutes = [key >> TIE_BITS for key in column_at(searcher, "newest", [address for _, address in first])]
    aged = decayed(first, minutes)
    return _take_window(searcher, aged + pairs[MOST_DECAYED:], window, total)


def decayed(scored: Sequence[tuple[float, _T]], minutes: Sequence[int]) -> list[tuple[float, _T]]:
    """Sort scored articles by `recent`: a score halves with each year before the newest; `minutes` are the publication times."""
    newest = max(minutes, default=0)
    ages = [newest - minute if minute else _UNDATED_AGE for minute in minutes]
    aged = [(score * 0.5 ** (age / _HALF_LIFE), one) for (score, one), age in zip(scored, ages, strict=True)]
    return sorted(aged, key=lambda pair: -pair[0])


def _fetch_scored(searcher: tantivy.Searcher, request: RankingRequest, wanted: int, most: int) -> tuple[list[Scored], int]:
    """At least the `wanted` best articles, ties in their fixed order, and the number of all matches."""
    if request.leaders and wanted < most:
        hits = _fetch_best(searcher, request.leaders.query, wanted, most, count=False).hits
        if len(hits) >= wanted and hits[wanted - 1][0] > request.leaders.ceiling:
            return _break_ties(searcher, hits), request.total()
    found = _fetch_best(searcher, request.engine, wanted, most, count=True)
    return _break_ties(searcher, found.hits), total_of(found)


def _fetch_best(searcher: tantivy.Searcher, engine: tantivy.Query, wanted: int, most: int, *, count: bool) -> tantivy.SearchResult:
    """At least the `wanted` best articles, and all that tie with the last of them."""
    fetched = min(wanted + _MARGIN, most)
    while True:
        found = searcher.search(engine, limit=fetched, count=count)
        hits = found.hits
        # An article after the last one fetched may have the same score and belong before it.
        whole = len(hits) < fetched or fetched >= most or hits[-1][0] < hits[min(wanted, len(hits)) - 1][0]
        if whole or fetched >= max(_MOST_TIED, wanted + _MARGIN):
            return found
        fetched = min(fetched * 8, most)


def _break_ties(searcher: tantivy.Searcher, hits: list[Scored]) -> list[Scored]:
    """Articles in the order of their scores, ties in their fixed order."""
    keys = column_at(searcher, "newest", [address for _, address in hits])
    ordered = sorted(zip(hits, keys, strict=True), key=lambda pair: (-pair[0][0], -pair[1]))
    return [hit for hit, _ in ordered]


def _take_window(searcher: tantivy.Searcher, pairs: list[Scored], window: Window, total: int) -> Ranked:
    shown = pairs[window.offset :] if window.limit is None else pairs[window.offset : window.offset + window.limit]
    names = names_at(searcher, [address for _, address in shown])
    return Ranked(tuple(zip(names, (float(score) for score, _ in shown), strict=True)), total)


def names_at(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[str]:
    """The ids of the articles at these addresses."""
    keys = column_at(searcher, "id_key", addresses)
    return [id_of_key(key) if key else str(searcher.doc(address)["id"][0]) for key, address in zip(keys, addresses, strict=True)]


def column_at(searcher: tantivy.Searcher, name: str, addresses: list[tantivy.DocAddress]) -> list[int]:
    """The values of a column for the articles at these addresses; 0 for no value."""
    return [int(value or 0) for value in searcher.fast_field_values(name, addresses)]


def total_of(found: tantivy.SearchResult) -> int:
    """The number of matching articles."""
    return int(found.count or 0)  # type: ignore[attr-defined]  # missing in the engine's stub
