"""Read dates of other calendars than the Gregorian: the eras of Japan, the Buddhist years of Thailand, the months of Iran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateline.metadata.vocabulary import read_data

_OTHER_SCRIPT = re.compile(r"[\u0600-\u1fff\u3000-\U0010ffff]")
_BUDDHIST = 543
_FIRST_BUDDHIST, _LAST_BUDDHIST = 2400, 2650
_BUDDHIST_NUMBERS = re.compile(r"(?<![\d./-])(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>2[45]\d\d)(?![\d/-])")
_IRANIAN_NUMBERS = re.compile(r"(?<![\d./-])(?P<y>1[34]\d\d)(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d/-])")
_PERSIAN_DIGIT = re.compile(r"[۰-۹]")
_NOWRUZ = date(2020, 3, 20)  # the first day of 1399
_NOWRUZ_YEAR = 1399
_CYCLE = (1, 5, 9, 13, 17, 22, 26, 30)  # the leap years in a cycle of 33, valid from 1244 to 1531
_LONG_MONTHS = 6


@dataclass(frozen=True, slots=True)
class ForeignDay:
    """A day of another calendar (a month, if `day` is None), converted to the Gregorian, and its span in the text."""

    year: int
    month: int
    day: int | None
    start: int
    end: int


def foreign_days(plain: str, typed: str) -> Iterator[ForeignDay]:
    """Yield the days of other calendars in `typed`; `plain` is the same text with its digits as 0 to 9."""
    if _BUDDHIST_NUMBERS.search(plain):
        yield from _find_buddhist(_BUDDHIST_NUMBERS, plain)
    if typed.isascii() or not _OTHER_SCRIPT.search(typed):
        return
    yield from _find_japanese(plain)
    yield from _find_buddhist(_thai_pattern(), plain)
    yield from _find_iranian(_persian_pattern(), plain)
    if _PERSIAN_DIGIT.search(typed):
        yield from _find_iranian(_IRANIAN_NUMBERS, plain)


@cache
def era_marks() -> tuple[str, ...]:
    """Return the names of Japanese eras, which begin a year."""
    return tuple(read_data("calendars.toml")["eras"])


def _find_japanese(plain: str) -> Iterator[ForeignDay]:
    for match in _era_pattern().finditer(plain):
        year = _era_years()[match["era"]] + (1 if match["y"] == "元" else int(match["y"]))
        yield ForeignDay(year, int(match["m"]), int(match["d"]) if match["d"] else None, match.start(), match.end())


def _find_buddhist(pattern: re.Pattern[str], plain: str) -> Iterator[ForeignDay]:
    for match in pattern.finditer(plain):
        year = int(match["y"])
        month = int(match["m"]) if "m" in match.groupdict() else _month_numbers("thai")[match["w"]]
        if _FIRST_BUDDHIST <= year <= _LAST_BUDDHIST:
            year -= _BUDDHIST
        yield ForeignDay(year, month, int(match["d"]), match.start(), match.end())


def _find_iranian(pattern: re.Pattern[str], plain: str) -> Iterator[ForeignDay]:
    for match in pattern.finditer(plain):
        month = int(match["m"]) if "m" in match.groupdict() else _month_numbers("iranian")[match["w"]]
        found = _to_gregorian(int(match["y"]), month, int(match["d"]))
        if found:
            yield ForeignDay(found.year, found.month, found.day, match.start(), match.end())


def _to_gregorian(year: int, month: int, day: int) -> date | None:
    """Convert a day of Iran's calendar to the Gregorian; None if there is no such day."""
    longest = 31 if month <= _LONG_MONTHS else 30 if month < 12 or _is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        return None
    years = range(_NOWRUZ_YEAR, year) if year >= _NOWRUZ_YEAR else range(year, _NOWRUZ_YEAR)
    days = sum(366 if _is_leap(one) else 365 for one in years)
    start = _NOWRUZ + timedelta(days if year >= _NOWRUZ_YEAR else -days)
    return start + timedelta(min(month - 1, _LONG_MONTHS) * 31 + max(0, month - 1 - _LONG_MONTHS) * 30 + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in _CYCLE


@cache
def _era_years() -> dict[str, int]:
    """Return the eras of Japan, each with the year before its first year."""
    return dict(read_data("calendars.toml")["eras"])


@cache
def _month_numbers(calendar: str) -> dict[str, int]:
    named = enumerate(read_data("calendars.toml")[calendar], 1)
    return {form: number for number, forms in named for form in forms.split("|")}


@cache
def _era_pattern() -> re.Pattern[str]:
    eras = "|".join(era_marks())
    return re.compile(rf"(?P<era>{eras})\s?(?P<y>\d{{1,2}}|元)\s?年\s?(?P<m>\d{{1,2}})\s?月(?:\s?(?P<d>\d{{1,2}})\s?日)?")


@cache
def _thai_pattern() -> re.Pattern[str]:
    return _day_pattern("thai", r"(?:พ\.ศ\.\s?|ค\.ศ\.\s?)?", r"(?:2[45]\d\d|(?:19|20)\d\d)")


@cache
def _persian_pattern() -> re.Pattern[str]:
    return _day_pattern("iranian", r"(?:ماه\s)?(?:سال\s)?", r"1[34]\d\d")


def _day_pattern(calendar: str, between: str, year: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_month_numbers(calendar), key=len, reverse=True))
    return re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s?(?P<w>{words})\s?{between}(?P<y>{year})(?!\d)")
