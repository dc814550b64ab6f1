"""Which articles report the same event: from their vectors, the names that they share, and the days between them.

Two articles are the more alike the nearer their vectors are, the more rare names they share and the fewer days lie between them.
Groups grow from the most alike pair on, by the mean of all pairs between two groups, so that a chain of articles that are each
like the next does not hold together what is not alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.search.meaning.embedder import Floats

Scores = NDArray[np.float64]

# Set on the half of benchmarks/events.txt that is for it; the figures are in benchmarks/README.md.
_NAMES = 0.12
_A_DAY = 0.03
_LINK = 0.70
_DRIFT = 0.15
"""Two groups of several articles join only where they are as alike as the looser of them is within, up to this."""
_UNSEEN = 200
"""So many articles without a name are added to those in which its rarity is counted: one of ten says little about rarity."""


def weigh_names(articles: Collection[Collection[str]]) -> dict[str, float]:
    """How much it says that two articles share a name: the more the fewer of `articles` have it."""
    having = Counter(name for names in articles for name in set(names))
    return {name: math.log((len(articles) + _UNSEEN) / number) for name, number in having.items()}


def score_pairs(vectors: Floats, names: Sequence[Collection[str]], weights: Mapping[str, float], days: Sequence[float]) -> Scores:
    """How alike each two articles are."""
    known = {name: at for at, name in enumerate(sorted({name for one in names for name in one if name in weights}))}
    has = np.zeros((len(names), len(known)))
    for row, one in enumerate(names):
        has[row, [known[name] for name in one if name in known]] = 1
    shared = (has * [weights[name] for name in known]) @ has.T
    apart = np.abs(np.subtract.outer(days, days))
    scores: Scores = vectors @ vectors.T + _NAMES * np.log1p(shared) - _A_DAY * apart
    return scores


def group_of_first(scores: Scores) -> list[int]:
    """The articles that report the same event as the first one, itself among them, by their places in `scores`."""
    groups = [[at] for at in range(len(scores))]
    between, sizes, within = scores.astype(float), np.ones(len(scores)), np.full(len(scores), np.inf)
    open_ = ~np.eye(len(scores), dtype=bool)
    while len(scores) > 1:
        means = np.where(open_, between / np.outer(sizes, sizes), -np.inf)
        one, other = divmod(int(means.argmax()), len(scores))
        mean = means[one, other]
        if mean < _LINK:
            break
        if min(sizes[one], sizes[other]) > 1 and mean < min(within[one], within[other]) - _DRIFT:
            open_[one, other] = open_[other, one] = False
            continue
        groups[one] += groups[other]
        groups[other] = []
        between[one] += between[other]
        between[:, one] += between[:, other]
        sizes[one] += sizes[other]
        within[one] = _mean_within(scores, groups[one])
        alive = np.array([bool(group) for group in groups])
        open_[one] = open_[:, one] = alive
        open_[one, one] = False
        open_[other] = open_[:, other] = False
    return next(sorted(group) for group in groups if 0 in group)


def _mean_within(scores: Scores, group: Iterable[int]) -> float:
    rows = list(group)
    part = scores[np.ix_(rows, rows)]
    return float((part.sum() - np.trace(part)) / (len(rows) * (len(rows) - 1)))
