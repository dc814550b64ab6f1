"""Who shares keys with whom: all keys in memory, in a few sorted parts of growing size, so that adding stays cheap.

A hundred thousand texts take 21 MB. However many texts share a key, only the first of each part are looked at: the
copies of a story meet among those, and the fillings of a common formula cannot bring the search to a halt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Numbers = NDArray[np.uint32]

_LEAST_SHARED = 2
_CROWD = 256  # texts looked at for one key in one part
_BEST = 32  # neighbours given for one text, those that share most
_AT_ONCE = 64  # texts looked up together; with crowds for every key that is 3 MB of neighbours


class _Part(NamedTuple):
    keys: _Numbers
    numbers: _Numbers


@dataclass(slots=True)
class Neighbours:
    """Sketches by number, to be asked which of them share keys with a given one."""

    _parts: list[_Part] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(part.keys) for part in self._parts)

    def add(self, numbers: Sequence[int], sketches: Sequence[bytes]) -> None:
        """Take in `sketches` under their `numbers` (each used once)."""
        keys, owners = _flat(sketches)
        if not len(keys):
            return
        part = _sorted(keys, np.array(numbers, np.uint32)[owners])
        while self._parts and len(self._parts[-1].keys) < 2 * len(part.keys):
            last = self._parts.pop()
            part = _sorted(np.concatenate((last.keys, part.keys)), np.concatenate((last.numbers, part.numbers)))
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
        pairs, shared = np.unique(np.concatenate(met), return_counts=True) if met else (np.zeros(0, np.uint64),) * 2
        enough = shared >= _LEAST_SHARED
        pairs, shared = pairs[enough], shared[enough]
        order = np.lexsort((pairs, -shared.astype(np.int64), pairs >> np.uint64(32)))
        found = pairs[order]
        ends = np.searchsorted(found >> np.uint64(32), np.arange(1, len(sketches) + 1, dtype=np.uint64))
        numbers = (found & np.uint64(0xFFFFFFFF)).tolist()
        starts = [0, *ends[:-1].tolist()]
        return [numbers[start : min(end, start + _BEST)] for start, end in zip(starts, ends.tolist(), strict=True)]


def _meet(part: _Part, keys: _Numbers, owners: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Every meeting of an asked key with one in `part`, as the asker's place and the number it met, in one figure."""
    first = np.searchsorted(part.keys, keys, "left")
    count = np.minimum(np.searchsorted(part.keys, keys, "right") - first, _CROWD)
    before = np.cumsum(count) - count
    places = np.arange(int(count.sum())) + np.repeat(first - before, count)
    askers = np.repeat(owners, count).astype(np.uint64)
    found: NDArray[np.uint64] = (askers << np.uint64(32)) | part.numbers[places]
    return found


def _flat(sketches: Sequence[bytes]) -> tuple[_Numbers, NDArray[np.int64]]:
    """All keys one after the other, and for each the place of its sketch."""
    keys = np.frombuffer(b"".join(sketches), "<u4")
    lengths = np.fromiter(map(len, sketches), np.int64, len(sketches)) // 4
    return keys, np.repeat(np.arange(len(sketches)), lengths)


def _sorted(keys: _Numbers, numbers: _Numbers) -> _Part:
    order = np.argsort(keys, kind="stable")
    return _Part(keys[order], numbers[order])
