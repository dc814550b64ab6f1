"""The contract of an index of nearest neighbours from elsewhere, and the one that is installed.

What it finds is only where to look: the articles it names are compared by their own vectors, and those that a query does not let
through are left out whatever it says. So a bad one loses articles, and shows none that is wrong.
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
"""Rows of a table of vectors, by their numbers from 0."""


class Neighbours(Protocol):
    """Vectors that can be asked which of them are nearest to one."""

    def nearest(self, vector: Floats, most: int, allowed: Rows | None = None) -> Rows:
        """The `most` rows nearest to `vector`, the nearest first; only such as are `allowed`, where that is told."""
        ...


@runtime_checkable
class NeighbourIndex(Protocol):
    """Makes neighbours of vectors. It is used for an archive of at least so many vectors, and loads nothing from the network."""

    @property
    def least(self) -> int: ...

    def build(self, vectors: Floats) -> Neighbours:
        """What is asked from now on, of a table with a vector of length 1 in each row; made anew when vectors have changed."""
        ...


@cache
def neighbour_index() -> NeighbourIndex | None:
    """The first index that another package offers; None where all vectors are to be compared by their signs."""
    for plugin, offered in offered_neighbour_indices():
        for one in offered:
            if not isinstance(one, NeighbourIndex):
                raise DatelineError(f"the plugin {plugin} offers {one!r} as an index of neighbours, which has no least and build")
            return one
    return None


def checked(found: Rows, rows: int, allowed: Rows | None) -> Rows:
    """What an index found, without rows that are none or are not allowed."""
    found = np.asarray(found, np.int64)
    found = found[(found >= 0) & (found < rows)]
    return found if allowed is None else found[np.isin(found, allowed)]
