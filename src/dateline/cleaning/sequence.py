"""A page decided as a whole: from each line's chance of being body to what stays and what goes, so that runs hold together.

Of all ways to keep some lines and drop the others, the one with the best sum is taken: what each line's chance speaks for it,
less the cost of each change between kept and dropped lines (Viterbi's algorithm for two states). A line that is in doubt goes
with its neighbours, a line that is sure stands against them, and where a change is natural (another container, a blank line) the
caller lets it cost less.

Errors cost differently: a lost line of the story is gone from every search, a widget that stays is only read past. `LOSING` says
how many times as much; alone, a line stays from a chance of 1 / (1 + LOSING) on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LOSING = 1.5
"""What a lost line of the story costs, where a line of furniture that stays costs 1."""

_SURE = 1e-4  # no chance is taken to be nearer to 0 or 1 than this: a single line cannot outvote a page


def find_best_sequence(
    chances: Array, switching: Array | float, weights: Array | float = 1.0, losing: Array | float = LOSING
) -> list[bool]:
    """Whether each line stays, the lines taken together.

    `chances` are the probabilities of being body, `weights` how much each line counts; `switching` is what it costs to keep a
    line and drop the one before it, or the reverse, in the logarithms of odds. Pages one after the other are decided apart when
    the first line of each costs nothing.
    """
    sure = np.clip(np.asarray(chances, np.float64), _SURE, 1 - _SURE)
    evidence = (weights * (np.log(sure / (1 - sure)) + np.log(losing))).tolist()
    costs = np.broadcast_to(np.asarray(switching, np.float64), len(evidence)).tolist()
    return _read_back(_leads(evidence, costs), costs)


def _leads(evidence: Sequence[float], costs: Sequence[float]) -> list[float]:
    """By how much the best way to keep each line, with all before it, leads the best way to drop it."""
    leads, lead = [], 0.0
    for speaks, cost in zip(evidence, costs, strict=True):
        lead = speaks + min(max(lead, -cost), cost)
        leads.append(lead)
    return leads


def _read_back(leads: Sequence[float], costs: Sequence[float]) -> list[bool]:
    """The best way, from its end: each line does as the one after it, unless a change there pays for itself."""
    stays: list[bool] = []
    keep, cost = True, 0.0
    for lead, before in zip(reversed(leads), reversed(costs), strict=True):
        keep = lead > cost or (lead >= -cost and keep)
        stays.append(keep)
        cost = before
    stays.reverse()
    return stays
