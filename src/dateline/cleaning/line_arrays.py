"""Arithmetic over the lines of many pages at once: where each page lies, and what stands before, after and around a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FAR = 99.0
"""The distance of what is not on the page."""
UNITS = float(1 << 24)
"""Sums over lines are kept in these fractions."""
_LONG_SINCE = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """Where pages (none empty) lie in an array of their lines; for each line its page, its page's start and size, its place."""

    sizes: Array
    page: Array
    start: Array
    size: Array
    place: Array

    @classmethod
    def of(cls, sizes: Sequence[int]) -> Layout:
        """The layout of pages with so many lines."""
        number = np.asarray(sizes, np.intp)
        page = np.repeat(np.arange(len(number)), number)
        start = np.repeat(np.cumsum(number) - number, number)
        return cls(number, page, start, number[page], np.arange(len(page)) - start)

    @property
    def line(self) -> Array:
        """The number of each line among all."""
        return self.start + self.place

    def totals(self, values: Array) -> Array:
        """For each line, the sum of the whole numbers or truths `values` over its page."""
        first = np.cumsum(self.sizes) - self.sizes
        return np.asarray(np.add.reduceat(values, first, dtype=np.int64)[self.page])


def shifted(values: Array, step: int, layout: Layout) -> Array:
    """For each line the value of the line `step` before it; -1 where that is not on its page."""
    room = layout.place if step > 0 else layout.size - 1 - layout.place
    return np.where(room >= abs(step), np.roll(values, step), values.dtype.type(-1))


def running_sums(values: Array) -> Array:
    """The sums of all `values` before each and after the last, in whole fractions."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.rint(values * UNITS).astype(np.int64))])


def around(sums: Array, totals: Array, reach: int, layout: Layout) -> Array:
    """What `sums` sums up over the lines of the page up to `reach` away, divided by what `totals` does."""
    line = layout.line
    low, high = np.maximum(layout.start, line - reach), np.minimum(layout.start + layout.size, line + reach + 1)
    return np.asarray((sums[high] - sums[low]) / np.maximum(1e-6 * UNITS, totals[high] - totals[low]))


def share_reached(flags: Array, layout: Layout) -> Array:
    """The share of the page's flagged lines that stand up to each line."""
    so_far = np.cumsum(flags)
    return np.asarray((so_far - (so_far - flags)[layout.start]) / np.maximum(1, layout.totals(flags)))


def lines_since(flags: Array, layout: Layout) -> Array:
    """How many lines ago each line of a page had a flagged one, itself counted; at most so many as are minded."""
    before = np.maximum.accumulate(np.where(flags, layout.line, -1))
    return np.where(before >= layout.start, np.minimum(layout.line - before, _LONG_SINCE), _LONG_SINCE)


def lines_until(flags: Array, layout: Layout) -> Array:
    """The same for the lines to come."""
    after = np.minimum.accumulate(np.where(flags, layout.line, len(flags))[::-1])[::-1]
    return np.where(after < layout.start + layout.size, np.minimum(after - layout.line, _LONG_SINCE), _LONG_SINCE)
