"""Dates in text: recognised in many languages, never completed beyond what is written.

A weekday or a day and month without a year is no date here. Where day and month could be swapped and nothing says which is
which, the date keeps only what is certain: the year, or the month when both readings share it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate

from dateline.metadata.calendars import era_marks, foreign_days
from dateline.metadata.vocabulary import months, weekdays
from dateline.text import fold
from dateline.types.articles import Precision

EARLIEST_YEAR = 1605  # no newspaper is older
LATEST_YEAR = 2200
_LAST_SHORT, _FIRST_SHORT = 40, 70  # of years of two digits
_REMEMBERED = 4096  # several passes ask the same of the lines of a page
_MAY_BE_YEAR = re.compile(r"\d(?:\d{3}|\d?[./]\d)")  # the cheap test before the next two
_YEAR_LIKE = re.compile(r"(?<!\d)\d{4}(?:(?!\d)|(?=\d{1,2}:\d\d)|(?=\d{1,3}\s?[^\W\d_]))")
_SHORT_YEAR = re.compile(r"\d(?<![\d./]\d)\d?([./])\d{1,2}\1\d\d(?![\d/]|[.,]\d)")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_NUMBERS_MEET = re.compile(r"\d\s?[./•\-‐]\s?\d")  # the cheap tests before patterns for numbers, for what ran together,
_RUN_TOGETHER = re.compile(r"[A-Z](?<=[a-zß-ÿ][A-Z])[A-Za-z]{2,8}[.,]?\s\d")
_FIVE_DIGITS = re.compile(r"\d{5}")
_LETTERS = re.compile(r"[^\W\d_]+")
_FOUR_DIGITS = re.compile(r"\d{4}")
_BEFORE_YEAR, _AFTER_YEAR = 48, 40  # signs, more than any date with a named month takes
_WORD = r"[^\s\d.,;:/()|\[\]\-–—_]{2,20}"
_YEAR = r"(?P<y>\d{4})(?:(?![\d:%])|(?=\d{1,2}:\d\d))"  # a clock may be glued to it
_YEAR_AND_COUNT = r"(?P<y>(?:19|20)\d\d)(?=\d{1,3}\s?[^\W\d_])"  # or what counts minutes, comments or views
# A number is tried from its first digit on, which is searched for much faster than what stands before it.
_FIRST = r"\d(?<![\d.,/-]\d)(?<!\d:\d)"
_ALONE = r"\d(?<!\d\d)"
_AFTER = r"(?![\d/-]|[.,:]\d)"
_OF = r"(?:(?:de|del|di|of|tháng|do|da)\s++|(?:d['’]|tháng|ta')\s*+)?"  # with a space: Dezember and dicembre begin alike
_ORDINAL = r"(?:(?:st|nd|rd|th|er|re|ère|ste|de|da|º|ª|ος|-?(?:го|е))(?![^\W\d_]))?"
_ISO = re.compile(r"(?P<y>\d(?<![\d-]\d)\d{3})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?=T\d|[^\d/.-]|[.-]?$|\.\s|\.[a-z])")
_YMD = re.compile(r"(?P<y>\d(?<![\d.,/-]\d)\d{3})\s?(?P<sep>[./•])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})(?![\d/]|\.\d)")
_CJK = re.compile(rf"(?P<y>{_ALONE}\d{{3}})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?:(?P<d>\d{{1,2}})\s?[日일號号])?")
_NUMERIC = re.compile(rf"(?P<a>{_FIRST}\d?)\s?(?P<sep>[./\-‐])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}}){_AFTER}")
_DMY = re.compile(
    rf"(?P<d>{_FIRST}\d?){_ORDINAL}[.,]?[\s-]*+(?:d\.|ngày|ημ\.)?\s*+{_OF}(?P<w>{_WORD}(?:\s(?:الأول|الثاني))?)[.,/-]?,?[\s-]*+(?:de|del|năm|г|года?|του|لعام|سنة)?\s*+{_YEAR}",
    re.IGNORECASE,
)
_MDY = re.compile(
    rf"(?<![^\W\d_])(?P<w>{_WORD})[.,]?[\s-]{{0,2}}(?P<d>\d{{1,2}}){_ORDINAL}\.?,?(?:\s++(?:de|del)\s++|[\s-]*+){_YEAR}",
    re.IGNORECASE,
)
_DAY_AND_YEAR = re.compile(rf"\d{_ORDINAL}\.?,?(?:\s++(?:de|del)\s++|[\s-]*+)\d{{4}}", re.IGNORECASE)  # part of the former
_GLUED = re.compile(  # to the word before it: "7 min readDec 30, 2013", "HealthDECEMBER 22, 2022"
    rf"(?<=[a-zß-ÿ])(?P<w>[A-Z][a-z]{{2,8}}|[A-Z]{{3,9}})[.,]?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:{_YEAR}|{_YEAR_AND_COUNT.replace('<y>', '<y2>')})"
)
_COUNTED = re.compile(
    rf"(?<![^\W\d_])(?:(?P<w>{_WORD})[.,]?\s(?P<d>\d{{1,2}}){_ORDINAL}|(?P<d2>\d{{1,2}}){_ORDINAL}\.?\s(?P<w2>{_WORD})),?\s{_YEAR_AND_COUNT}",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"(?P<a>{_FIRST}\d?)(?P<sep>[./])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d\d)(?![\d/]|[.,:]\d)")
_YMD_WORDS = re.compile(
    rf"(?P<y>{_ALONE}\d{{3}})\.?,?\s*+(?:gada|m\.|-ko)?\s?(?P<w>{_WORD})\.?\s(?P<d>\d{{1,2}})(?!\d|:)", re.IGNORECASE
)
_LATVIAN = re.compile(rf"(?P<y>{_ALONE}\d{{3}})\.\s?gada\s(?P<d>\d{{1,2}})\.\s?(?P<w>{_WORD})")
_VIETNAMESE = re.compile(rf"(?P<d>{_ALONE}\d?)\s*tháng\s*(?P<m>\d{{1,2}})(?:\s*,|\s*năm|\s*/)?\s*(?P<y>\d{{4}})", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"(?<![^\W\d_])(?P<w>{_WORD})\.?,?\s(?:de\s|del\s)?(?P<y>\d{{4}})(?!\d)", re.IGNORECASE)
_TIME = re.compile(
    r"^(?P<gap>[\s,|·•–—-]*+(?:T|at|um|à|às|a las|las|klo|kl\.?|o godz\.|godz\.|в|о|alle(?: ore)?|ore|saat|pukul|om|u|r\.|г\.?,?(?: в)?|lúc|στις|को|की)?\s*+[,|]?+\s*+)"
    r"(?P<h>\d{1,2})(?:(?P<sep>[:.h時시点点]|\sh\s)\s?(?P<min>\d{2}))?(?::?(?P<s>\d{2})(?:\.\d{1,9})?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"\s*(?P<zone>Z\b|[+-]\d{2}:?\d{2}\b|\(?[A-Z]{2,4}\)?(?![a-zA-Z])(?:\s?[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^[\u2000-\u2bff\U0001f000-\U0001faff\ufe0f]++")  # a picture of a calendar in front of the month
_BEFORE = re.compile(r"(?P<w>[^\W\d_]{3,12}(?:-feira)?)\.?,?\s?$")
_WEEKDAY_REACH = 20
_AMERICAN = re.compile(
    r"\W{1,4}(?:at\s)?\d{1,2}:\d\d(?::\d\d)?\s?(?:[AaPp]\.?[Mm]\.?\s?)?\(?[ECMP][SD]?T\b"
)  # a clock of the United States
_ZONE_REACH = 24
_OFFSETS = {
    "Z": "+00:00", "GMT": "+00:00", "UTC": "+00:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MDT": "-06:00",
    "PST": "-08:00", "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00", "EET": "+02:00",
    "EEST": "+03:00", "MSK": "+03:00", "МСК": "+03:00", "WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "JST": "+09:00",
    "KST": "+09:00", "SAST": "+02:00", "EAT": "+03:00", "WAT": "+01:00", "AEST": "+10:00", "AEDT": "+11:00",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date recognised in a text, and where: `iso` is cut at `precision`; `ambiguous` when day and month could be swapped."""

    iso: str
    precision: Precision
    start: int
    end: int
    text: str
    ambiguous: bool = False


def find_dates_in_text(text: str, *, day_first: bool | None = None) -> list[FoundDate]:
    """The dates written in `text`, in order; `day_first` settles 03/04/2020 where the page's other dates or its language do."""
    if not has_year(text):
        return []
    return list(_recognised(text, None if day_first is None or not _NUMBERS_MEET.search(text) else day_first))


@lru_cache(maxsize=_REMEMBERED)
def _recognised(text: str, day_first: bool | None) -> tuple[FoundDate, ...]:
    plain = _plain_digits(text)
    found: list[FoundDate] = []
    for candidate in (*_candidates(plain, day_first), *_foreign(plain, text)):
        if not any(candidate.start < other.end and other.start < candidate.end for other in found):
            found.append(candidate)
    found.sort(key=lambda one: one.start)
    return tuple(_with_time(one, plain, text) for one in found)


@lru_cache(maxsize=_REMEMBERED)
def has_year(text: str) -> bool:
    """Whether something in `text` could be a year: the cheapest proof that a line may hold a date."""
    if _MAY_BE_YEAR.search(text) is not None:
        plain = _plain_digits(text)
        if _YEAR_LIKE.search(plain) is not None or _SHORT_YEAR.search(plain) is not None:
            return True
    return not text.isascii() and any(mark in text for mark in era_marks())


def may_have_year(text: str) -> bool:
    """The cheap test before `has_year`, for texts without the years of emperors."""
    return _MAY_BE_YEAR.search(text) is not None


def lines_with_years(lines: Sequence[str]) -> list[int]:
    """The places of those of `lines` in which something could be a year."""
    whole = "\n".join(lines)
    if any(mark in whole for mark in era_marks()):
        return [place for place, line in enumerate(lines) if has_year(line)]
    ends = list(accumulate(len(line) + 1 for line in lines))
    places = sorted({bisect_right(ends, match.start()) for match in _MAY_BE_YEAR.finditer(whole)})
    return [place for place in places if has_year(lines[place])]


def is_possible_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day in the life of the press."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def parse_iso(value: str, day_first: bool | None = None) -> FoundDate | None:
    """The date in a machine-readable field: ISO 8601 in its usual variants, or else the first date its text shows."""
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


def _plain_digits(text: str) -> str:
    if text.isascii() or not _FOREIGN_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.decimal(mark, mark)) if mark > "\x7f" else mark for mark in text)


def _candidates(text: str, day_first: bool | None) -> Iterator[FoundDate]:
    signed = _NUMBERS_MEET.search(text) is not None
    for pattern in (*((_ISO, _YMD) if signed else ()), *(() if text.isascii() else (_CJK, _VIETNAMESE))):
        for match in pattern.finditer(text):
            yield from _day(match, int(match["m"]), int(match["d"]) if match["d"] else None, text)
    if signed:
        yield from _of_numbers(text, day_first)
    if not any(mark.isalpha() for mark in text):
        return
    spans = list(_around_years(text))
    named = any(_names_month(text[max(0, start) : end]) for start, end in spans)
    if named or _RUN_TOGETHER.search(text):
        yield from _glued(text)
    if not named:
        return
    for pattern in (*((_LATVIAN,) if "gada" in text else ()), _DMY):
        for match in pattern.finditer(text):
            yield from _named(match, text)
    for pattern in (*((_MDY,) if _DAY_AND_YEAR.search(text) else ()), _YMD_WORDS, _MONTH_YEAR):
        for start, end in spans:
            for match in pattern.finditer(text, start, end):
                yield from _named(match, text)


def _of_numbers(text: str, day_first: bool | None) -> Iterator[FoundDate]:
    for match in _NUMERIC.finditer(text):
        yield from _numeric(match, int(match["y"]), day_first, text)
    for match in _SHORT.finditer(text):
        if (year := _full_year(int(match["y"]))) and (match["sep"] == "/" or len(match["b"]) == 2):
            yield from _numeric(match, year, day_first, text)


def _named(match: re.Match[str], text: str) -> Iterator[FoundDate]:
    """The date in a match with a word, if that is the name of a month."""
    told = match.groupdict()
    month = months().get(fold(_MARKS.sub("", told["w"])))
    if month:
        yield from _day(match, month, int(told["d"]) if "d" in told else None, text)


def _names_month(text: str) -> bool:
    """Whether a word in `text` is the name of a month, or of part of one."""
    return not _words_of_months().isdisjoint(_LETTERS.findall(fold(text)))


@cache
def _words_of_months() -> frozenset[str]:
    return frozenset(word for name in months() for word in _LETTERS.findall(name))


def _around_years(text: str) -> Iterator[tuple[int, int]]:
    """The parts of `text`, apart from each other, in which dates with years of four digits stand."""
    start = end = 0
    for match in _FOUR_DIGITS.finditer(text):
        if match.start() - _BEFORE_YEAR > end:
            if end:
                yield start, end
            start = match.start() - _BEFORE_YEAR
        end = match.end() + _AFTER_YEAR
    if end:
        yield start, end


def _glued(text: str) -> Iterator[FoundDate]:
    """Dates with a word or a number run into them, where the name of the month leaves no doubt."""
    patterns = ((_GLUED, _RUN_TOGETHER), (_COUNTED, _FIVE_DIGITS))
    for pattern in (pattern for pattern, sign in patterns if sign.search(text)):
        for match in pattern.finditer(text):
            told = match.groupdict()
            month = months().get(fold(told["w"] or told["w2"]))
            year = int(told["y"] or told["y2"])
            if month and is_possible_day(year, month, day := int(told["d"] or told["d2"])):
                shown = text[match.start() : match.end()]
                yield FoundDate(f"{year:04}-{month:02}-{day:02}", "day", match.start(), match.end(), shown)


def _foreign(plain: str, typed: str) -> Iterator[FoundDate]:
    for one in foreign_days(plain, typed):
        if is_possible_day(one.year, one.month, one.day or 1):
            iso = f"{one.year:04}-{one.month:02}" + (f"-{one.day:02}" if one.day else "")
            yield FoundDate(iso, "day" if one.day else "month", one.start, one.end, typed[one.start : one.end])


def _full_year(short: int) -> int | None:
    """The year that two digits mean: of this century up to its fortieth, or of the last three decades of the one before."""
    return 2000 + short if short <= _LAST_SHORT else 1900 + short if short >= _FIRST_SHORT else None


def _day(match: re.Match[str], month: int, day: int | None, text: str) -> Iterator[FoundDate]:
    year = int(match["y"])
    if is_possible_day(year, month, day or 1):
        iso = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
        yield FoundDate(iso, "day" if day else "month", match.start(), match.end(), text[match.start() : match.end()])


def _numeric(match: re.Match[str], year: int, day_first: bool | None, text: str) -> Iterator[FoundDate]:
    first, second = int(match["a"]), int(match["b"])
    readings = {(second, first), (first, second)} if match["sep"] != "." else {(second, first)}
    readings = {(month, day) for month, day in readings if is_possible_day(year, month, day)}
    if len(readings) == 2:
        readings = _on_weekday(readings, year, text[max(0, match.start() - _WEEKDAY_REACH) : match.start()])
    if len(readings) == 2 and _AMERICAN.match(text[match.end() : match.end() + _ZONE_REACH]):
        readings = {(first, second)}
    if len(readings) == 2 and day_first is not None:
        readings = {(second, first) if day_first else (first, second)}
    if not readings:
        return
    span = (match.start(), match.end(), text[match.start() : match.end()])
    if len(readings) == 1:
        month, day = readings.pop()
        yield FoundDate(f"{year:04}-{month:02}-{day:02}", "day", *span)
    elif len({month for month, _ in readings}) == 1:
        yield FoundDate(f"{year:04}-{first:02}-{second:02}", "day", *span)
    else:
        yield FoundDate(f"{year:04}", "year", *span, ambiguous=True)


def _on_weekday(readings: set[tuple[int, int]], year: int, before: str) -> set[tuple[int, int]]:
    """Those of `readings` that fall on the day of the week that stands right before the date; all where that settles nothing."""
    word = _BEFORE.search(before)
    weekday = weekdays().get(fold(word["w"])) if word else None
    fitting = {(month, day) for month, day in readings if date(year, month, day).weekday() == weekday}
    return fitting or readings


def _with_time(found: FoundDate, plain: str, text: str) -> FoundDate:
    """`found` with the clock time that follows it, if one does."""
    typed = text[found.start : found.end]
    if found.precision != "day":
        return FoundDate(found.iso, found.precision, found.start, found.end, typed, found.ambiguous)
    match = _TIME.match(plain[found.end : found.end + 60])
    if not match or not (match["min"] or match["half"]) or (match["sep"] == "." and not match["gap"].strip(" ")):
        return FoundDate(found.iso, "day", found.start, found.end, typed)
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if match["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return FoundDate(found.iso, "day", found.start, found.end, typed)
    second = int(match["s"]) if match["s"] and int(match["s"]) < 60 else 0
    end = found.end + len(match[0].rstrip())
    iso = f"{found.iso}T{hour:02}:{minute:02}:{second:02}{_offset(match['zone'])}"
    return FoundDate(iso, "instant", found.start, end, text[found.start : end])


def _offset(zone: str | None) -> str:
    """The offset that `zone` names, or nothing where the letters mean several."""
    if not zone:
        return ""
    typed = zone.strip("() ").upper()
    numeric = re.fullmatch(r"(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d{2})?", typed)
    if numeric and int(numeric[2]) <= 14:
        return f"{numeric[1]}{int(numeric[2]):02}:{numeric[3] or '00'}"
    return _OFFSETS.get(typed, "")
