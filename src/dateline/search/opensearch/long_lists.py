"""Fetch results that a cluster does not return in one answer: long lists of ids, and all values of a column."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.errors import IndexFault
from dateline.search.opensearch.cluster import Passing
from dateline.search.opensearch.dialect import Part

if TYPE_CHECKING:
    from dateline.search.opensearch.cluster import Cluster

PAGE = 10_000
"""The engine returns at most this many hits at once, and needs a point in time for those after them."""
MOST_VALUES = 60_000
_KEPT = "5m"
_PAUSE = 0.2
_NO_SOURCE = {"_source": False, "stored_fields": "_none_"}

Row = Mapping[str, Any]
"""The score of an article and the values of its columns."""
Order = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A query of the articles behind some index names. `spread` is whether they are in several shards; `id_column` is the column
    with the unique id."""

    cluster: Cluster
    names: str
    query: Part
    spread: bool = False
    id_column: str = "id"

    def total(self) -> int:
        """The number of matching articles."""
        return int(self._search({"size": 0, "track_total_hits": True})["hits"]["total"]["value"])

    def rows(self, order: Order, columns: Sequence[str], first: int = 0, most: int | None = None) -> tuple[list[Row], int]:
        """The articles from position `first` on, in an order, and the number of all matches."""
        end = None if most is None else first + most
        size = PAGE if end is None or end > PAGE else end
        begins = {"from": first, "size": size - first} if size == end else {"size": size}
        found = self._search({**self._list(order, columns), **begins, "track_total_hits": True})["hits"]
        total, rows = int(found["total"]["value"]), list(map(self._row, found["hits"]))
        if size == end or total <= PAGE:
            return (rows if size == end else rows[first:end]), total
        begun = time.monotonic()
        while True:
            try:
                return self._all_rows(order, columns, first, end)
            except Passing:  # the point in time was lost with its node
                if time.monotonic() - begun > self.cluster.patience[0]:
                    raise
                time.sleep(_PAUSE)

    def _all_rows(self, order: Order, columns: Sequence[str], first: int, end: int | None) -> tuple[list[Row], int]:
        """The same, fetched page by page from one state of the index."""
        with _Point(self.cluster, self.names) as point:
            total, rows, at = 0, list[Row](), 0
            for page, told in self._pages(point, order, columns):
                total = total or told
                rows += page[max(first - at, 0) : None if end is None else end - at]
                at += len(page)
                if end is not None and at >= end:
                    break
        return rows, total

    def each(self, columns: Sequence[str]) -> Iterator[Row]:
        """Yield all matching articles in the order of their ids, from one state of the index, with one page in memory at a time."""
        with _Point(self.cluster, self.names) as point:
            for page, _ in self._pages(point, (), columns):
                yield from page

    def articles(self, wanted: Sequence[str]) -> Mapping[str, Any]:
        """The stored articles of these ids (at most PAGE), by id."""
        body = {"query": {"terms": {"id": list(wanted)}}, "size": PAGE, "docvalue_fields": ["id"], "sort": ["_doc"]}
        hits = self.cluster.search(self.names, body)["hits"]["hits"]
        return {hit["fields"]["id"][0]: hit.get("_source", {}) for hit in hits}

    def aggregated(self, asked: Mapping[str, object]) -> tuple[Mapping[str, Any], int]:
        """The results of aggregations, and the number of matches."""
        found = self._search({"size": 0, "track_total_hits": True, "aggs": asked})
        return found.get("aggregations", {}), int(found["hits"]["total"]["value"])

    def values(self, column: str) -> Iterator[tuple[Any, int]]:
        """Yield every value of a column with its number of matching articles, in the order of the values."""
        after: Mapping[str, Any] | None = None
        while True:
            composite = {"size": PAGE, "sources": [{"value": {"terms": {"field": column}}}], **({"after": after} if after else {})}
            found = self.aggregated({"found": {"composite": composite}})[0]["found"]
            yield from ((bucket["key"]["value"], int(bucket["doc_count"])) for bucket in found["buckets"])
            if len(found["buckets"]) < PAGE:
                return
            after = found["after_key"]

    def every_value(self, column: str) -> Mapping[Any, int]:
        """The same as a mapping, in one request if the engine can return all values at once."""
        asked = {"terms": {"field": column, "size": MOST_VALUES, "shard_size": MOST_VALUES}}
        found = self.aggregated({"found": asked})[0]["found"]
        if is_whole(found):
            return {bucket["key"]: int(bucket["doc_count"]) for bucket in found["buckets"]}
        return dict(self.values(column))

    def _list(self, order: Order, columns: Sequence[str]) -> dict[str, Any]:
        return {
            "sort": [*order, {self.id_column: "asc"}],
            "track_scores": any("_score" in key for key in order),
            "docvalue_fields": [self.id_column if name == "id" else name for name in columns],
            **_NO_SOURCE,
        }

    def _pages(self, point: _Point, order: Order, columns: Sequence[str]) -> Iterator[tuple[list[Row], int]]:
        after: Sequence[Any] | None = None
        while True:
            body = {
                **self._list(order, columns),
                "size": PAGE,
                "track_total_hits": after is None,
                "pit": point.body,
                "query": self.query,
            }
            found = self.cluster.search("", {**body, **({"search_after": after} if after else {})}, self._way)["hits"]
            if not found["hits"]:
                if after is None:
                    yield [], int(found["total"]["value"])
                return
            yield list(map(self._row, found["hits"])), int(found["total"]["value"]) if after is None else 0
            if len(found["hits"]) < PAGE:
                return
            after = found["hits"][-1]["sort"]

    def _row(self, hit: Mapping[str, Any]) -> Row:
        values = {"id" if name == self.id_column else name: some[0] for name, some in hit.get("fields", {}).items()}
        return {"score": float(hit.get("_score") or 0.0), **values}

    def _search(self, body: Mapping[str, object]) -> Any:
        return self.cluster.search(self.names, {**body, "query": self.query}, self._way)

    @property
    def _way(self) -> dict[str, str]:
        """The parameter for scores that count the articles of all shards."""
        return {"search_type": "dfs_query_then_fetch"} if self.spread else {}


class _Point:
    """A point in time: a state of the index that is kept while it is read."""

    def __init__(self, cluster: Cluster, names: str) -> None:
        self._cluster = cluster
        self._names = names
        self.body: dict[str, str] = {}

    def __enter__(self) -> _Point:
        path = f"/{self._names}/_search/point_in_time"
        found = self._cluster.ask("POST", path, given={"keep_alive": _KEPT, "allow_partial_pit_creation": "false"})
        self.body = {"id": found["pit_id"], "keep_alive": _KEPT}
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(IndexFault):  # if it is not deleted, it expires
            self._cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [self.body["id"]]}, missing=True, once=True)


def is_whole(found: Mapping[str, Any]) -> bool:
    """Whether the engine returned all values of a column, each with its exact count."""
    return not found["sum_other_doc_count"] and not found.get("doc_count_error_upper_bound", 0)
