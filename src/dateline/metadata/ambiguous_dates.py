"""Dates of numbers alone in which day and month could be swapped (03/04/2022), and what still is certain of them.

The year is, and both days are candidates. What else the page tells of the day (an address, a field, a date in words) settles which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.day_order import is_ambiguous
from dateline.types.articles import DateEvidence

_CANDIDATE = 0.15  # one of two days, and nothing says which; too little to be chosen
_DAYS = ("day", "instant")
_OF_OTHERS = ("clock", "seen", "mention")


def resolve_ambiguous(evidence: Sequence[DateEvidence]) -> list[DateEvidence]:
    """`evidence` with each open date followed by both its days, or settled where another date is one of the two and not the other."""
    settled: list[DateEvidence] = []
    for one in evidence:
        days = (
            list(_readings(one.text)) if one.precision == "year" and one.role not in _OF_OTHERS and is_ambiguous(one.text) else []
        )
        witnesses = [(day, other) for day in days if (other := _witness(day, evidence))]
        if len(witnesses) == 1:
            (day, where), other = witnesses[0]
            settled.append(replace(one, iso=day, precision="day", where=f"{one.where}, {where} as {other.where} says"))
        else:
            settled.append(one)
            settled += [
                replace(one, iso=day, precision="day", where=f"{one.where}, if {where}", confidence=_CANDIDATE)
                for day, where in days
            ]
    return settled


def find_ambiguous_year(evidence: Sequence[DateEvidence], least: float) -> DateEvidence | None:
    """The year of the open date that would have dated the page, if its order were known."""
    candidates = [one for one in evidence if one.role == "published" and one.precision == "year" and is_ambiguous(one.text)]
    best = max(candidates, key=lambda one: one.confidence, default=None)
    return best if best and best.confidence >= least else None


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """The two days that an open date can mean, each with what that takes."""
    for day_first, where in ((True, "the day comes first"), (False, "the month comes first")):
        found = next((found for found in find_dates_in_text(text, day_first=day_first) if found.precision in _DAYS), None)
        if found:
            yield found.iso[:10], where


def _witness(day: tuple[str, str], evidence: Sequence[DateEvidence]) -> DateEvidence | None:
    told = (one for one in evidence if one.role not in _OF_OTHERS and one.precision in _DAYS and not is_ambiguous(one.text))
    return next((one for one in told if one.iso[:10] == day[0]), None)
