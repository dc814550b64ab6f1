"""Dates in text: with other words attached, with two-digit years, and in other calendars."""

from __future__ import annotations

import pytest

from dateline.metadata.date_parser import find_dates_in_text


def days(text: str) -> list[str]:
    return [found.iso[:10] for found in find_dates_in_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "7 min readMay 4, 2021",
        "Local NewsMAY 4, 2021",
        "May 4, 20215 mins",
        "4 May 202114 Comments",
        "By Marta QuillMay 4, 202120 Mins Read",
        "May 4, 20216:30 PM",
        "Datum:4. Mai 2021",
        "📅 May 4, 2021",
        "📅May 4. 2021",
        "2021•05•04",
    ],
)
def test_a_date_is_found_with_other_words_attached(text: str) -> None:
    assert days(text) == ["2021-05-04"]


def test_a_number_of_five_digits_is_not_a_year() -> None:
    assert days("The council spent 20215 crowns on May 4") == []
    assert days("Room 14, 20215 Fjord Street") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("27.04.21 um 07:39 Uhr", ["2021-04-27"]),
        ("Publisert: 05.08.21 kl. 14:47", ["2021-08-05"]),
        ("12/25/98", ["1998-12-25"]),
        ("3/4/21", ["2021"]),
        ("Version 1.2.21 is out", []),
        ("192.168.10.21", []),
        ("Call 040/12/13/14/15", []),
        ("31.12.55", []),
    ],
)
def test_two_digit_years_are_read_only_in_dates(text: str, wanted: list[str]) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("令和6年5月2日 18時30分", "2024-05-02"),
        ("平成元年1月8日", "1989-01-08"),
        ("昭和39年10月10日", "1964-10-10"),
        ("令和6年5月", "2024-05"),
        ("2 พฤษภาคม 2567", "2024-05-02"),
        ("๒ พ.ค. ๒๕๖๗", "2024-05-02"),
        ("2 พฤษภาคม 2024", "2024-05-02"),
        ("02/05/2567", "2024-05-02"),
        ("۱۳ اردیبهشت ۱۴۰۳", "2024-05-02"),
        ("13 اردیبهشت ماه 1403", "2024-05-02"),
        ("۱۴۰۳/۰۲/۱۳", "2024-05-02"),
        ("30 اسفند 1403", "2025-03-20"),
        ("22 بهمن 1357", "1979-02-11"),
    ],
)
def test_dates_of_other_calendars_are_converted(text: str, wanted: str) -> None:
    assert days(text) == [wanted]


def test_a_day_that_its_calendar_does_not_have_is_not_a_date() -> None:
    assert days("30 اسفند 1402") == []  # not a leap year
    assert days("31 พฤศจิกายน 2567") == []
    assert days("令和6年13月2日") == []
