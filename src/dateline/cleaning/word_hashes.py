"""Hash words: each word, each pair of neighbours, and the first and last word of a line."""

from __future__ import annotations

from functools import cache

import numpy as np

from dateline.cleaning.characters import DIGIT
from dateline.cleaning.line_arrays import Array

BITS = 18
"""Size of the table of word and word-pair weights, as a power of two."""
_BASE = 0x9E3779B97F4A7C15
VOCABULARY = 1 << 15
"""How many words are distinguished when lines are compared by shared words."""


@cache
def _powers(size: int) -> tuple[Array, Array]:
    inverse = pow(_BASE, -1, 1 << 64)
    first = np.ones(1, np.uint64)
    with np.errstate(over="ignore"):
        up = np.cumprod(np.concatenate([first, np.full(size - 1, _BASE, np.uint64)]), dtype=np.uint64)
        down = np.cumprod(np.concatenate([first, np.full(size - 1, inverse, np.uint64)]), dtype=np.uint64)
    return up, down


def hash_words(low: Array, kinds: Array, first: Array, last: Array) -> Array:
    """Return a hash of each word; all digits count as the same."""
    size = 1 << max(17, len(low).bit_length())
    up, down = _powers(size)
    with np.errstate(over="ignore"):
        values = np.where((kinds & DIGIT) > 0, 48, low).astype(np.uint64) + np.uint64(7)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values * up[: len(values)], dtype=np.uint64)])
        return _mix((sums[last] - sums[first]) * down[first])


def _mix(value: Array) -> Array:
    with np.errstate(over="ignore"):
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(value ^ (value >> np.uint64(31)))


def make_grams(hashes: Array, lines: Array) -> tuple[Array, Array]:
    """Return hashes of words, of neighbours on a line, and of the first and last word of each line, each with its line."""
    if not len(hashes):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    same = lines[1:] == lines[:-1]
    edge = np.ones(1, bool)
    opens, closes = np.concatenate([edge, ~same]), np.concatenate([~same, edge])
    with np.errstate(over="ignore"):
        pairs = _mix(hashes[:-1] * np.uint64(31) + hashes[1:] + np.uint64(1))[same]
        first, last = _mix(hashes[opens] + np.uint64(0xABCDEF)), _mix(hashes[closes] + np.uint64(0x123457))
    every = np.concatenate([hashes, pairs, first, last])
    where = np.concatenate([lines, lines[1:][same], lines[opens], lines[closes]])
    return (every >> np.uint64(64 - BITS)).astype(np.int32), where.astype(np.int32)


def distinct_words(words: Array, lines: Array) -> tuple[Array, Array]:
    """Return each word once for each of its lines, and these lines, in order of line and word."""
    pairs = np.sort(lines.astype(np.int64) * VOCABULARY + words)
    pairs = pairs[np.concatenate([np.ones(min(1, len(pairs)), bool), pairs[1:] != pairs[:-1]])]
    return pairs % VOCABULARY, pairs // VOCABULARY
