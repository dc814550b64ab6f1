"""Find dates in text, in many languages. A date is never completed beyond what is written.

A weekday, or a day and month without a year, is not a date here. If day and month could be swapped and nothing decides between
them, the date has only what is certain: the year.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from dateline.metadata.calendars import era_marks, foreign_days
from dateline.metadata.found_date import FoundDate, is_possible_day
from dateline.metadata.numeric_dates import FIRST_DIGIT, find_numeric_dates
from dateline.metadata.time_of_day import with_time
from dateline.metadata.vocabulary import months
from dateline.text import fold

_CACHE_SIZE = 4096  # several passes parse the same lines of a page
_MAY_BE_YEAR = re.compile(r"\d(?:\d{3}|\d?[./]\d)")  # the prefilter for the next two
_YEAR_LIKE = re.compile(r"(?<!\d)\d{4}(?:(?!\d)|(?=\d{1,2}:\d\d)|(?=\d{1,3}\s?[^\W\d_]))")
_SHORT_YEAR = re.compile(r"\d(?<![\d./]\d)\d?([./])\d{1,2}\1\d\d(?![\d/]|[.,]\d)")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
# Prefilters: for numeric dates, for words that ran together, for years with a count.
_ADJACENT_NUMBERS = re.compile(r"\d\s?[./•\-‐]\s?\d")
_RUN_TOGETHER = re.compile(r"[A-Z](?<=[a-zß-ÿ][A-Z])[A-Za-z]{2,8}[.,]?\s\d")
_FIVE_DIGITS = re.compile(r"\d{5}")
_LETTERS = re.compile(r"[^\W\d_]+")
_FOUR_DIGITS = re.compile(r"\d{4}")
_BEFORE_YEAR, _AFTER_YEAR = 48, 40  # characters; no date with a named month is longer
_WORD = r"[^\s\d.,;:/()|\[\]\-–—_]{2,20}"
_YEAR = r"(?P<y>\d{4})(?:(?![\d:%])|(?=\d{1,2}:\d\d))"  # a time of day may follow without a space
_YEAR_AND_COUNT = r"(?P<y>(?:19|20)\d\d)(?=\d{1,3}\s?[^\W\d_])"  # or a count of minutes, comments or views
_ALONE = r"\d(?<!\d\d)"
_OF = r"(?:(?:de|del|di|of|tháng|do|da)\s++|(?:d['’]|tháng|ta')\s*+)?"  # the space is needed: Dezember and dicembre begin the same way
_ORDINAL = r"(?:(?:st|nd|rd|th|er|re|ère|ste|de|da|º|ª|ος|-?(?:го|е))(?![^\W\d_]))?"
_ISO = re.compile(r"(?P<y>\d(?<![\d-]\d)\d{3})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?=T\d|[^\d/.-]|[.-]?$|\.\s|\.[a-z])")
_YMD = re.compile(r"(?P<y>\d(?<![\d.,/-]\d)\d{3})\s?(?P<sep>[./•])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})(?![\d/]|\.\d)")
_CJK = re.compile(rf"(?P<y>{_ALONE}\d{{3}})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?:(?P<d>\d{{1,2}})\s?[日일號号])?")
_DMY = re.compile(
    rf"(?P<d>{FIRST_DIGIT}\d?){_ORDINAL}[.,]?[\s-]*+(?:d\.|ngày|ημ\.)?\s*+{_OF}(?P<w>{_WORD}(?:\s(?:الأول|الثاني))?)[.,/-]?,?[\s-]*+(?:de|del|năm|г|года?|του|لعام|سنة)?\s*+{_YEAR}",
    re.IGNORECASE,
)
_MDY = re.compile(
    rf"(?<![^\W\d_])(?P<w>{_WORD})[.,]?[\s-]{{0,2}}(?P<d>\d{{1,2}}){_ORDINAL}\.?,?(?:\s++(?:de|del)\s++|[\s-]*+){_YEAR}",
    re.IGNORECASE,
)
_DAY_AND_YEAR = re.compile(rf"\d{_ORDINAL}\.?,?(?:\s++(?:de|del)\s++|[\s-]*+)\d{{4}}", re.IGNORECASE)  # part of _MDY
_GLUED = re.compile(  # run into the word before: "7 min readDec 30, 2013", "HealthDECEMBER 22, 2022"
    rf"(?<=[a-zß-ÿ])(?P<w>[A-Z][a-z]{{2,8}}|[A-Z]{{3,9}})[.,]?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:{_YEAR}|{_YEAR_AND_COUNT.replace('<y>', '<y2>')})"
)
_COUNTED = re.compile(
    rf"(?<![^\W\d_])(?:(?P<w>{_WORD})[.,]?\s(?P<d>\d{{1,2}}){_ORDINAL}|(?P<d2>\d{{1,2}}){_ORDINAL}\.?\s(?P<w2>{_WORD})),?\s{_YEAR_AND_COUNT}",
    re.IGNORECASE,
)
_YMD_WORDS = re.compile(
    rf"(?P<y>{_ALONE}\d{{3}})\.?,?\s*+(?:gada|m\.|-ko)?\s?(?P<w>{_WORD})\.?\s(?P<d>\d{{1,2}})(?!\d|:)", re.IGNORECASE
)
_LATVIAN = re.compile(rf"(?P<y>{_ALONE}\d{{3}})\.\s?gada\s(?P<d>\d{{1,2}})\.\s?(?P<w>{_WORD})")
_VIETNAMESE = re.compile(rf"(?P<d>{_ALONE}\d?)\s*tháng\s*(?P<m>\d{{1,2}})(?:\s*,|\s*năm|\s*/)?\s*(?P<y>\d{{4}})", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"(?<![^\W\d_])(?P<w>{_WORD})\.?,?\s(?:de\s|del\s)?(?P<y>\d{{4}})(?!\d)", re.IGNORECASE)
_MARKS = re.compile(r"^[\u2000-\u2bff\U0001f000-\U0001faff\ufe0f]++")  # an emoji such as a calendar before the month


def find_dates_in_text(text: str, *, day_first: bool | None = None) -> list[FoundDate]:
    """Return the dates in `text`, in order; `day_first` resolves 03/04/2020 (from the page's other dates or its language)."""
    if not has_year(text):
        return []
    return list(_find_all(text, None if day_first is None or not _ADJACENT_NUMBERS.search(text) else day_first))


@lru_cache(maxsize=_CACHE_SIZE)
def _find_all(text: str, day_first: bool | None) -> tuple[FoundDate, ...]:
    plain = _plain_digits(text)
    found: list[FoundDate] = []
    for candidate in (*_find_candidates(plain, day_first), *_find_foreign(plain, text)):
        if not any(candidate.start < other.end and other.start < candidate.end for other in found):
            found.append(candidate)
    found.sort(key=lambda one: one.start)
    return tuple(with_time(one, plain, text) for one in found)


@lru_cache(maxsize=_CACHE_SIZE)
def has_year(text: str) -> bool:
    """Whether something in `text` could be a year: the cheapest test for lines that may contain a date."""
    if _MAY_BE_YEAR.search(text) is not None:
        plain = _plain_digits(text)
        if _YEAR_LIKE.search(plain) is not None or _SHORT_YEAR.search(plain) is not None:
            return True
    return not text.isascii() and any(mark in text for mark in era_marks())


def may_have_year(text: str) -> bool:
    """The prefilter for `has_year`, for texts without Japanese eras."""
    return _MAY_BE_YEAR.search(text) is not None


def lines_with_years(lines: Sequence[str]) -> list[int]:
    """Return the places of the lines in which something could be a year."""
    whole = "\n".join(lines)
    if any(mark in whole for mark in era_marks()):
        return [place for place, line in enumerate(lines) if has_year(line)]
    ends = list(accumulate(len(line) + 1 for line in lines))
    places = sorted({bisect_right(ends, match.start()) for match in _MAY_BE_YEAR.finditer(whole)})
    return [place for place in places if has_year(lines[place])]


def _plain_digits(text: str) -> str:
    if text.isascii() or not _FOREIGN_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.decimal(mark, mark)) if mark > "\x7f" else mark for mark in text)


def _find_candidates(text: str, day_first: bool | None) -> Iterator[FoundDate]:
    has_numbers = _ADJACENT_NUMBERS.search(text) is not None
    for pattern in (*((_ISO, _YMD) if has_numbers else ()), *(() if text.isascii() else (_CJK, _VIETNAMESE))):
        for match in pattern.finditer(text):
            yield from _make_date(match, int(match["m"]), int(match["d"]) if match["d"] else None, text)
    if has_numbers:
        yield from find_numeric_dates(text, day_first)
    if not any(mark.isalpha() for mark in text):
        return
    spans = list(_spans_around_years(text))
    named = any(_names_month(text[max(0, start) : end]) for start, end in spans)
    if named or _RUN_TOGETHER.search(text):
        yield from _find_glued(text)
    if not named:
        return
    for pattern in (*((_LATVIAN,) if "gada" in text else ()), _DMY):
        for match in pattern.finditer(text):
            yield from _read_named(match, text)
    for pattern in (*((_MDY,) if _DAY_AND_YEAR.search(text) else ()), _YMD_WORDS, _MONTH_YEAR):
        for start, end in spans:
            for match in pattern.finditer(text, start, end):
                yield from _read_named(match, text)


def _read_named(match: re.Match[str], text: str) -> Iterator[FoundDate]:
    """Yield the date of a match with a word, if the word is the name of a month."""
    parts = match.groupdict()
    month = months().get(fold(_MARKS.sub("", parts["w"])))
    if month:
        yield from _make_date(match, month, int(parts["d"]) if "d" in parts else None, text)


def _names_month(text: str) -> bool:
    """Whether a word in `text` is the name of a month, or part of such a name."""
    return not _month_words().isdisjoint(_LETTERS.findall(fold(text)))


@cache
def _month_words() -> frozenset[str]:
    return frozenset(word for name in months() for word in _LETTERS.findall(name))


def _spans_around_years(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of `text` around four-digit years; they do not overlap."""
    start = end = 0
    for match in _FOUR_DIGITS.finditer(text):
        if match.start() - _BEFORE_YEAR > end:
            if end:
                yield start, end
            start = match.start() - _BEFORE_YEAR
        end = match.end() + _AFTER_YEAR
    if end:
        yield start, end


def _find_glued(text: str) -> Iterator[FoundDate]:
    """Yield the dates that a word or a number ran into, if they name a month."""
    patterns = ((_GLUED, _RUN_TOGETHER), (_COUNTED, _FIVE_DIGITS))
    for pattern in (pattern for pattern, prefilter in patterns if prefilter.search(text)):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = months().get(fold(parts["w"] or parts["w2"]))
            year = int(parts["y"] or parts["y2"])
            if month and is_possible_day(year, month, day := int(parts["d"] or parts["d2"])):
                shown = text[match.start() : match.end()]
                yield FoundDate(f"{year:04}-{month:02}-{day:02}", "day", match.start(), match.end(), shown)


def _find_foreign(plain: str, typed: str) -> Iterator[FoundDate]:
    for one in foreign_days(plain, typed):
        if is_possible_day(one.year, one.month, one.day or 1):
            iso = f"{one.year:04}-{one.month:02}" + (f"-{one.day:02}" if one.day else "")
            yield FoundDate(iso, "day" if one.day else "month", one.start, one.end, typed[one.start : one.end])


def _make_date(match: re.Match[str], month: int, day: int | None, text: str) -> Iterator[FoundDate]:
    year = int(match["y"])
    if is_possible_day(year, month, day or 1):
        iso = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
        yield FoundDate(iso, "day" if day else "month", match.start(), match.end(), text[match.start() : match.end()])
