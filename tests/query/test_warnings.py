"""Warnings about valid queries."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.query import find_lowercase_or, parse_query

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ferry or boat", "ferry OR boat"),
        ("old ferry Or boat", "(old ferry) OR boat"),
        ("(ferry or boat) harbour", "(ferry OR boat) harbour"),
        ("title:(ferry or boat) source:gazette", "(title:ferry OR title:boat) source:gazette"),
        ("ferry or boat or ship", "ferry OR boat OR ship"),
    ],
)
def test_a_lowercase_or_between_words_gets_a_warning(typed: str, meant: str) -> None:
    (warning,) = find_lowercase_or(parse_query(typed, TODAY))
    assert warning.endswith(f"write: {meant}")
    assert str(parse_query(meant, TODAY)) == meant


@pytest.mark.parametrize("typed", ["ferry OR boat", "or", "or ferry", "ferry or", '"ferry or boat"', "ferry -or boat", "*"])
def test_any_other_or_gets_no_warning(typed: str) -> None:
    assert find_lowercase_or(parse_query(typed, TODAY)) == ()
