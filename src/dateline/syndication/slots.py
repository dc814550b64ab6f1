"""Slots: the places of names and numbers in a text, each identified by the common words around it, and what fills them.

A report that fills a formula has the same slots as the report before it, with other names and numbers in them. A reprint, however
it is cut and rearranged, has the same fills in the slots that are left. So slots decide where names and numbers are few and shares
of common words cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.syndication.hashing import Hashes, mix_hashes

_FILL = np.uint64(0xA0761D6478BD642F)  # the token for any filled slot
_WEIGHTS = tuple(np.uint64(weight) for weight in (0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3, 0x1D8E4E27C47D124F))


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of a text that have one fill only: their sorted `places`, and what fills each."""

    places: Hashes
    fills: Hashes

    def compared(self, other: Slots) -> tuple[int, int]:
        """Return how many slots both texts have, and how many of these have different fills."""
        _, mine, theirs = np.intersect1d(self.places, other.places, assume_unique=True, return_indices=True)
        return len(mine), int(np.count_nonzero(self.fills[mine] != other.fills[theirs]))


def find_name_slots(words: Hashes, telling: NDArray[np.bool_]) -> Slots:
    """Return the slots of a text with these words; adjacent names and numbers fill one slot together."""
    begins = telling & ~np.concatenate(([False], telling[:-1]))
    kept = np.flatnonzero(~telling | begins)
    if not len(kept):
        return Slots(words[:0], words[:0])
    filled = begins[kept]
    fills = np.add.reduceat(mix_hashes(words) * telling, kept)
    tokens = np.concatenate((np.zeros(2, np.uint64), np.where(filled, _FILL, words[kept]), np.zeros(2, np.uint64)))
    around = sum((tokens[at : at + len(kept)] * weight for at, weight in zip((0, 1, 3, 4), _WEIGHTS, strict=True)), np.uint64(0))
    places, fills = mix_hashes(np.asarray(around))[filled], fills[filled]
    order = np.lexsort((fills, places))
    places, fills = places[order], fills[order]
    first = np.concatenate(([True], places[1:] != places[:-1]))[: len(places)]
    starts = np.flatnonzero(first)
    ends = np.concatenate((starts[1:], [len(places)]))[: len(starts)]
    alike = fills[starts] == fills[ends - 1] if len(starts) else np.zeros(0, np.bool_)
    return Slots(places[starts][alike], fills[starts][alike])
