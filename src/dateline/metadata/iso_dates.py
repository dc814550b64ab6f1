"""Dates in machine-readable fields: ISO 8601 in its usual variants, and seconds since 1970."""

from __future__ import annotations

import re

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.found_date import FoundDate, is_possible_day


def parse_iso(value: str, day_first: bool | None = None) -> FoundDate | None:
    """Parse a machine-readable field: ISO 8601 in its usual variants, seconds since 1970, or else the first date in its text."""
    stripped = value.strip()
    short = re.fullmatch(r"(\d{4})(?:-?(\d{2})(?:(\d{2}))?)?", stripped)
    if re.fullmatch(r"\d{10}(?:\d{3})?", stripped):
        return _from_epoch(stripped)
    compact = re.match(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2}))?", stripped)
    if short and "-" in stripped and is_possible_day(int(short[1]), int(short[2]), 1):
        return FoundDate(stripped, "month", 0, len(value), value)
    if compact and is_possible_day(int(compact[1]), int(compact[2]), int(compact[3])):
        return FoundDate(f"{compact[1]}-{compact[2]}-{compact[3]}", "day", 0, len(value), value)
    found = find_dates_in_text(value[:200], day_first=day_first)
    return found[0] if found else None


def _from_epoch(value: str) -> FoundDate | None:
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(int(value[:10]), UTC)
    return FoundDate(moment.isoformat(), "instant", 0, len(value), value) if moment.year >= 1990 else None
