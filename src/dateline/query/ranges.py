"""Ranges: what comes after date: and words: → the first and the last value that it means."""

from __future__ import annotations

import re
from datetime import date

from dateline.query.dates import DateSyntaxError, parse_days
from dateline.query.tree import DateRange, NumberRange

_COUNT = re.compile(r"\d{1,9}$")
_CONFIDENCE = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$|(\d{1,3})%$")


class RangeSyntaxError(ValueError):
    """A text that is not a range of numbers; the message says what to write instead."""


def parse_day_range(text: str, field: str, today: date) -> DateRange:
    """The days that `text` means: a date, >date and so on, or first..last; DateSyntaxError if it means none."""
    word = text.strip().lower()
    for sign in (">=", "<=", ">", "<"):
        if word.startswith(sign):
            return _compared(sign, *parse_days(word.removeprefix(sign), today), field)
    if ".." not in word:
        return DateRange(*parse_days(word, today), field)
    left, right = word.split("..", 1)
    if not left.strip() and not right.strip(". "):
        raise DateSyntaxError("a range needs a date on at least one side: 2016-07.. or ..2016-08")
    start = parse_days(left, today)[0] if left.strip() else None
    end = parse_days(right, today)[1] if right.strip() else None
    if start and end and start > end:
        raise DateSyntaxError(f"this range ends before it begins; write {right.strip()}..{left.strip()}")
    return DateRange(start, end, field)


def parse_number_range(text: str, field: str) -> NumberRange:
    """The numbers that `text` means: one, >one and so on, or least..most; RangeSyntaxError if it means none."""
    word = text.strip()
    for sign, least, most in ((">=", 0, None), ("<=", None, 0), (">", 1, None), ("<", None, -1)):
        if word.startswith(sign):
            number = _number(word.removeprefix(sign), field)
            return NumberRange(field, None if least is None else number + least, None if most is None else number + most)
    if ".." not in word:
        number = _number(word, field)
        return NumberRange(field, number, number)
    left, right = word.split("..", 1)
    if not left and not right:
        raise RangeSyntaxError(f"a range needs a number on at least one side: {_example(field)}")
    low, high = (_number(side, field) if side else None for side in (left, right))
    if low is not None and high is not None and low > high:
        raise RangeSyntaxError(f"this range ends before it begins; write {right}..{left}")
    return NumberRange(field, low, high)


def _compared(sign: str, first: date, last: date, field: str) -> DateRange:
    try:
        match sign:
            case ">=":
                return DateRange(first, None, field)
            case "<=":
                return DateRange(None, last, field)
            case ">":
                return DateRange(date.fromordinal(last.toordinal() + 1), None, field)
        return DateRange(None, date.fromordinal(first.toordinal() - 1), field)
    except ValueError as error:
        raise DateSyntaxError("there is no day beyond that one in the calendar") from error


def _number(text: str, field: str) -> int:
    if field == "words" and _COUNT.match(text):
        return int(text)
    if field == "date-confidence" and (found := _CONFIDENCE.match(text)):
        return min(100, int(found.group(1))) if found.group(1) else round(float(text) * 100)
    raise RangeSyntaxError(f"'{text}' is not a number for {field}:; write {_example(field)}")


def _example(field: str) -> str:
    return "words:500, words:>500 or words:200..500" if field == "words" else "date-confidence:>0.8 or date-confidence:0.5..1"
