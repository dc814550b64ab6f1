"""The lead copy is the wire's own, else the one published first, else the longest."""

from __future__ import annotations

from dateline.syndication.lead_copy import CopyFacts, choose_lead


def dated(name: str, published: str | None, last_day: str | None, length: int = 100) -> CopyFacts:
    return CopyFacts(name, "Harbour Post", "harbourpost.example", published, last_day, length)


EARLY = dated("early", "2016-07-14T08:00:00+02:00", "2016-07-14")
LATE = dated("late", "2016-07-14T07:30:00+00:00", "2016-07-14")
DAY = dated("day", "2016-07-14", "2016-07-14")
MONTH = dated("month", "2016-07", "2016-07-31")
UNKNOWN = dated("unknown", None, None, 900)


def test_the_wires_own_copy_leads_whatever_its_date() -> None:
    assert choose_lead([EARLY, CopyFacts("wire", "Reuters", None, "2016-07-15", "2016-07-15")]) == "wire"
    assert choose_lead([EARLY, CopyFacts("wire", None, "www.reuters.com", None, None)]) == "wire"


def test_the_one_published_first_leads() -> None:
    assert choose_lead([LATE, EARLY]) == "early"


def test_a_precise_date_leads_over_a_vague_one() -> None:
    assert choose_lead([DAY, LATE]) == "late"
    assert choose_lead([MONTH, DAY]) == "day"
    assert choose_lead([UNKNOWN, MONTH]) == "month"


def test_equal_dates_are_decided_by_length_and_then_by_id() -> None:
    assert choose_lead([DAY, dated("longer", "2016-07-14", "2016-07-14", 101)]) == "longer"
    assert choose_lead([dated("b", None, None), dated("a", None, None)]) == "a"


def test_an_instant_without_a_zone_can_be_compared_too() -> None:
    assert choose_lead([dated("bare", "2016-07-14T05:00:00", "2016-07-14"), EARLY]) == "bare"


def test_an_instant_beyond_the_calendar_in_another_zone_can_be_compared_too() -> None:
    first = dated("first", "0001-01-01T00:00:00+14:00", "0001-01-01")
    last = dated("last", "9999-12-31T23:59:59-12:00", "9999-12-31")
    assert choose_lead([last, EARLY, first]) == "first"
    assert choose_lead([last, EARLY]) == "early"
