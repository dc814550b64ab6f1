"""03/04/2020: read by what the page says of itself, else by what the other pages of its source show, else left open."""

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


def pages(*texts: str, **told: object) -> list[tuple[str, Sequence[DateEvidence]]]:
    return [(POST, [shown(text, **told)]) for text in texts]  # type: ignore[arg-type]


DAYS = [f"{number}/04/2020" for number in range(13, 19)]


def test_what_leaves_the_order_open() -> None:
    assert all(map(is_ambiguous, ("03/04/2020", "Updated 3 - 4 - 2020")))
    assert not any(map(is_ambiguous, ("13/04/2020", "04/13/2020", "04/04/2020", "03.04.2020", "2020/03/04", "3 April 2020")))


def test_the_order_of_a_source_settles_what_its_page_leaves_open_and_says_so() -> None:
    assert day(read("<p>Published 03/04/2020</p>")) == "2020"
    found = read("<p>Published 03/04/2020</p>", DAY_FIRST)
    assert day(found) == "2020-04-03"
    assert found.published in found.dates
    assert found.published
    assert found.published.where.endswith(", day first as on 41 of 41 pages")
    month_first = DayOrder(POST, False, 12, 12)
    assert day(read("<p>Published 03/04/2020</p>", month_first)) == "2020-03-04"


def test_what_the_page_says_of_itself_stands_before_what_its_source_does() -> None:
    found = read("<p>Published 03/04/2020</p>", DAY_FIRST, tag="en-US")
    assert day(found) == "2020-03-04"
    assert all("pages" not in one.where for one in found.dates)


def test_a_date_that_is_not_open_and_another_source_are_left_alone() -> None:
    assert [one.where for one in read("<p>Published 13/04/2020</p>", DAY_FIRST).dates if "pages" in one.where] == []
    assert day(read("<p>Published 03/04/2020</p>", DAY_FIRST, source="Skerry Times")) == "2020"


def test_an_order_is_learned_from_the_dates_that_can_be_read_in_one_way_only() -> None:
    assert learn_day_orders([*pages(*DAYS), *pages("03/04/2020")]) == (DayOrder(POST, True, 6, 6),)
    assert learn_day_orders(pages(*(f"4/{number}/2020" for number in range(13, 19)))) == (DayOrder(POST, False, 6, 6),)


def test_few_pages_or_pages_that_disagree_teach_nothing() -> None:
    assert learn_day_orders(pages(*DAYS[:4])) == ()
    assert learn_day_orders([*pages(*DAYS), *pages("04/13/2020")]) == ()
    many = [f"{day}/{month:02}/2020" for month in range(1, 13) for day in (13, 14)]
    assert learn_day_orders([*pages(*many), *pages("04/13/2020")]) == (DayOrder(POST, True, 24, 25),)


def test_one_clock_or_footer_on_every_page_teaches_nothing() -> None:
    assert learn_day_orders(pages(*["13/04/2020"] * 20, *["14/04/2020"] * 20)) == ()


@pytest.mark.parametrize(
    "told",
    [
        {"where": "clock line 1", "role": "clock"},
        {"where": "line 9", "role": "mention"},
        {"where": "meta date"},
        {"where": "time 1"},
        {"where": "stamp line 80", "confidence": 0.2},
    ],
)
def test_only_the_stamps_of_a_page_bear_witness(told: dict[str, object]) -> None:
    """A clock, a date in the story, a field for machines and a list of other stories say nothing of how the source writes."""
    assert learn_day_orders(pages(*DAYS, **told)) == ()


def test_the_version_of_the_cleaner_names_what_was_learned() -> None:
    versions = {Cleaner(days=DayOrders.of(orders)).version for orders in ((), (DAY_FIRST,), (DayOrder(POST, True, 42, 42),))}
    assert len(versions) == 3
    assert Cleaner(days=DayOrders.of(())).version == Cleaner().version
