"""Features of the line model for the context of a line: its neighbours, given a first guess of which lines are body."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dateline.cleaning.features import Analysis
from dateline.cleaning.line_arrays import FAR, UNITS, Array, Layout, around, running_sums, shifted
from dateline.cleaning.word_hashes import VOCABULARY

_PROSE = 80


def context_columns(analysis: Analysis, chance: Array, more: Sequence[Array]) -> Array:
    """Describe each line among its neighbours; `chance` is a first guess that each line is body."""
    shape, layout = analysis.shape, analysis.layout
    length = np.expm1(shape[:, 0])
    columns: list[Array] = [chance, *more]
    columns += [shifted(chance, step, layout) for step in (1, 2, 3, 4, -1, -2, -3, -4)]
    columns += [shifted(shape[:, column], step, layout) for step in (1, 2, -1, -2) for column in (0, 7, 2, 5, 3)]
    ones, chances, lengths, mass = map(running_sums, (np.ones(len(chance)), chance, length, chance * length))
    columns += [around(mass, lengths, reach, layout) for reach in (2, 5, 10, 25)]
    columns.append(around(chances, ones, 4, layout))
    before, so_far = mass[:-1] - mass[layout.start], mass[1:] - mass[layout.start]
    sum_ = (mass[layout.start + layout.size] - mass[layout.start]) / UNITS + 1e-6
    columns += [before / UNITS / sum_, (sum_ - so_far / UNITS) / sum_]
    columns += [around(mass, ones, 8, layout), around(mass, ones, 3, layout)]
    columns += sure_places(chance, length, layout)
    columns += shared_words(analysis, chance)
    columns += [np.log1p(sum_), layout.totals(chance > 0.5) / layout.size]
    return np.column_stack([shape, *columns]).astype(np.float32)


def sure_places(chance: Array, length: Array, layout: Layout) -> list[Array]:
    """Return the distances to the nearest lines that are surely body, and the place of each line among them."""
    flags = (chance > 0.6) & (length > _PROSE)
    sure = np.concatenate([np.full(1, -1), np.flatnonzero(flags), np.full(1, len(chance))])  # with one place beyond each end
    line, end = layout.line, layout.start + layout.size
    before, after = sure[np.searchsorted(sure, line) - 1], sure[np.searchsorted(sure, line)]
    first, last = sure[np.searchsorted(sure, layout.start)], sure[np.searchsorted(sure, end) - 1]
    above = np.where(before >= layout.start, np.minimum(line - before, FAR), FAR)
    below = np.where(after < end, np.minimum(after - line, FAR), FAR)
    number = layout.totals(flags)
    span = [(line - first) / layout.size, (last - line) / layout.size, number / layout.size]
    return [above, below, *(np.where(number > 0, column, 0.0) for column in span)]


def shared_words(analysis: Analysis, chance: Array) -> list[Array]:
    """Measure how many words of a line other likely body lines use: a story and the text around it have different topics."""
    count, lines = len(chance), analysis.word_lines
    words = analysis.words + VOCABULARY * analysis.layout.page[lines]  # words of different pages are different words
    spread = np.bincount(words)
    mass = np.bincount(words, weights=chance[lines])
    others = mass[words] - chance[lines]
    number = np.bincount(lines, minlength=count)
    shared = np.bincount(lines, weights=np.minimum(others, 1), minlength=count) / np.maximum(number, 1)
    share = np.bincount(lines, weights=others / np.maximum(1, spread[words] - 1), minlength=count) / np.maximum(number, 1)
    return [np.where(number > 0, shared, -1), np.where(number > 0, share, -1)]
