"""Measure how much of one text another contains, and decide whether they are copies of one story.

Both depend on the two texts alone, never on the rest of an archive or on the order of its ingest.
"""

from __future__ import annotations

import numpy as np

from dateline.syndication.hashing import Hashes
from dateline.syndication.shingles import ShingledText

# Tuned together on benchmarks/copies.py, on a plateau: pair F1 changes by less than 0.003 from 0.45 to 0.55 and from 0.15 to 0.25.
_LEAST_SHARE = 0.5  # of the shorter text's windows, and of its windows with a name or a number, must be in the longer text
_LEAST_COMMON = 0.2  # of the windows of both together must be common: a digest of many stories is not a copy of each
# Two texts fill one formula with different facts if this many of their common slots, and this share of them, have other fills.
# Of 3,479 pairs of reprints none has three, and those with two have them among six or more; reports of earthquakes have 5 among
# 17 or more.
_OTHER_FACTS = ((2, 0.4), (3, 0.17))
_ENOUGH_TELLING = 6  # with fewer, one edited figure would decide alone


def similarity(one: ShingledText, other: ShingledText) -> float:
    """Return the share of the shorter text's windows that the longer has too, from 0 to 1; 1 for the same sequence of words."""
    if one.whole == other.whole:
        return 1.0
    shorter = min(len(one.windows), len(other.windows))
    return _count_common(one.windows, other.windows) / shorter if shorter else 0.0


def are_copies(one: ShingledText, other: ShingledText) -> bool:
    """Whether both are prints of one story, in whole or in part."""
    if one.whole == other.whole:
        return True
    sizes = len(one.windows), len(other.windows)
    if not min(sizes):
        return False
    common = _count_common(one.windows, other.windows)
    if common < _LEAST_SHARE * min(sizes) or common < _LEAST_COMMON * (sum(sizes) - common):
        return False
    telling = one.telling, other.telling
    fewer = min(map(len, telling))
    if fewer >= _ENOUGH_TELLING and _count_common(*telling) < _LEAST_SHARE * fewer:
        return False
    both, differing = one.slots.compared(other.slots)
    return not any(differing >= least and differing >= share * both for least, share in _OTHER_FACTS)


def _count_common(one: Hashes, other: Hashes) -> int:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    if not len(few):
        return 0
    return int(np.count_nonzero(many.take(np.searchsorted(many, few), mode="clip") == few))
