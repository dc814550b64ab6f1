"""The statistics of an index in a cluster. Everything that a query needs is requested at once, and the answers are cached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.errors import QueryError
from dateline.search.opensearch.dialect import OpenSearchDialect, Part
from dateline.search.relevance import RankingTranslator

if TYPE_CHECKING:
    from dateline.search.opensearch.cluster import Cluster

_AT_ONCE = 500
_MOST_LANGUAGES = 1_000

Mark = tuple[str, str]
"""A field and a value or mark in it."""


class ClusterStatistics:
    """The statistics of one state of an index. A number that is not known yet counts as 1, and is fetched later."""

    def __init__(self, cluster: Cluster, names: str, dialect: OpenSearchDialect) -> None:
        self._cluster = cluster
        self._names = names
        self._dialect = dialect
        self._known: dict[Mark, int] = {}
        self._unknown: dict[Mark, None] = {}
        self._sizes: tuple[int, tuple[str, ...]] | None = None

    @property
    def articles(self) -> int:
        """The number of articles."""
        return self._read_sizes()[0]

    @property
    def stems(self) -> tuple[str, ...]:
        """The languages whose stems the index contains."""
        return self._read_sizes()[1]

    def document_count(self, field: str) -> int:
        """The number of articles that the engine uses to compute how rare a word is in a field: those with a value there."""
        return self.frequency("known", field)

    def frequency(self, field: str, mark: str) -> int:
        """The number of articles with a mark in a field; 1 if that is not known yet."""
        found = self._known.get((field, mark))
        if found is None:
            self._unknown[field, mark] = None
        return 1 if found is None else found

    def frequencies(self, marks: Sequence[Mark]) -> list[int]:
        """The number of articles with each mark, fetched if it is not known."""
        self._fetch([mark for mark in dict.fromkeys(marks) if mark not in self._known])
        return [self._known[mark] for mark in marks]

    def translated(self, make: Callable[[RankingTranslator[Part]], Part]) -> Part:
        """Call `make` with a translator, again until every number that it uses is known, and return its result."""
        while True:
            try:
                made, fault = make(RankingTranslator(self._dialect, self)), None
            except QueryError as error:  # may be due to unknown numbers: spellings that no article has do not count
                fault = error
            if not self._unknown:
                if fault:
                    raise fault
                return made
            self._fetch(list(self._unknown))
            self._unknown.clear()

    def _read_sizes(self) -> tuple[int, tuple[str, ...]]:
        if self._sizes is None:
            request = {"stems": {"terms": {"field": "stems", "size": _MOST_LANGUAGES, "order": {"_key": "asc"}}}}
            found = self._cluster.search(self._names, {"size": 0, "track_total_hits": True, "aggs": request})
            stems = tuple(bucket["key"] for bucket in found["aggregations"]["stems"]["buckets"])
            self._sizes = found["hits"]["total"]["value"], stems
        return self._sizes

    def _fetch(self, marks: Iterable[Mark]) -> None:
        wanted = list(marks)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            # Searches for single words, whose counts the engine has. A `filters` aggregation would read all articles.
            counts = self._cluster.counts(self._names, [{"term": {field: {"value": mark}}} for field, mark in some])
            self._known |= dict(zip(some, counts, strict=True))
