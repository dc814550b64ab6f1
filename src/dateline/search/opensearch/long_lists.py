"""Fetch results that a cluster does not return in one answer: long lists of ids, and all values of a column."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from dateline.errors import IndexFault
from dateline.search.opensearch.cluster import TemporaryFault
from dateline.search.opensearch.dialect import Part

if TYPE_CHECKING:
    from dateline.search.opensearch.cluster import Cluster, Parameters

PAGE = 10_000
"""The engine returns at most this many hits at once, and needs a point in time for those after them."""
MOST_VALUES = 60_000
_KEEP_ALIVE = "5m"
_PAUSE = 0.2
_NO_SOURCE = {"_source": False, "stored_fields": "_none_"}
_ROWS_ONLY = {"filter_path": "_shards,timed_out,hits.total,hits.hits.sort,hits.hits.fields"}
"""Only the parts of an answer that are read, which halves its length."""

Row = Mapping[str, Any]
"""The score of an article (`_score`) and the values of its columns."""
Order = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ClusterQuery:
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
        body = {**self._list_body(order or self._by_id, columns), **begins, "track_total_hits": True}
        found = self._search(body, {**_ROWS_ONLY, "preference": self._preference})["hits"]
        total, rows = int(found["total"]["value"]), self._read_rows(found.get("hits", ()), order or self._by_id)
        if size == end or total <= PAGE:
            return (rows if size == end else rows[first:end]), total
        start = time.monotonic()
        while True:
            try:
                return self._all_rows(order, columns, first, end)
            except TemporaryFault:  # the point in time was lost with its node
                if time.monotonic() - start > self.cluster.retry_seconds[0]:
                    raise
                time.sleep(_PAUSE)

    def ids(self, rows: Sequence[Row], order: Order) -> list[str] | None:
        """Find the ids of rows (at most a page) by their scores and `newest`; None if the index has changed since."""
        if not rows:
            return []
        query = {"bool": {"must": [self.query], "filter": [{"terms": {"newest": [row["newest"] for row in rows]}}]}}
        body = {**self._list_body(order, ["id"]), "size": PAGE, "query": query}
        found = self._search(body, {**_ROWS_ONLY, "preference": self._preference})["hits"]
        ids: dict[tuple[float, int], list[str]] = {}
        for row in self._read_rows(found.get("hits", ()), order):
            ids.setdefault((row["_score"], row["newest"]), []).append(str(row["id"]))
        try:
            return [ids[row["_score"], row["newest"]].pop(0) for row in rows]
        except (KeyError, IndexError):
            return None

    def _all_rows(self, order: Order, columns: Sequence[str], first: int, end: int | None) -> tuple[list[Row], int]:
        """The same, fetched page by page from one state of the index."""
        with _PointInTime(self.cluster, self.names) as point:
            total, rows, at = 0, list[Row](), 0
            for page, matches in self._pages(point, order, columns):
                total = total or matches
                rows += page[max(first - at, 0) : None if end is None else end - at]
                at += len(page)
                if end is not None and at >= end:
                    break
        return rows, total

    def each(self, columns: Sequence[str]) -> Iterator[Row]:
        """Yield all matching articles in the order of their ids, from one state of the index, with one page in memory at a time."""
        with _PointInTime(self.cluster, self.names) as point:
            for page, _ in self._pages(point, (), columns):
                yield from page

    def articles(self, wanted: Sequence[str]) -> Mapping[str, Any]:
        """The stored articles of these ids (at most PAGE), by id."""
        body = {"query": {"terms": {"id": list(wanted)}}, "size": PAGE, "docvalue_fields": ["id"], "sort": ["_doc"]}
        hits = self.cluster.search(self.names, body)["hits"]["hits"]
        return {hit["fields"]["id"][0]: hit.get("_source", {}) for hit in hits}

    def aggregated(self, aggregations: Mapping[str, object]) -> tuple[Mapping[str, Any], int]:
        """The results of aggregations, and the number of matches."""
        found = self._search({"size": 0, "track_total_hits": True, "aggs": aggregations})
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
        aggregations = {"terms": {"field": column, "size": MOST_VALUES, "shard_size": MOST_VALUES}}
        found = self.aggregated({"found": aggregations})[0]["found"]
        if is_whole(found):
            return {bucket["key"]: int(bucket["doc_count"]) for bucket in found["buckets"]}
        return dict(self.values(column))

    def _list_body(self, order: Order, columns: Sequence[str]) -> dict[str, Any]:
        """The body of a request for a sorted list. Hits already have their sort values, so only other columns are requested."""
        others = [self.id_column if name == "id" else name for name in columns]
        return {"sort": order, "docvalue_fields": [name for name in others if not any(name in key for key in order)], **_NO_SOURCE}

    def _pages(self, point: _PointInTime, order: Order, columns: Sequence[str]) -> Iterator[tuple[list[Row], int]]:
        after: Sequence[Any] | None = None
        whole = [*order, *self._by_id]  # the next page starts after a single article, so the order must be unique
        while True:
            body = {
                **self._list_body(whole, columns),
                "size": PAGE,
                "track_total_hits": after is None,
                "pit": point.body,
                "query": self.query,
            }
            given = {**self._parameters, **_ROWS_ONLY}
            found = self.cluster.search("", {**body, **({"search_after": after} if after else {})}, given)["hits"]
            hits = found.get("hits", ())
            if not hits:
                if after is None:
                    yield [], int(found["total"]["value"])
                return
            yield self._read_rows(hits, whole), int(found["total"]["value"]) if after is None else 0
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]

    def _read_rows(self, hits: Sequence[Mapping[str, Any]], order: Order) -> list[Row]:
        keys, rows = [self._key(name) for sort in order for name in sort], list[Row]()
        for hit in hits:
            row = {"_score": 0.0, **dict(zip(keys, hit["sort"], strict=True))}
            for name, values in hit.get("fields", {}).items():
                row[self._key(name)] = values[0]
            rows.append(row)
        return rows

    def _key(self, name: str) -> str:
        return "id" if name == self.id_column else name

    @property
    def _by_id(self) -> Order:
        return [{self.id_column: "asc"}]

    @property
    def _preference(self) -> str:
        """A hash of the query: all its pages then come from the same copies of the shards, which keep one order among ties.

        Articles tie only if their `tie_of` is equal. Sorting by id too would take the engine four times as long.
        """
        return blake2b(json.dumps(self.query, sort_keys=True).encode(), digest_size=8).hexdigest()

    def _search(self, body: Mapping[str, object], given: Parameters | None = None) -> Any:
        return self.cluster.search(self.names, {"query": self.query, **body}, {**self._parameters, **(given or {})})

    @property
    def _parameters(self) -> dict[str, str]:
        """The parameter for scores that count the articles of all shards."""
        return {"search_type": "dfs_query_then_fetch"} if self.spread else {}


class _PointInTime:
    """A point in time: a state of the index that is kept while it is read."""

    def __init__(self, cluster: Cluster, names: str) -> None:
        self._cluster = cluster
        self._names = names
        self.body: dict[str, str] = {}

    def __enter__(self) -> _PointInTime:
        path = f"/{self._names}/_search/point_in_time"
        found = self._cluster.ask("POST", path, given={"keep_alive": _KEEP_ALIVE, "allow_partial_pit_creation": "false"})
        self.body = {"id": found["pit_id"], "keep_alive": _KEEP_ALIVE}
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(IndexFault):  # if it is not deleted, it expires
            self._cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [self.body["id"]]}, missing=True, once=True)


def is_whole(found: Mapping[str, Any]) -> bool:
    """Whether the engine returned all values of a column, each with its exact count."""
    return not found["sum_other_doc_count"] and not found.get("doc_count_error_upper_bound", 0)
