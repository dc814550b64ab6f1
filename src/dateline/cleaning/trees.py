"""Boosted oblivious trees, evaluated for all lines at once: each level of a tree applies the same test to every line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_UNITS = float(1 << 40)
_TOGETHER = 512  # lines; the results of all trees for this many stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Trees:
    """`features` and `borders` have a row per tree and a column per level, `leaves` a row per tree and 2**levels columns.

    Leaves are whole numbers, so that their sum is the same in any order, and a line gets the same result in any batch.
    """

    features: Array
    borders: Array
    leaves: Array
    bias: float

    @classmethod
    def of(cls, features: Array, borders: Array, leaves: Array, bias: float) -> Trees:
        """Build trees from the arrays of training, with leaves as floats."""
        return cls(features.astype(np.intp), borders, np.rint(leaves * _UNITS).astype(np.int64), bias)

    def chances(self, columns: Array) -> Array:
        """Return the probability for each row of `columns` (float32)."""
        return self.chances_of(np.ascontiguousarray(columns.T))

    def chances_of(self, table: Array) -> Array:
        """Return the same from a table with a row for each feature, so that each test reads memory in order."""
        parts = range(0, table.shape[1], _TOGETHER)
        return np.concatenate([self._chances_of(table[:, start : start + _TOGETHER]) for start in parts])

    def _chances_of(self, table: Array) -> Array:
        trees, levels = self.features.shape
        leaf = np.zeros((trees, table.shape[1]), np.uint8)
        for level in range(levels):
            answers = table[self.features[:, level]] > self.borders[:, level, None]
            leaf |= answers.view(np.uint8) << np.uint8(level)
        places = leaf.astype(np.intp) + (np.arange(trees) * (1 << levels))[:, None]
        total = np.take(self.leaves, places).sum(0) / _UNITS + self.bias
        return np.asarray(1 / (1 + np.exp(-total)))
