"""Normalise the dates of feeds, which programs write in many forms, to one that every date parser knows."""

from __future__ import annotations

import re
import time
from calendar import timegm

_SHORT_YEAR = re.compile(r"^(?:[^\W\d]{2,12}\.?,?\s*)?(\d{1,2}[ -]+[A-Za-z]{3,9}[ -]+)(\d\d)(\s+\d{1,2}:\d\d.{0,40})$")
_ASCTIME = re.compile(
    r"^[A-Za-z]{3,9}\s+([A-Za-z]{3,9})\s+(\d{1,2})\s+(\d\d:\d\d(?::\d\d)?)\s+((?:[A-Z]{2,5}|[+-]\d{4})\s+)?(\d{4})$"
)
_GLUED_DAY = re.compile(r"^([^\W\d]{2,12}\.?),(?=\d)")
_PIVOT = 70  # of two-digit years: Unix time starts in 1970, and no feed is older
_DAY = 86_400


def feed_date(written: object, parsed: time.struct_time | None) -> str | None:
    """The date that a feed states; None if it is not a real date, such as the year 1, Unix time zero, or the future."""
    text = " ".join(written.split()) if isinstance(written, str) else ""
    if not text or (parsed is not None and not text.isdigit() and not _is_date(parsed)):
        return None
    if short := _SHORT_YEAR.match(text):
        year = int(short[2])
        return f"{short[1]}{1900 + year if year >= _PIVOT else 2000 + year}{short[3]}"
    if unix := _ASCTIME.match(text):
        return f"{unix[2]} {unix[1]} {unix[5]} {unix[3]} {unix[4] or ''}".rstrip()
    return _GLUED_DAY.sub(r"\1, ", text)


def _is_date(parsed: time.struct_time) -> bool:
    return (parsed.tm_year, parsed.tm_yday) > (1970, 1) and timegm(parsed) <= time.time() + _DAY
