"""Days, weeks, months and years as consecutive numbers, so that engines can count by them and plots can show gaps.

A week starts on Monday and has its ISO 8601 name. An article belongs to a period only if all days that its date allows are in that
period: "2016-07" belongs to a month and a year, but to no week or day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dateline.types.articles import DateEvidence

if TYPE_CHECKING:
    from dateline.types.counts import Period

PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")


def period_of(day: date, by: Period) -> int:
    """The number of the period that contains `day`; the next period has the next number."""
    match by:
        case "day":
            return day.toordinal()
        case "week":
            return (day.toordinal() - 1) // 7
        case "month":
            return day.year * 12 + day.month - 1
    return day.year


def period_of_evidence(evidence: DateEvidence, by: Period) -> int | None:
    """The number of the only period that `evidence` allows; None if it allows several."""
    first = period_of(evidence.first_day, by)
    return first if first == period_of(evidence.last_day, by) else None


def period_start(number: int, by: Period) -> date:
    """The first day of a period."""
    match by:
        case "day":
            return date.fromordinal(number)
        case "week":
            return date.fromordinal(number * 7 + 1)
        case "month":
            return date(number // 12, number % 12 + 1, 1)
    return date(number, 1, 1)


def period_name(number: int, by: Period) -> str:
    """The ISO 8601 name of a period: 2016-07-14, 2016-W28, 2016-07, 2016."""
    start = period_start(number, by)
    match by:
        case "day":
            return start.isoformat()
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year:04}-W{week:02}"
        case "month":
            return f"{start.year:04}-{start.month:02}"
    return f"{start.year:04}"
