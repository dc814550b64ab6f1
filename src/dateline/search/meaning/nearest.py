"""Find the nearest vectors: first by the signs of their numbers around the mean, then the best of these by all their numbers.

The signs are in memory, 64 bytes for a vector of 512 numbers; the numbers stay in the archive. If all vectors are few enough to be
compared by all their numbers, the signs are not used. An index of neighbours from another package replaces the signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dateline.search.meaning.embedder import Floats, unpacked
from dateline.search.meaning.neighbours import NeighbourIndex, Neighbours, checked
from dateline.store.vectors import Vectors

Places = NDArray[np.int64]
"""Positions of vectors in memory."""
Signs = NDArray[np.uint64]

CLOSELY = 1_000
"""The number of vectors that are compared by all their numbers: it keeps 0.98 of the ten nearest among a million."""
_AT_ONCE = 5_000
_SAMPLE = 10_000  # vectors from which the mean is computed
_BLOCK = 1 << 15
_WORD = 8  # bytes of signs that are compared at once
_SET_BITS = np.array([number.bit_count() for number in range(256)], np.uint8)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The signs of vectors, in the order of the vectors' numbers in the archive, with the ids of their articles.

    Vectors that were replaced or deleted since may still be here; they are no longer in the archive. `order` sorts by article id,
    with the newest vector of an article last. `meant` is the number of vectors when the mean was computed.
    """

    model: str | None
    mean: Floats
    mean_size: int
    numbers: NDArray[np.int64]
    ids: NDArray[np.bytes_]
    order: Places
    signs: Signs

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Load all vectors that an archive has now."""
        last = vectors.last
        sample = vectors.numbered(range(1, last + 1, max(1, last // _SAMPLE)))
        mean = unpacked(sample.values()).mean(axis=0) if sample else np.empty(0, np.float32)
        none = np.empty(0, np.int64)
        found = cls(vectors.model, mean, 0, none, np.empty(0, "S8"), none, np.empty((0, 0), np.uint64)).followed(vectors)
        return replace(found, mean_size=len(found.numbers))

    def followed(self, vectors: Vectors) -> Self:
        """The same with the vectors that were added since."""
        numbers, ids, signs = [self.numbers], [self.ids], [self.signs] if self.signs.size else []
        for rows in vectors.each(int(self.numbers[-1]) if len(self.numbers) else 0, _AT_ONCE):
            numbers.append(np.array([number for number, _, _ in rows], np.int64))
            ids.append(np.array([name.encode() for _, name, _ in rows]))
            signs.append(self.signs_of(unpacked(vector for _, _, vector in rows)))
        if len(numbers) == 1:
            return self
        names = np.concatenate(ids)
        order = np.argsort(names, kind="stable")
        return type(self)(self.model, self.mean, self.mean_size, np.concatenate(numbers), names, order, np.concatenate(signs))

    def signs_of(self, vectors: Floats) -> Signs:
        """One bit for each number of a vector: whether it is above the mean."""
        bits = np.packbits(vectors > self.mean, axis=1)
        room = -bits.shape[1] % _WORD
        return np.ascontiguousarray(np.pad(bits, ((0, 0), (0, room)))).view(np.uint64)

    @property
    def is_good(self) -> bool:
        """Whether the mean still represents these vectors: they have at most doubled."""
        return len(self.numbers) <= 2 * self.mean_size


@dataclass(slots=True)
class Scan:
    """The signs of all vectors of an archive, synced before each search, and an optional `index` of neighbours."""

    vectors: Vectors
    index: NeighbourIndex | None = None
    _loaded: Loaded | None = None
    _state: object = None
    _built: tuple[Neighbours, Places] | None = None
    """The neighbours that the index built, and the positions of the vectors that it got."""

    def look(self) -> None:
        """Load the vectors that were added since the last call."""
        state = (self.vectors.model, self.vectors.followed, self.vectors.last)
        if state != self._state:
            before = self._loaded
            loaded = before.followed(self.vectors) if before and before.mean_size and before.model == state[0] else None
            self._loaded = loaded if loaded and loaded.is_good else Loaded.of(self.vectors)
            self._state = state
            self._built = self._build() if self.index and len(self.loaded.numbers) >= self.index.least else None

    def _build(self) -> tuple[Neighbours, Places] | None:
        numbers = self.loaded.numbers.tolist()
        stored = self.vectors.numbered(numbers)
        places = np.array([place for place, number in enumerate(numbers) if number in stored], np.int64)
        if self.index is None or not len(places):
            return None
        return self.index.build(unpacked(stored[numbers[place]] for place in places)), places

    def places(self, ids: Iterable[str]) -> Places:
        """The positions of the vectors of these articles; articles without a vector are left out."""
        loaded, wanted = self.loaded, np.array(sorted({one.encode() for one in ids}), "S")
        if not len(loaded.ids) or not len(wanted):
            return np.empty(0, np.int64)
        at = np.searchsorted(loaded.ids, wanted, side="right", sorter=loaded.order) - 1
        found: Places = loaded.order[np.maximum(at, 0)]
        is_wanted: NDArray[np.bool_] = loaded.ids[found] == wanted
        return found[is_wanted]

    @property
    def loaded(self) -> Loaded:
        """The vectors in memory."""
        assert self._loaded is not None, "nobody has looked"
        return self._loaded

    def nearest(self, vector: Floats, most: int, places: Places | None = None) -> Places:
        """The `most` places among these (None: all) nearest to `vector`, roughly nearest first; the index finds them, if any."""
        if self._built is None or (places is not None and len(places) <= most):
            return self.near(vector, places)[:most]
        neighbours, known = self._built
        allowed = None if places is None else np.flatnonzero(np.isin(known, places))
        return known[checked(neighbours.nearest(vector, most, allowed), len(known), allowed)[:most]]

    def near(self, vector: Floats, places: Places | None = None) -> Places:
        """All these places (None: all there are), roughly nearest to `vector` first."""
        loaded = self.loaded
        signs = loaded.signs if places is None else loaded.signs[places]
        if len(signs) <= CLOSELY:
            return np.arange(len(signs)) if places is None else places
        order = np.argsort(_distances(signs, loaded.signs_of(vector[None, :])[0]), kind="stable")
        return order if places is None else places[order]

    def names(self, places: Places) -> list[str]:
        """The ids of the articles whose vectors are at these places."""
        return [name.decode() for name in self.loaded.ids[places].tolist()]

    def scored(self, vector: Floats, places: Places) -> list[tuple[str, float]]:
        """The articles whose vectors are at these places, nearest to `vector` first, with the cosine similarity."""
        numbers = dict(zip(self.loaded.numbers[places].tolist(), self.names(places), strict=True))
        stored = self.vectors.numbered(list(numbers))
        if not stored:
            return []
        scores = unpacked(stored.values()) @ vector
        return sorted(((numbers[number], float(score)) for number, score in zip(stored, scores, strict=True)), key=_best_first)


def _distances(signs: Signs, wanted: Signs) -> NDArray[np.int32]:
    """The number of signs in which each row differs from `wanted`."""
    found = np.empty(len(signs), np.int32)
    for start in range(0, len(signs), _BLOCK):
        block = signs[start : start + _BLOCK] ^ wanted
        found[start : start + len(block)] = set_bits(block)
    return found


def set_bits(block: Signs, *, by_table: bool = not hasattr(np, "bitwise_count")) -> NDArray[np.int32]:
    """The number of set bits in each row; before numpy 2 from a table."""
    if not by_table:
        return np.asarray(np.bitwise_count(block).sum(axis=1, dtype=np.int32))
    return np.asarray(_SET_BITS[block.view(np.uint8)].sum(axis=1, dtype=np.int32))


def _best_first(pair: tuple[str, float]) -> tuple[float, str]:
    return -pair[1], pair[0]
