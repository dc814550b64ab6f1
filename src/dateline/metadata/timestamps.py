"""Recognise timestamps: lines that only state when something was published or updated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.found_date import FoundDate, is_possible_day
from dateline.metadata.vocabulary import months, vocabulary
from dateline.text import fold
from dateline.types.articles import DateRole

_CLOCK = re.compile(
    r"^\D{0,12}\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]m\s*)?\(?(?:GMT|UTC|MSK|[A-Z]{3,4})\)?\s*(?P<rest>[+-]?\s?\d.*)$"
)
_FUSED = re.compile(r"^(?:(?P<sign>[+-])\s?)?(?P<digits>\d{1,4})(?::?00)?\s*(?P<rest>[^\s\d]\D{1,20}\d{4})")
_SPLIT = re.compile(r"[\s:,.()\[\]|·•⋅/\-–—]+")
LONGEST_TIMESTAMP = 160
"""In characters; a longer line states more than a date."""


@lru_cache(maxsize=4096)
def looks_like_clock(text: str) -> bool:
    """Whether `text` is the clock of a masthead: a time and its zone, then the date, maybe without a space."""
    return read_clock(text) is not None


@lru_cache(maxsize=4096)
def looks_like_timestamp(text: str) -> bool:
    """Whether `text` only states when something was published or updated."""
    return bool(text) and len(text) <= LONGEST_TIMESTAMP and find_date_roles(text, find_dates_in_text(text), 1) is not None


def find_date_roles(text: str, found: Sequence[FoundDate], most_words: int) -> list[DateRole | None] | None:
    """Return the role that the words around each of `found` give it; None if `text` has more than `most_words` other words."""
    if not found or most_words < 0:
        return None
    known = vocabulary()
    roles: list[DateRole | None] = []
    others = 0
    before = 0
    role: DateRole | None = None
    for one in [*found, None]:
        piece = text[before : one.start if one else len(text)]
        folded = fold(piece)
        words = [word for word in _SPLIT.split(folded) if word and not word.isdigit()]
        if not known.updated.isdisjoint(words) or any(map(folded.__contains__, _phrases("updated"))):
            role = "updated"
        elif not known.published.isdisjoint(words) or any(map(folded.__contains__, _phrases("published"))):
            role = "published"
        others += len(words) - sum(map(_dating_words().__contains__, words))
        if one:
            if not roles and not others and role == "published":
                most_words = max(most_words, LONGEST_TIMESTAMP)  # "Posted on May 3, 2024 in" is clear, whatever follows
            roles.append(role)
            before = one.end
    return roles if others <= most_words else None


@cache
def _phrases(role: Literal["published", "updated"]) -> tuple[str, ...]:
    """Return the phrases of several words for "published" or "updated"."""
    return tuple(phrase for phrase in (vocabulary().updated if role == "updated" else vocabulary().published) if " " in phrase)


@cache
def _dating_words() -> frozenset[str]:
    """Return the words that may accompany the date of a page."""
    return vocabulary().neutral | vocabulary().published | vocabulary().updated


def read_clock(text: str) -> FoundDate | None:
    """Read the date in the clock line of a masthead; None if `text` is not such a line."""
    if len(text) > 90:
        return None
    match = _CLOCK.match(text)
    fused = _FUSED.match(match["rest"]) if match else None
    if not fused or not match:
        return None
    year = int(fused["rest"][-4:])
    month = months().get(fold(re.sub(r"[\W\d_]", "", fused["rest"])))
    if month is None:
        return None
    days = {day for day in _possible_days(fused["sign"], fused["digits"]) if is_possible_day(year, month, day)}
    if not days:
        return None
    iso, precision = (f"{year:04}-{month:02}-{days.pop():02}", "day") if len(days) == 1 else (f"{year:04}-{month:02}", "month")
    return FoundDate(iso, "day" if precision == "day" else "month", 0, len(text), text)


def _possible_days(sign: str | None, digits: str) -> Iterator[int]:
    """Yield the days of the month that `digits` can end in; with a `sign`, an offset of at most 14 hours comes first."""
    if not sign:
        yield int(digits)
        return
    for cut in (1, 2):
        offset, day = digits[:cut], digits[cut:]
        if day and day[0] != "0" and int(offset) <= 14:
            yield int(day)
