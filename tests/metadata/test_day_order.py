"""03/04/2020 is read by the evidence of the page, else by the day order of its source, else only as a year."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.cleaning import Cleaner
from dateline.metadata.day_order import DayOrder, DayOrders, is_ambiguous, learn_day_orders
from dateline.types.articles import DateEvidence, DateRole, Metadata
from dateline.types.documents import RawDocument

POST = "Harbour Post"
DAY_FIRST = DayOrder(POST, True, 41, 41)
STORY = "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away."


def read(stamp: str, *orders: DayOrder, tag: str = "en", source: str = POST) -> Metadata:
    head = f'<html lang="{tag}"><title>Ferry landing to return</title><body><h1>Ferry landing to return</h1>'
    page = f"{head}{stamp}<p>{STORY}</p></body>"
    raw = RawDocument(page.encode(), "text/html", "page.html", hints={"source": source})
    return Cleaner(days=DayOrders.of(orders)).clean(raw).metadata


def day(metadata: Metadata) -> str | None:
    return metadata.published.iso if metadata.published else None


def shown(
    text: str, iso: str = "", where: str = "shown line 2", role: DateRole = "published", confidence: float = 0.8
) -> DateEvidence:
    return DateEvidence(iso or f"2020-{text}", "day", role, where, text, confidence)


def pages(*texts: str, **fields: object) -> list[tuple[str, Sequence[DateEvidence]]]:
    return [(POST, [shown(text, **fields)]) for text in texts]  # type: ignore[arg-type]


DAYS = [f"{number}/04/2020" for number in range(13, 19)]


def test_a_date_is_ambiguous_if_both_orders_give_different_days() -> None:
    assert all(map(is_ambiguous, ("03/04/2020", "Updated 3 - 4 - 2020")))
    assert not any(map(is_ambiguous, ("13/04/2020", "04/13/2020", "04/04/2020", "03.04.2020", "2020/03/04", "3 April 2020")))


def test_the_day_order_of_a_source_decides_and_the_evidence_shows_it() -> None:
    assert day(read("<p>Published 03/04/2020</p>")) == "2020"
    found = read("<p>Published 03/04/2020</p>", DAY_FIRST)
    assert day(found) == "2020-04-03"
    assert found.published in found.dates
    assert found.published
    assert found.published.where.endswith(", day first as on 41 of 41 pages")
    month_first = DayOrder(POST, False, 12, 12)
    assert day(read("<p>Published 03/04/2020</p>", month_first)) == "2020-03-04"


def test_the_evidence_of_the_page_wins_over_the_day_order_of_its_source() -> None:
    found = read("<p>Published 03/04/2020</p>", DAY_FIRST, tag="en-US")
    assert day(found) == "2020-03-04"
    assert all("pages" not in one.where for one in found.dates)


def test_a_day_order_does_not_affect_clear_dates_or_other_sources() -> None:
    assert [one.where for one in read("<p>Published 13/04/2020</p>", DAY_FIRST).dates if "pages" in one.where] == []
    assert day(read("<p>Published 03/04/2020</p>", DAY_FIRST, source="Skerry Times")) == "2020"


def test_a_day_order_is_learned_from_unambiguous_dates() -> None:
    assert learn_day_orders([*pages(*DAYS), *pages("03/04/2020")]) == (DayOrder(POST, True, 6, 6),)
    assert learn_day_orders(pages(*(f"4/{number}/2020" for number in range(13, 19)))) == (DayOrder(POST, False, 6, 6),)


def test_no_day_order_is_learned_from_few_pages_or_from_pages_that_disagree() -> None:
    assert learn_day_orders(pages(*DAYS[:4])) == ()
    assert learn_day_orders([*pages(*DAYS), *pages("04/13/2020")]) == ()
    many = [f"{day}/{month:02}/2020" for month in range(1, 13) for day in (13, 14)]
    assert learn_day_orders([*pages(*many), *pages("04/13/2020")]) == (DayOrder(POST, True, 24, 25),)


def test_no_day_order_is_learned_from_a_date_repeated_on_every_page() -> None:
    assert learn_day_orders(pages(*["13/04/2020"] * 20, *["14/04/2020"] * 20)) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"where": "clock line 1", "role": "clock"},
        {"where": "line 9", "role": "mention"},
        {"where": "meta date"},
        {"where": "time 1"},
        {"where": "stamp line 80", "confidence": 0.2},
    ],
)
def test_a_day_order_is_learned_only_from_shown_dates_of_publication(fields: dict[str, object]) -> None:
    """Clocks, dates in the story, metadata fields and lists of other stories do not show how the source writes dates."""
    assert learn_day_orders(pages(*DAYS, **fields)) == ()


def test_the_version_of_the_cleaner_depends_on_the_learned_day_orders() -> None:
    versions = {Cleaner(days=DayOrders.of(orders)).version for orders in ((), (DAY_FIRST,), (DayOrder(POST, True, 42, 42),))}
    assert len(versions) == 3
    assert Cleaner(days=DayOrders.of(())).version == Cleaner().version
