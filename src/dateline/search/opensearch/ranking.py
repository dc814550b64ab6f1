"""Sorted lists from a cluster: by score, or by a column. Ties are ordered as in the embedded index."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.search.opensearch.long_lists import Asking, Order, Row
from dateline.search.ranking import BY_SCORE, MOST_DECAYED, decayed
from dateline.search.schema import TIE_BITS
from dateline.types.answers import Ranked, Sort, Window

_NEWEST = {"newest": "desc"}


def ranked(asking: Asking, window: Window, weighing: bool) -> Ranked:
    """Return the articles of the window, in its order."""
    sort: Sort = window.sort
    if sort in BY_SCORE and not weighing:
        sort = "newest"
    if sort == "recent":
        return _recent(asking, window)
    rows, total = asking.rows(order_of(sort), ["id"], window.offset, window.limit)
    return Ranked(tuple((row["id"], row["score"] if sort == "relevance" else 0.0) for row in rows), total)


def order_of(sort: Sort) -> Order:
    """The sort keys of a list."""
    match sort:
        case "relevance":
            return [{"_score": "desc"}, _NEWEST]
        case "title" | "source":
            return [{f"by_{sort}": "asc"}]
        case "oldest":
            return [{"oldest": "asc"}]
    return [{sort: "desc"}]


def _recent(asking: Asking, window: Window) -> Ranked:
    """The most relevant articles sorted by score and age, then the others by relevance."""
    end = None if window.limit is None else window.offset + window.limit
    most = None if end is None else max(end, MOST_DECAYED)
    rows, total = asking.rows(order_of("relevance"), ["id", "newest"], 0, most)
    first = rows[:MOST_DECAYED]
    aged = decayed([(row["score"], _name(row)) for row in first], [int(row["newest"]) >> TIE_BITS for row in first])
    pairs: Sequence[tuple[float, str]] = [*aged, *((row["score"], _name(row)) for row in rows[MOST_DECAYED:])]
    return Ranked(tuple((name, score) for score, name in pairs[window.offset : end]), total)


def _name(row: Row) -> str:
    return str(row["id"])
