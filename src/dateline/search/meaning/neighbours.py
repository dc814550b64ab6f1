"""The contract of an index of nearest neighbours from another package, and the choice of the installed one.

Its results are only candidates: their articles are compared by their own vectors, and articles that do not match the query are left
out. So a bad index loses articles, but never shows a wrong one.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DatelineError
from dateline.readers.plugins import offered_neighbour_indices
from dateline.search.meaning.embedder import Floats

Rows = NDArray[np.int64]
"""Row numbers of a table of vectors, from 0."""


class Neighbours(Protocol):
    """A set of vectors that finds those nearest to a given one."""

    def nearest(self, vector: Floats, most: int, allowed: Rows | None = None) -> Rows:
        """The `most` rows nearest to `vector`, nearest first; only `allowed` rows, if given."""
        ...


@runtime_checkable
class NeighbourIndex(Protocol):
    """Build neighbours from vectors. It is used for archives of at least `least` vectors, and loads nothing from the network."""

    @property
    def least(self) -> int: ...

    def build(self, vectors: Floats) -> Neighbours:
        """Build from a table with a vector of length 1 in each row. It is called again whenever vectors have changed."""
        ...


@cache
def neighbour_index() -> NeighbourIndex | None:
    """The first index that another package offers; None if there is none and the signs are compared instead."""
    for plugin, offered in offered_neighbour_indices():
        for one in offered:
            if not isinstance(one, NeighbourIndex):
                raise DatelineError(f"the plugin {plugin} offers {one!r} as an index of neighbours, which has no least and build")
            return one
    return None


def checked(found: Rows, rows: int, allowed: Rows | None) -> Rows:
    """The rows that an index found, without invalid rows and rows that are not allowed."""
    found = np.asarray(found, np.int64)
    found = found[(found >= 0) & (found < rows)]
    return found if allowed is None else found[np.isin(found, allowed)]
