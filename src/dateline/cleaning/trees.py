"""Boosted oblivious trees, evaluated for all lines at once: each level of a tree asks every line the same question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Trees:
    """`features` and `borders` have a row per tree and a column per level, `leaves` a row per tree and 2**levels columns."""

    features: Array
    borders: Array
    leaves: Array
    bias: float

    def chances(self, columns: Array) -> Array:
        """The probability for each row of `columns` (float32)."""
        trees, levels = self.features.shape
        answers = columns[:, self.features.reshape(-1)] > self.borders.reshape(-1)
        answers = answers.reshape(len(columns), trees, levels)
        leaf = np.zeros((len(columns), trees), np.intp)
        for level in range(levels):
            leaf |= answers[:, :, level].astype(np.intp) << level
        total = self.leaves.reshape(-1)[leaf + np.arange(trees) * (1 << levels)].sum(1) + self.bias
        return np.asarray(1 / (1 + np.exp(-total)))
