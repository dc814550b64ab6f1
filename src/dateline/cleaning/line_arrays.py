"""Arithmetic over the lines of many pages at once: the place of each page, and sums before, after and around a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FAR = 99.0
"""The distance to a line that is not on the page."""
UNITS = float(1 << 24)
"""Sums over lines are whole numbers of this fraction."""
_LONG_SINCE = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """Where pages (none empty) are in an array of their lines; for each line its page, its page's start and size, its place."""

    sizes: Array
    page: Array
    start: Array
    size: Array
    place: Array

    @classmethod
    def of(cls, sizes: Sequence[int]) -> Layout:
        """Return the layout of pages with these numbers of lines."""
        number = np.asarray(sizes, np.intp)
        page = np.repeat(np.arange(len(number)), number)
        start = np.repeat(np.cumsum(number) - number, number)
        return cls(number, page, start, number[page], np.arange(len(page)) - start)

    @property
    def line(self) -> Array:
        """The number of each line among all lines."""
        return self.start + self.place

    def totals(self, values: Array) -> Array:
        """Return for each line the sum of `values` (whole numbers or booleans) over its page."""
        first = np.cumsum(self.sizes) - self.sizes
        return np.asarray(np.add.reduceat(values, first, dtype=np.int64)[self.page])


def shifted(values: Array, step: int, layout: Layout) -> Array:
    """Return for each line the value of the line `step` before it; -1 if that is not on its page."""
    room = layout.place if step > 0 else layout.size - 1 - layout.place
    return np.where(room >= abs(step), np.roll(values, step), values.dtype.type(-1))


def running_sums(values: Array) -> Array:
    """Return the sums of all `values` before each and after the last, as whole numbers of 1 / `UNITS`."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.rint(values * UNITS).astype(np.int64))])


def around(sums: Array, totals: Array, reach: int, layout: Layout) -> Array:
    """Return for each line the sum from `sums` over the lines of the page up to `reach` away, divided by that from `totals`."""
    line = layout.line
    low, high = np.maximum(layout.start, line - reach), np.minimum(layout.start + layout.size, line + reach + 1)
    return np.asarray((sums[high] - sums[low]) / np.maximum(1e-6 * UNITS, totals[high] - totals[low]))


def share_reached(flags: Array, layout: Layout) -> Array:
    """Return for each line the share of the page's flagged lines up to it."""
    so_far = np.cumsum(flags)
    return np.asarray((so_far - (so_far - flags)[layout.start]) / np.maximum(1, layout.totals(flags)))


def lines_since(flags: Array, layout: Layout) -> Array:
    """Return for each line the distance to the last flagged line, 0 for itself, and at most 60."""
    before = np.maximum.accumulate(np.where(flags, layout.line, -1))
    return np.where(before >= layout.start, np.minimum(layout.line - before, _LONG_SINCE), _LONG_SINCE)


def lines_until(flags: Array, layout: Layout) -> Array:
    """Return for each line the distance to the next flagged line, 0 for itself, and at most 60."""
    after = np.minimum.accumulate(np.where(flags, layout.line, len(flags))[::-1])[::-1]
    return np.where(after < layout.start + layout.size, np.minimum(after - layout.line, _LONG_SINCE), _LONG_SINCE)
