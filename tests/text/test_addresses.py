"""Which addresses are the same, and which address a page may declare as its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.addresses import canonical_address, declared_address, is_tracking_parameter

PAGE = "https://gazette.example/2019/ferry"


@pytest.mark.parametrize(
    "given",
    [
        "http://gazette.example/2019/ferry",
        "https://www.gazette.example/2019/ferry",
        "HTTP://WWW.Gazette.Example:80/2019/ferry#comments",
        "https://gazette.example:443/2019/ferry?utm_source=rss&utm_medium=feed",
        "https://gazette.example/2019/ferry?fbclid=IwAR0x&ref=hp_lead#top",
        "https://gazette.example./2019/ferry?",
    ],
)
def test_spellings_of_one_address_have_one_canonical_form(given: str) -> None:
    assert canonical_address(given) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "https://gazette.example/2019/Ferry",
        "https://gazette.example/2019/ferry?page=2",
        "https://gazette.example:8080/2019/ferry",
        "https://sport.gazette.example/2019/ferry",
        "https://gazette.example/2019/ferry?ref=20190412",
        "https://gazette.example/2019/ferry#!/story/7",
        "https://gazette.example/2019/ferry#id=7",
    ],
)
def test_addresses_of_other_pages_stay_distinct(other: str) -> None:
    assert canonical_address(other) == other


@pytest.mark.parametrize(
    "name", ["file:/news/www.a.txt#id=3", "nexis:1", "mid:<a@b.example>", "http://[a", "https://", "http:///a"]
)
def test_an_identity_that_is_not_a_web_address_stays_unchanged(name: str) -> None:
    assert canonical_address(name) == name


@given(st.text("htps:/w.ax1?#&=[]@%é utm_rf", max_size=30).map(lambda rest: f"http://{rest}"))
def test_a_canonical_address_is_its_own_canonical_form(address: str) -> None:
    assert canonical_address(canonical_address(address)) == canonical_address(address)


def test_a_ref_parameter_with_a_number_is_not_tracking() -> None:
    assert is_tracking_parameter("ref=front")
    assert not is_tracking_parameter("ref=4711")
    assert is_tracking_parameter("utm_campaign=2019")
    assert not is_tracking_parameter("id=4711")


def page(*elements: str) -> bytes:
    return f"<!doctype html><head><title>Ferry</title>{''.join(elements)}</head><p>The ferry sails again.</p>".encode()


def canonical(address: str) -> str:
    return f'<link href="{address}" rel="canonical">'


@pytest.mark.parametrize(
    ("address", "declared"),
    [
        ("https://gazette.example/amp/2019/ferry", PAGE),
        ("https://m.gazette.example/2019/ferry", "https://www.gazette.example/2019/ferry"),
        ("https://gazette.example/?p=123", PAGE),
        ("https://gazette.example/2019/ferry?output=print", "/2019/ferry"),
    ],
)
def test_a_page_declares_its_own_address(address: str, declared: str) -> None:
    found = declared_address(page(canonical(declared)), address)
    assert found is not None
    assert canonical_address(found) == PAGE


@pytest.mark.parametrize(
    ("address", "declared"),
    [
        (PAGE, "https://gazette.example/"),
        (PAGE, "https://wire.example/2019/ferry"),
        (f"{PAGE}?page=2", PAGE),
        (f"{PAGE}/page/2", PAGE),
        ("https://gazette.example/story.php?id=17", "https://gazette.example/story.php"),
        (PAGE, "javascript:void(0)"),
        (PAGE, "http://[a"),
    ],
)
def test_an_implausible_declared_address_is_ignored(address: str, declared: str) -> None:
    assert declared_address(page(canonical(declared)), address) is None


def test_the_address_for_sharing_is_used_only_without_a_canonical_link() -> None:
    shared = '<meta property="og:url" content="https://gazette.example/2019/ferry?a=1&amp;b=2">'
    assert declared_address(page(shared), "https://gazette.example/s/1") == "https://gazette.example/2019/ferry?a=1&b=2"
    assert declared_address(page(shared, canonical(PAGE)), "https://gazette.example/s/1") == PAGE
    assert declared_address(page(), PAGE) is None
