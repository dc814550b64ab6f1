"""A cache of facet counts until the archive changes, so that paging, sorting and going back do not count again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from dateline.archive.archive import Archive
from dateline.query import Query
from dateline.types.counts import Facet, FacetCounts

_KEPT = 256

Tallies = dict[Facet, FacetCounts]
_Key = tuple[int, bool, str]


class Counts:
    """The facet counts of some fields, by query and state of the archive."""

    def __init__(self, fields: Sequence[Facet], most: int) -> None:
        self._fields = fields
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[_Key, Tallies] = OrderedDict()

    def of(self, archive: Archive, query: Query) -> Tallies:
        """The matching articles, counted by each of the fields."""
        key = (archive.store.last_change(), archive.lag is None, str(query))
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            found = archive.facets_of(query, self._fields, self._most)
            if archive.lag is None:  # an answer that leaves something out is not kept
                self._keep(key, found)
        return found

    def _keep(self, key: _Key, found: Tallies) -> None:
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
