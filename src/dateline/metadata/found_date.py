"""A date that was found in a text, and which days there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.types.articles import Precision

EARLIEST_YEAR = 1605  # no newspaper is older
LATEST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date recognised in a text, and where: `iso` is cut at `precision`; `ambiguous` when day and month could be swapped."""

    iso: str
    precision: Precision
    start: int
    end: int
    text: str
    ambiguous: bool = False


def is_possible_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day in the life of the press."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
