"""The date of publication: every date is evidence, rules choose one, and none is later than the capture."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cleaning import Cleaner
from dateline.types.articles import DateEvidence, Metadata
from dateline.types.documents import RawDocument

STORY = (
    "<p>The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away.</p>"
    * 4
)


def read(head: str = "", stamp: str = "", *, url: str | None = None, fetched: datetime | None = None) -> Metadata:
    head = f"<head><title>Ferry landing to return</title>{head}</head>"
    page = f"<html>{head}<body><h1>Ferry landing to return</h1>{stamp}{STORY}</body></html>"
    return Cleaner().clean(RawDocument(page.encode(), "text/html", "page.html", url=url, fetched=fetched)).metadata


def day(metadata: Metadata) -> str | None:
    return metadata.published.iso[:10] if metadata.published else None


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


@pytest.mark.parametrize(
    ("head", "stamp"),
    [
        (meta("article:published_time", "2021-03-04T10:00:00+01:00"), ""),
        (meta("published", "March 4, 2021"), ""),
        ("", '<time datetime="2021-03-04T10:00:00Z">a while ago</time>'),
        ("", "<p>Published March 4, 2021</p>"),
        ("", "<p>4. März 2021, 10:00 Uhr</p>"),
        ("", "<p>by Marta Quill on Mar 4, 2021</p>"),
        ('<script>var page = {"first-publication": "2021-03-04 19:20"}</script>', ""),
    ],
)
def test_the_date_is_found_wherever_the_page_states_it(head: str, stamp: str) -> None:
    assert day(read(head, stamp)) == "2021-03-04"


def test_all_evidence_is_kept_with_its_position() -> None:
    found = read(meta("article:published_time", "2021-03-04T10:00:00Z"), "<p>Updated March 6, 2021</p>")
    assert {(one.role, one.iso[:10]) for one in found.dates} >= {("published", "2021-03-04"), ("updated", "2021-03-06")}
    assert all(one.where and one.text for one in found.dates)
    assert found.updated is not None
    assert found.updated.iso == "2021-03-06"


def test_the_day_that_the_outlet_shows_wins_over_the_same_time_in_another_zone() -> None:
    late = meta("article:published_time", "2021-03-05T02:41:41+00:00")
    assert day(read(late, "<p>March 4, 2021</p>")) == "2021-03-04"
    assert day(read(late, url="https://harbourpost.example/2021/03/04/ferry")) == "2021-03-04"
    noon = meta("article:published_time", "2021-03-05T12:36:00+00:00")
    assert day(read(noon, "<p>Heard on the radio: March 4, 2021</p>")) == "2021-03-05"


def test_a_time_of_day_wins_over_exactly_midnight() -> None:
    midnight = '{"@type":"Article","datePublished":"2021-03-03T00:00:00+0000"}'
    real = '{"@type":"WebPage","datePublished":"2021-03-04T04:39:05+00:00"}'
    assert day(read(f'<script type="application/ld+json">[{midnight},{real}]</script>')) == "2021-03-04"


def test_a_month_in_the_address_is_completed_by_a_day_that_fits_it() -> None:
    script = '<script>var page = {"createDate": 20210304}</script>'
    assert day(read(script, url="https://harbourpost.example/2021/03/ferry.html")) == "2021-03-04"


def test_a_text_that_states_only_its_update_has_no_date_of_publication() -> None:
    text = "Ferry landing to return\n\nUpdated March 6, 2021\n\n" + "\n\n".join([STORY[3:-4].split("</p>")[0]] * 3)
    found = Cleaner().clean(RawDocument(text.encode(), "text/plain", "page.txt")).metadata
    assert found.published is None
    assert found.updated is not None


@pytest.mark.parametrize("words", ["on Wednesday", "last week", "yesterday", "two days ago", "this Tuesday"])
def test_a_weekday_or_a_relative_day_is_not_a_date(words: str) -> None:
    assert read(stamp=f"<p>The boat came {words}.</p>").published is None


DATES = st.dates(date(1990, 1, 1), date(2060, 12, 31))
FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%B %d, %Y", "%d %B %Y", "%Y-%m-%dT%H:%M:%S+00:00")
PLACES = (
    lambda shown: (meta("article:published_time", shown), ""),
    lambda shown: ("", f'<time datetime="{shown}">{shown}</time>'),
    lambda shown: ("", f"<p>Published: {shown}</p>"),
    lambda shown: (f'<script type="application/ld+json">{{"@type":"Article","datePublished":"{shown}"}}</script>', ""),
)


@given(st.lists(st.tuples(DATES, st.sampled_from(FORMS), st.sampled_from(PLACES)), min_size=1, max_size=4), DATES)
def test_no_page_is_dated_after_its_capture(stated: list[tuple[date, str, object]], captured: date) -> None:
    head = stamp = ""
    for one, form, place in stated:
        more = place(datetime(one.year, one.month, one.day).strftime(form))  # type: ignore[operator]
        head, stamp = head + more[0], stamp + more[1]
    fetched = datetime(captured.year, captured.month, captured.day, 12, tzinfo=UTC)
    found = read(head, stamp, fetched=fetched)
    for evidence in (found.published, found.updated):
        assert evidence is None or (evidence.first_day - captured).days <= 1


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_can_be_read_for_dates(text: str, field: str) -> None:
    head = meta("article:published_time", field.replace('"', "'"))
    read(head, f"<p>{text}</p>")
    Cleaner().clean(RawDocument(text.encode("utf-8", "surrogatepass"), "text/plain", "page.txt"))


def test_a_page_renewed_years_later_gets_the_shown_date_and_a_corrected_one_does_not() -> None:
    def page(updated: str, shown: str) -> Metadata:
        head = meta("article:published_time", "2021-03-04T10:00:00Z") + meta("article:modified_time", f"{updated}T10:00:00Z")
        return read(head, f"<p>{shown}</p>")

    assert day(page("2023-06-01", "June 1, 2023")) == "2023-06-01"
    assert day(page("2021-03-06", "March 6, 2021")) == "2021-03-04"


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59+00:00"])
def test_a_capture_at_the_edge_of_the_calendar_causes_no_error(when: str) -> None:
    assert read(stamp="Published: 14 July 2016", fetched=datetime.fromisoformat(when)).dates


def test_the_last_month_of_the_calendar_has_a_last_day() -> None:
    assert DateEvidence("9999-12", "month", "published", "line:1", "9999-12", 0.5).last_day == date.max
    assert DateEvidence("2016-02", "month", "published", "line:1", "2016-02", 0.5).last_day == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("head", "stamp"),
    [
        ("", "<p>Datum:4. März 2021</p>"),
        ("", "<p>Published March 4, 20216:30 PM</p>"),
        ("", "<p>Thursday, 03/04/2021 - 17:57</p>"),
        (meta("article:published_time", "Thu, 03/04/2021 - 17:57"), ""),
        (meta("article:published_time", "03/04/2021") + meta("article:modified_time", "03/14/2021"), ""),
        (meta("og:regDate", "20210304190232"), ""),
        ("", f"<p>ALDMOOR, NV / HARBOURWIRE / March 4, 2021 / {'The ferry landing will be rebuilt after two winters. ' * 3}</p>"),
    ],
)
def test_a_date_is_read_if_words_are_attached_or_other_evidence_shows_its_day_order(head: str, stamp: str) -> None:
    assert day(read(head, stamp)) == "2021-03-04"


@pytest.mark.parametrize("stamp", ["Monday, 03/04/2021", "Tue, 07/11/2023"])
def test_a_weekday_that_fits_neither_day_order_or_both_decides_nothing(stamp: str) -> None:
    assert day(read(stamp=f"<p>Published {stamp}</p>")) == stamp[-4:]


@pytest.mark.parametrize(
    ("address", "wanted"), [("29-10-2021", "2021-10-29"), ("10.29.2021", "2021-10-29"), ("03-04-2021", None), ("99-10-2021", None)]
)
def test_a_date_in_an_address_may_begin_with_the_day(address: str, wanted: str | None) -> None:
    assert day(read(url=f"https://post.example/news/{address}/ferry")) == wanted


def test_a_date_at_the_end_of_the_title_is_used_if_there_is_no_other() -> None:
    def titled(title: str, stamp: str = "") -> str | None:
        page = f"<html><head><title>{title}</title></head><body><h1>Ferry landing to return</h1>{stamp}{STORY}</body></html>"
        return day(Cleaner().clean(RawDocument(page.encode(), "text/html", "page.html")).metadata)

    assert titled("Ferry landing to return | Post | 26.04.2020") == "2020-04-26"
    assert titled("Ferry landing to return | Post | 26.04.2020", "<p>Published May 2, 2020</p>") == "2020-05-02"
    assert titled("What we know of 26.04.2020") is None


def test_an_address_and_a_shown_date_that_agree_outweigh_an_older_date() -> None:
    stamp = "<p>Posted on April 15, 2016 March 4, 2017 by Marta Quill</p><p>From the programme of May 26, 2015</p>"
    assert day(read(stamp=stamp, url="https://post.example/2016-04-15/ferry")) == "2016-04-15"


@pytest.mark.parametrize("unset", ["1970-01-01T00:00:00Z", "0", "0001-01-01T00:00:00Z", "1900-01-01"])
def test_placeholder_dates_are_not_dates(unset: str) -> None:
    assert day(read(meta("article:published_time", unset))) is None


def test_a_text_may_state_its_date_in_a_timestamp_or_before_its_first_sentence() -> None:
    lead = STORY[3:-4].split("</p>")[0]
    greeting = f"Ferry landing to return\n\nGood morning, it is Thursday, March 4, 2021. {lead}"
    for text in (
        f"2021-03-04 10:42:30\n\nFerry landing to return\n\n{lead}",
        f"Ferry landing to return\n\n4 March 2021 - {lead}",
        greeting,
    ):
        found = Cleaner().clean(RawDocument(f"{text}\n\n{lead}\n\n{lead}".encode(), "text/plain", "page.txt")).metadata
        assert day(found) == "2021-03-04"


def text_day(under: str = "", after: str = "") -> str | None:
    lead = "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away."
    rest = "Work begins in the spring and will take about two years, said the harbour master, who has waited for it for long."
    text = f"Ferry landing to return before summer\n{under}\n{lead}\n\n{rest}\n\n{lead}\n\n{rest}\n\n{after}\n"
    return day(Cleaner().clean(RawDocument(text.encode(), "text/plain", "a.txt")).metadata)


@pytest.mark.parametrize(
    "after",
    [
        "3 Comments\n\nJeroen\nJuly 11, 2021 / 9:47 pm\n\nThanks for this, I had wondered.",
        "한국일보사\n발행일자\n2018. 11. 23\n발행인\n이성철",
    ],
)
def test_the_date_of_a_comment_or_an_imprint_is_not_the_date_of_the_page(after: str) -> None:
    assert text_day(after=after) is None


def test_a_month_alone_under_the_headline_is_the_date_of_publication() -> None:
    assert text_day("November 2015\n") == "2015-11"


def test_a_line_with_a_date_and_a_later_update_gives_both() -> None:
    found = read("", "<p>December 3, 2021. Updated: December 7, 2021</p>")
    assert day(found) == "2021-12-03"
    assert found.updated is not None
    assert found.updated.iso == "2021-12-07"
