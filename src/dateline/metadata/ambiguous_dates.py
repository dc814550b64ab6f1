"""Resolve numeric dates in which day and month could be swapped (03/04/2022).

The year is certain, and both days are candidates. Another date on the page (in an address, a field or in words) decides between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.day_order import is_ambiguous
from dateline.types.articles import DateEvidence

_CANDIDATE = 0.15  # one of two days, and nothing shows which; too low to be chosen
_DAYS = ("day", "instant")
_UNRELATED_ROLES = ("clock", "seen", "mention")


def resolve_ambiguous(evidence: Sequence[DateEvidence]) -> list[DateEvidence]:
    """Return `evidence` with each ambiguous date resolved if another date is just one of its two days, else followed by both days."""
    resolved: list[DateEvidence] = []
    for one in evidence:
        days = (
            list(_list_days(one.text))
            if one.precision == "year" and one.role not in _UNRELATED_ROLES and is_ambiguous(one.text)
            else []
        )
        supported = [(day, other) for day in days if (other := _find_support(day, evidence))]
        if len(supported) == 1:
            (day, where), other = supported[0]
            resolved.append(replace(one, iso=day, precision="day", where=f"{one.where}, {where} as {other.where} says"))
        else:
            resolved.append(one)
            resolved += [
                replace(one, iso=day, precision="day", where=f"{one.where}, if {where}", confidence=_CANDIDATE)
                for day, where in days
            ]
    return resolved


def find_ambiguous_year(evidence: Sequence[DateEvidence], least: float) -> DateEvidence | None:
    """Return the year of the ambiguous date that would be the date of the page if its order were known."""
    candidates = [one for one in evidence if one.role == "published" and one.precision == "year" and is_ambiguous(one.text)]
    best = max(candidates, key=lambda one: one.confidence, default=None)
    return best if best and best.confidence >= least else None


def _list_days(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two days that an ambiguous date can mean, each with the order that it assumes."""
    for day_first, where in ((True, "the day comes first"), (False, "the month comes first")):
        found = next((found for found in find_dates_in_text(text, day_first=day_first) if found.precision in _DAYS), None)
        if found:
            yield found.iso[:10], where


def _find_support(day: tuple[str, str], evidence: Sequence[DateEvidence]) -> DateEvidence | None:
    others = (one for one in evidence if one.role not in _UNRELATED_ROLES and one.precision in _DAYS and not is_ambiguous(one.text))
    return next((one for one in others if one.iso[:10] == day[0]), None)
