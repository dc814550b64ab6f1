"""Hashes of words, the same on every machine and in every run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


def mix_hashes(hashes: Hashes) -> Hashes:
    """Spread every bit over all bits (the finaliser of splitmix64)."""
    spread: Hashes = hashes ^ (hashes >> np.uint64(30))
    spread *= np.uint64(0xBF58476D1CE4E5B9)
    spread ^= spread >> np.uint64(27)
    spread *= np.uint64(0x94D049BB133111EB)
    spread ^= spread >> np.uint64(31)
    return spread
