"""A date found in a text, and the check that a day exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.types.articles import Precision

EARLIEST_YEAR = 1605  # the year of the first newspaper
LATEST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, and its span: `iso` is cut at `precision`; `ambiguous` if day and month could be swapped."""

    iso: str
    precision: Precision
    start: int
    end: int
    text: str
    ambiguous: bool = False


def is_possible_day(year: int, month: int, day: int) -> bool:
    """Whether the day exists and is in the range of years of newspapers."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
