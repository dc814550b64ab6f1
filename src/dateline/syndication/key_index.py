"""Find the texts that share keys. All keys are in memory, in a few sorted parts of growing size, so that adding stays cheap.

A hundred thousand texts take 21 MB. However many texts share a key, only the first ones of each part are considered: the
copies of a story find each other among those, and texts that fill a common formula cannot stall the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_Entries = NDArray[np.uint64]  # upper half: a key; lower half: the number of a text that has it

_HALF = np.uint64(32)
_LOWER = np.uint64(0xFFFFFFFF)
LEAST_SHARED = 2
"""How many keys two texts must share to be neighbours."""

CROWD = 256
"""The most texts considered for one key in one part."""

NEAREST = 31
"""The most neighbours returned for one text, not counting itself; those that share most keys come first."""
_AT_ONCE = 64  # texts looked up together; with CROWD texts for every key that is 3 MB of neighbours


@dataclass(slots=True)
class KeyIndex:
    """Sketches by number; finds those that share keys with a given sketch."""

    _parts: list[_Entries] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def add(self, numbers: Sequence[int], sketches: Sequence[bytes]) -> None:
        """Add `sketches` under their `numbers` (each used once)."""
        keys, owners = _flatten(sketches)
        if not len(keys):
            return
        part = np.sort((keys << _HALF) | np.array(numbers, np.uint64)[owners])
        while self._parts and len(self._parts[-1]) < 2 * len(part):
            part = np.sort(np.concatenate((self._parts.pop(), part)), kind="stable")  # merges two sorted runs in one pass
        self._parts.append(part)

    def merge(self) -> None:
        """Merge all parts into one, so that `CROWD` counts for the texts of all."""
        self._parts = [np.sort(np.concatenate(self._parts), kind="stable")] if self._parts else []

    def find(self, sketches: Sequence[bytes]) -> Iterator[list[int]]:
        """Yield for each sketch the numbers that share two keys or more, nearest first; itself too if it is in the index."""
        for start in range(0, len(sketches), _AT_ONCE):
            yield from self._find_batch(sketches[start : start + _AT_ONCE])

    def _find_batch(self, sketches: Sequence[bytes]) -> list[list[int]]:
        keys, owners = _flatten(sketches)
        order = np.argsort(keys)  # lookups in order stay in the processor's cache
        keys, owners = keys[order], owners[order]
        matches = [_find_matches(part, keys, owners) for part in self._parts]
        pairs, shared = np.unique(np.concatenate(matches), return_counts=True) if matches else (keys[:0], owners[:0])
        enough = shared >= LEAST_SHARED
        pairs, shared = pairs[enough], shared[enough]
        found = pairs[np.lexsort((pairs, -shared, pairs >> _HALF))]
        ends = np.searchsorted(found >> _HALF, np.arange(1, len(sketches) + 1, dtype=np.uint64)).tolist()
        numbers = (found & _LOWER).tolist()
        return [numbers[start : min(end, start + NEAREST + 1)] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def _find_matches(part: _Entries, keys: _Entries, owners: NDArray[np.int64]) -> _Entries:
    """Return each match of a queried key in `part`: upper half, the place of the query; lower half, the number of the match."""
    first = np.searchsorted(part, keys << _HALF)
    count = np.minimum(np.searchsorted(part, (keys << _HALF) | _LOWER, "right") - first, CROWD)
    before = np.cumsum(count) - count
    places = np.arange(int(count.sum())) + np.repeat(first - before, count)
    queries = np.repeat(owners, count).astype(np.uint64)
    found: _Entries = (queries << _HALF) | (part[places] & _LOWER)
    return found


def _flatten(sketches: Sequence[bytes]) -> tuple[_Entries, NDArray[np.int64]]:
    """Return all keys one after the other, and for each the place of its sketch."""
    keys = np.frombuffer(b"".join(sketches), "<u4").astype(np.uint64)
    lengths = np.fromiter(map(len, sketches), np.int64, len(sketches)) // 4
    return keys, np.repeat(np.arange(len(sketches)), lengths)
