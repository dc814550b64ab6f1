"""Who shares keys with whom: all keys in memory, in a few sorted parts of growing size, so that adding stays cheap.

A hundred thousand texts take 21 MB. However many texts share a key, only the first of each part are looked at: the
copies of a story meet among those, and the fillings of a common formula cannot bring the search to a halt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_Entries = NDArray[np.uint64]  # a key in the upper half of each, in the lower the number of a text that has it

_HALF = np.uint64(32)
_LOWER = np.uint64(0xFFFFFFFF)
LEAST_SHARED = 2
"""Keys that two texts must share to be neighbours."""

CROWD = 256
"""Texts looked at for one key in one part."""

NEAREST = 31
"""Neighbours given for one text, those that share most; with itself they are one more."""
_AT_ONCE = 64  # texts looked up together; with crowds for every key that is 3 MB of neighbours


@dataclass(slots=True)
class KeyIndex:
    """Sketches by number, to be asked which of them share keys with a given one."""

    _parts: list[_Entries] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def add(self, numbers: Sequence[int], sketches: Sequence[bytes]) -> None:
        """Take in `sketches` under their `numbers` (each used once)."""
        keys, owners = _flat(sketches)
        if not len(keys):
            return
        part = np.sort((keys << _HALF) | np.array(numbers, np.uint64)[owners])
        while self._parts and len(self._parts[-1]) < 2 * len(part):
            part = np.sort(np.concatenate((self._parts.pop(), part)), kind="stable")  # which merges two sorted runs in one go
        self._parts.append(part)

    def find(self, sketches: Sequence[bytes]) -> Iterator[list[int]]:
        """For each of `sketches` the numbers that share at least two keys with it, itself too if it is here, the nearest first."""
        for start in range(0, len(sketches), _AT_ONCE):
            yield from self._find(sketches[start : start + _AT_ONCE])

    def _find(self, sketches: Sequence[bytes]) -> list[list[int]]:
        keys, owners = _flat(sketches)
        order = np.argsort(keys)  # lookups in order stay in the processor's cache
        keys, owners = keys[order], owners[order]
        met = [_meet(part, keys, owners) for part in self._parts]
        pairs, shared = np.unique(np.concatenate(met), return_counts=True) if met else (keys[:0], owners[:0])
        enough = shared >= LEAST_SHARED
        pairs, shared = pairs[enough], shared[enough]
        found = pairs[np.lexsort((pairs, -shared, pairs >> _HALF))]
        ends = np.searchsorted(found >> _HALF, np.arange(1, len(sketches) + 1, dtype=np.uint64)).tolist()
        numbers = (found & _LOWER).tolist()
        return [numbers[start : min(end, start + NEAREST + 1)] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def _meet(part: _Entries, keys: _Entries, owners: NDArray[np.int64]) -> _Entries:
    """Every meeting of an asked key with one in `part`: in the upper half the asker's place, in the lower the number it met."""
    first = np.searchsorted(part, keys << _HALF)
    count = np.minimum(np.searchsorted(part, (keys << _HALF) | _LOWER, "right") - first, CROWD)
    before = np.cumsum(count) - count
    places = np.arange(int(count.sum())) + np.repeat(first - before, count)
    askers = np.repeat(owners, count).astype(np.uint64)
    found: _Entries = (askers << _HALF) | (part[places] & _LOWER)
    return found


def _flat(sketches: Sequence[bytes]) -> tuple[_Entries, NDArray[np.int64]]:
    """All keys one after the other, and for each the place of its sketch."""
    keys = np.frombuffer(b"".join(sketches), "<u4").astype(np.uint64)
    lengths = np.fromiter(map(len, sketches), np.int64, len(sketches)) // 4
    return keys, np.repeat(np.arange(len(sketches)), lengths)
