"""03/04/2022: the year is certain and both days are candidates until other evidence on the page decides."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.cleaning import Cleaner
from dateline.metadata.batch_metadata import BatchMetadata
from dateline.types.articles import Metadata
from dateline.types.documents import RawDocument

STORY = "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away. "
TEXT = f"Ferry landing to return\n\nBy Marta Quill\n03/04/2022\n\n{STORY}\n\n{STORY * 2}\n\n{STORY}\n"


def read(text: str = TEXT, *, order: str | None = None, url: str | None = None) -> Metadata:
    raw = RawDocument(text.encode(), "text/html" if text.startswith("<") else "text/plain", "a.txt", url=url)
    (raw,) = BatchMetadata.of(None, None, (), date(2026, 1, 1), order).add_to([raw])
    return Cleaner().clean(raw).metadata


def test_an_ambiguous_date_gives_its_year_and_both_days_as_candidates() -> None:
    found = read()
    assert found.published
    assert (found.published.iso, found.published.precision) == ("2022", "year")
    assert {one.iso for one in found.dates if one.where.endswith("comes first")} == {"2022-03-04", "2022-04-03"}


@pytest.mark.parametrize(("order", "wanted"), [("dmy", "2022-04-03"), ("mdy", "2022-03-04")])
def test_the_day_order_given_for_a_batch_decides(order: str, wanted: str) -> None:
    found = read(order=order).published
    assert found
    assert found.iso == wanted


def test_a_weekday_wins_over_the_day_order_given_for_a_batch() -> None:
    found = read(TEXT.replace("03/04/2022", "Friday 03/04/2022"), order="dmy").published
    assert found
    assert found.iso == "2022-03-04"


def test_a_date_in_the_address_decides_and_the_evidence_shows_it() -> None:
    found = read(url="https://post.example/2022/03/04/ferry")
    assert found.published
    assert found.published.iso == "2022-03-04"
    assert any(one.where.endswith("the month comes first as url says") for one in found.dates)
