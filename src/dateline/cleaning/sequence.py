"""Decide a page as a whole, from the chance of each line to be body, so that runs of lines stay together.

Of all ways to keep some lines and drop the others, the best sum wins: the evidence for each kept line, less the cost of each change
between kept and dropped lines (Viterbi's algorithm for two states). A doubtful line follows its neighbours, and a sure line resists
them. Where a change is natural (another container, a blank line), the caller sets a lower cost.

Errors have different costs: a lost line of the story is missing from every search, while a reader skips a widget that stays.
`LOSING` is the ratio; alone, a line stays from a chance of 1 / (1 + LOSING) on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LOSING = 1.5
"""The cost of a lost line of the story, if a line of boilerplate that stays costs 1."""

_SURE = 1e-4  # chances are clipped to this distance from 0 and 1, so that a single line cannot outvote a page


def find_best_sequence(
    chances: Array, switching: Array | float, weights: Array | float = 1.0, losing: Array | float = LOSING
) -> list[bool]:
    """Return whether each line stays, with all lines decided together.

    `chances` are the probabilities of being body, and `weights` is how much each line counts. `switching` is the cost, in log odds,
    of keeping a line and dropping the one before it, or the reverse. Consecutive pages are decided separately if the first line of
    each has no cost.
    """
    sure = np.clip(np.asarray(chances, np.float64), _SURE, 1 - _SURE)
    evidence = (weights * (np.log(sure / (1 - sure)) + np.log(losing))).tolist()
    costs = np.broadcast_to(np.asarray(switching, np.float64), len(evidence)).tolist()
    return _read_back(_leads(evidence, costs), costs)


def _leads(evidence: Sequence[float], costs: Sequence[float]) -> list[float]:
    """Return for each line by how much the best sequence that keeps it leads the best one that drops it."""
    leads, lead = [], 0.0
    for gain, cost in zip(evidence, costs, strict=True):
        lead = gain + min(max(lead, -cost), cost)
        leads.append(lead)
    return leads


def _read_back(leads: Sequence[float], costs: Sequence[float]) -> list[bool]:
    """Read the best sequence from its end: each line does the same as the one after it, unless a change is worth its cost."""
    stays: list[bool] = []
    keep, cost = True, 0.0
    for lead, before in zip(reversed(leads), reversed(costs), strict=True):
        keep = lead > cost or (lead >= -cost and keep)
        stays.append(keep)
        cost = before
    stays.reverse()
    return stays
