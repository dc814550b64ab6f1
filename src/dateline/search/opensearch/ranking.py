"""Sorted lists from a cluster: by score, or by a column. Ties are ordered as in the embedded index."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.search.opensearch.long_lists import ClusterQuery, Order, Row
from dateline.search.ranking import BY_SCORE, MOST_DECAYED, decayed
from dateline.search.schema import TIE_BITS
from dateline.types.answers import Ranked, Sort, Window

_NEWEST = {"newest": "desc"}
_SHORT = 1_000  # articles


def ranked(cluster_query: ClusterQuery, window: Window, has_scores: bool) -> Ranked:
    """Return the articles of the window, in its order."""
    sort: Sort = window.sort
    if sort in BY_SCORE and not has_scores:
        sort = "newest"
    if sort == "recent":
        return _recent(cluster_query, window)
    rows, total = cluster_query.rows(order_of(sort), ["id"], window.offset, window.limit)
    return Ranked(tuple((row["id"], row["_score"] if sort == "relevance" else 0.0) for row in rows), total)


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


def _recent(cluster_query: ClusterQuery, window: Window) -> Ranked:
    """The most relevant articles sorted by score and age, then the others by relevance.

    Reading ten thousand ids takes the engine as long as scoring them, so the ids of a short list come from a second request.
    """
    order, end = order_of("relevance"), None if window.limit is None else window.offset + window.limit
    most = None if end is None else max(end, MOST_DECAYED)
    if window.limit is not None and window.limit <= _SHORT:
        rows, total = cluster_query.rows(order, (), 0, most)
        shown = _sort_by_recency(rows)[window.offset : end]
        if (ids := cluster_query.ids([row for _, row in shown], order)) is not None:
            return Ranked(tuple(zip(ids, (score for score, _ in shown), strict=True)), total)
    rows, total = cluster_query.rows(order, ["id"], 0, most)
    return Ranked(tuple((str(row["id"]), score) for score, row in _sort_by_recency(rows)[window.offset : end]), total)


def _sort_by_recency(rows: Sequence[Row]) -> list[tuple[float, Row]]:
    first = [(row["_score"], row) for row in rows[:MOST_DECAYED]]
    aged = decayed(first, [int(row["newest"]) >> TIE_BITS for _, row in first])
    return [*aged, *((row["_score"], row) for row in rows[MOST_DECAYED:])]
