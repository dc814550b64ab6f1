"""How much of one text is in another, and whether that makes them copies of one story.

Both depend on the two texts alone, never on what else an archive holds or on the order in which it came.
"""

from __future__ import annotations

import numpy as np

from dateline.syndication.hashing import Hashes
from dateline.syndication.shingles import ShingledText

# Set as one on benchmarks/copies.py, on a plateau: pair F1 changes by less than 0.003 from 0.45 to 0.55 and from 0.15 to 0.25.
_LEAST_SHARE = 0.5  # of the shorter text stands in the longer, and of its runs with a name or a number
_LEAST_COMMON = 0.2  # of both together is common: a digest of many stories is no copy of each
# So many slots that both have, and that share of them, are filled otherwise: a formula with other facts. Of 3,479 pairs of reprints
# none has three, and those with two have them among six or more; reports of earthquakes have 5 among 17 or more.
_OTHER_FACTS = ((2, 0.4), (3, 0.17))
_ENOUGH_TELLING = 6  # below, one edited figure would be all the difference


def similarity(one: ShingledText, other: ShingledText) -> float:
    """The share of the shorter text's windows that stand in the longer too, from 0 to 1; 1 for the same sequence of words."""
    if one.whole == other.whole:
        return 1.0
    shorter = min(len(one.windows), len(other.windows))
    return _common(one.windows, other.windows) / shorter if shorter else 0.0


def are_copies(one: ShingledText, other: ShingledText) -> bool:
    """Whether both are prints of one story, whole or in part."""
    if one.whole == other.whole:
        return True
    sizes = len(one.windows), len(other.windows)
    if not min(sizes):
        return False
    common = _common(one.windows, other.windows)
    if common < _LEAST_SHARE * min(sizes) or common < _LEAST_COMMON * (sum(sizes) - common):
        return False
    telling = one.telling, other.telling
    fewer = min(map(len, telling))
    if fewer >= _ENOUGH_TELLING and _common(*telling) < _LEAST_SHARE * fewer:
        return False
    both, differing = one.slots.compared(other.slots)
    return not any(differing >= least and differing >= share * both for least, share in _OTHER_FACTS)


def _common(one: Hashes, other: Hashes) -> int:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    if not len(few):
        return 0
    return int(np.count_nonzero(many.take(np.searchsorted(many, few), mode="clip") == few))
