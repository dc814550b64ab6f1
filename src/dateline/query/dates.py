"""Words for days: a date as a person types it → the first and the last day that it means.

A bare year, month or day means all of it. A text that could be two different days is an error, never a guess.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

Span = tuple[date, date]

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_BACK = re.compile(r"(\d{1,4})\s*(d|w|m|y|days?|weeks?|months?|years?)$")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]+)\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?,?)?\s+(\d{4})$")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MOST_BACK = {"d": 3_650_000, "w": 500_000, "m": 120_000, "y": 9_000}


class DateSyntaxError(ValueError):
    """A text that is not a date; the message says what to write instead."""


def parse_days(text: str, today: date) -> Span:
    """The first and last day that `text` means; relative words count from `today`."""
    word = " ".join(text.strip().lower().split())
    try:
        found = _relative(word.replace(" ", "-").replace("_", "-"), today) or _back(word, today) or _absolute(word)
    except (ValueError, OverflowError) as error:
        if isinstance(error, DateSyntaxError):
            raise
        raise DateSyntaxError(f"there is no day '{text}' in the calendar") from error
    if found is None:
        raise DateSyntaxError(f"'{text}' is not a date; write 2016-07-14, 2016-07, 2016, yesterday, last-week, 7d, a..b or unknown")
    return found


def _absolute(word: str) -> Span | None:
    if found := _ISO.match(word):
        year, month, day = (int(part) if part else None for part in found.groups())
        return _span(year or 0, month, day)
    if found := _COMPACT.match(word):
        year, month, day = map(int, found.groups())
        return _span(year, month, day)
    if found := _NUMERIC.match(word):
        return _numeric(word, *map(int, found.groups()))
    if found := _NAMED.match(word):
        before, name, after, year_text = found.groups()
        months = [number for number, full in enumerate(_MONTHS, 1) if len(name) >= 3 and full.startswith(name)]
        if len(months) == 1 and not (before and after):
            day_text = before or after
            return _span(int(year_text), months[0], int(day_text) if day_text else None)
    return None


def _numeric(word: str, one: int, two: int, year: int) -> Span:
    if one == two or one > 12 >= two:
        return _span(year, two, one)
    if two > 12 >= one:
        return _span(year, one, two)
    first, second = f"{year}-{two:02}-{one:02}", f"{year}-{one:02}-{two:02}"
    raise DateSyntaxError(f"'{word}' can be two days; write {first} or {second}")


def _span(year: int, month: int | None, day: int | None) -> Span:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, _last_day(year, month))
    return date(year, month, day), date(year, month, day)


def _relative(word: str, today: date) -> Span | None:
    monday = today - timedelta(days=today.weekday())
    before = today.replace(day=1) - timedelta(days=1)
    match word:
        case "today":
            return today, today
        case "yesterday":
            return today - timedelta(days=1), today - timedelta(days=1)
        case "this-week":
            return monday, monday + timedelta(days=6)
        case "last-week":
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case "this-month":
            return _span(today.year, today.month, None)
        case "last-month":
            return _span(before.year, before.month, None)
        case "this-year":
            return _span(today.year, None, None)
        case "last-year":
            return _span(today.year - 1, None, None)
    return None


def _back(word: str, today: date) -> Span | None:
    found = _BACK.match(word)
    if not found:
        return None
    count, unit = int(found.group(1)), found.group(2)[0]
    if not 0 < count <= _MOST_BACK[unit]:
        raise DateSyntaxError(f"'{word}' reaches back to before the year 1")
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1) - 1), today
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    start = date(year, month + 1, min(today.day, _last_day(year, month + 1)))
    return start + timedelta(days=1), today


def _last_day(year: int, month: int) -> int:
    from calendar import monthrange  # few queries need it

    return monthrange(year, month)[1]
