"""Find articles that report the same event, from their vectors, the names that they share, and the days between them.

Two articles are more similar if their vectors are nearer, if they share more rare names, and if fewer days lie between them. Groups
are merged from the most similar pair on, by the mean over all pairs between two groups (average linkage), so that a chain of
articles that each resemble the next does not join dissimilar articles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.search.meaning.embedder import Floats

Scores = NDArray[np.float64]

# Set on the tuning part of benchmarks/events.txt; the figures are in benchmarks/README.md.
_NAME_WEIGHT = 0.12
_DAY_PENALTY = 0.03
_LEAST_SIMILARITY = 0.70
_MOST_LOSS = 0.15
"""Two groups of several articles merge only if their similarity is at most this much below that inside the looser group."""
_SMOOTHING = 200
"""The number of articles without a name that are added when its rarity is counted: one article of ten says little about rarity."""


def weigh_names(articles: Collection[Collection[str]]) -> dict[str, float]:
    """The weight of a name that two articles share: the fewer of `articles` have it, the higher."""
    having = Counter(name for names in articles for name in set(names))
    return {name: math.log((len(articles) + _SMOOTHING) / number) for name, number in having.items()}


def score_pairs(vectors: Floats, names: Sequence[Collection[str]], weights: Mapping[str, float], days: Sequence[float]) -> Scores:
    """The similarity of each pair of articles."""
    known = {name: at for at, name in enumerate(sorted({name for one in names for name in one if name in weights}))}
    has = np.zeros((len(names), len(known)))
    for row, one in enumerate(names):
        has[row, [known[name] for name in one if name in known]] = 1
    shared = (has * [weights[name] for name in known]) @ has.T
    apart = np.abs(np.subtract.outer(days, days))
    scores: Scores = vectors @ vectors.T + _NAME_WEIGHT * np.log1p(shared) - _DAY_PENALTY * apart
    return scores


def group_of_first(scores: Scores) -> list[int]:
    """The positions in `scores` of the articles that report the same event as the first one, including itself."""
    groups = [[at] for at in range(len(scores))]
    between, sizes, within = scores.astype(float), np.ones(len(scores)), np.full(len(scores), np.inf)
    open_ = ~np.eye(len(scores), dtype=bool)
    while len(scores) > 1:
        means = np.where(open_, between / np.outer(sizes, sizes), -np.inf)
        one, other = divmod(int(means.argmax()), len(scores))
        mean = means[one, other]
        if mean < _LEAST_SIMILARITY:
            break
        if min(sizes[one], sizes[other]) > 1 and mean < min(within[one], within[other]) - _MOST_LOSS:
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
