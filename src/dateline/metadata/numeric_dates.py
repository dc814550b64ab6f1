"""Find numeric dates: which number is the day, which is the month, and which year two digits mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dateline.metadata.found_date import FoundDate, is_possible_day
from dateline.metadata.vocabulary import weekdays
from dateline.text import fold

_LAST_SHORT, _FIRST_SHORT = 40, 70  # of years of two digits
FIRST_DIGIT = r"\d(?<![\d.,/-]\d)(?<!\d:\d)"
"""The pattern begins with the digit and looks behind it afterwards: searching for a digit is much faster than for what precedes it."""
_NO_NUMBER_AFTER = r"(?![\d/-]|[.,:]\d)"
_NUMERIC = re.compile(
    rf"(?P<a>{FIRST_DIGIT}\d?)\s?(?P<sep>[./\-‐])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}}){_NO_NUMBER_AFTER}"
)
_SHORT = re.compile(rf"(?P<a>{FIRST_DIGIT}\d?)(?P<sep>[./])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d\d)(?![\d/]|[.,:]\d)")
_BEFORE = re.compile(r"(?P<w>[^\W\d_]{3,12}(?:-feira)?)\.?,?\s?$")
_WEEKDAY_REACH = 20
_AMERICAN_TIME = re.compile(
    r"\W{1,4}(?:at\s)?\d{1,2}:\d\d(?::\d\d)?\s?(?:[AaPp]\.?[Mm]\.?\s?)?\(?[ECMP][SD]?T\b"
)  # a time in a time zone of the United States
_ZONE_REACH = 24


def find_numeric_dates(text: str, day_first: bool | None) -> Iterator[FoundDate]:
    """Yield the numeric dates in `text`; `day_first` resolves those whose day and month could be swapped."""
    for match in _NUMERIC.finditer(text):
        yield from _read_numeric(match, int(match["y"]), day_first, text)
    for match in _SHORT.finditer(text):
        if (year := _full_year(int(match["y"]))) and (match["sep"] == "/" or len(match["b"]) == 2):
            yield from _read_numeric(match, year, day_first, text)


def _full_year(short: int) -> int | None:
    """Return the year that two digits mean, from 1970 to 2040; None for 41 to 69."""
    return 2000 + short if short <= _LAST_SHORT else 1900 + short if short >= _FIRST_SHORT else None


def _read_numeric(match: re.Match[str], year: int, day_first: bool | None, text: str) -> Iterator[FoundDate]:
    first, second = int(match["a"]), int(match["b"])
    readings = {(second, first), (first, second)} if match["sep"] != "." else {(second, first)}
    readings = {(month, day) for month, day in readings if is_possible_day(year, month, day)}
    if len(readings) == 2:
        readings = _select_by_weekday(readings, year, text[max(0, match.start() - _WEEKDAY_REACH) : match.start()])
    if len(readings) == 2 and _AMERICAN_TIME.match(text[match.end() : match.end() + _ZONE_REACH]):
        readings = {(first, second)}
    if len(readings) == 2 and day_first is not None:
        readings = {(second, first) if day_first else (first, second)}
    if not readings:
        return
    span = (match.start(), match.end(), text[match.start() : match.end()])
    if len(readings) == 1:
        month, day = readings.pop()
        yield FoundDate(f"{year:04}-{month:02}-{day:02}", "day", *span)
    else:
        yield FoundDate(f"{year:04}", "year", *span, ambiguous=True)


def _select_by_weekday(readings: set[tuple[int, int]], year: int, before: str) -> set[tuple[int, int]]:
    """Return those of `readings` that fall on the weekday right before the date; all of them if none does."""
    word = _BEFORE.search(before)
    weekday = weekdays().get(fold(word["w"])) if word else None
    fitting = {(month, day) for month, day in readings if date(year, month, day).weekday() == weekday}
    return fitting or readings
