"""The links inside lines, on request."""

from __future__ import annotations

import pytest

from dateline.page.html.links import line_links

HERE = "https://post.example/2024/ferry"


def test_a_line_with_links_is_split_into_pieces_with_absolute_addresses() -> None:
    html = '<p>The <b>council</b> <a href="/vote?a=1&amp;b=2">voted <i>nine</i> to two</a> on\n Monday.<p>No link.'
    found = line_links(html, HERE)
    assert list(found) == ["The council voted nine to two on Monday."]
    assert found["The council voted nine to two on Monday."] == (
        ("The council ", None), ("voted nine to two", "https://post.example/vote?a=1&b=2"), (" on Monday.", None),
    )  # fmt: skip


@pytest.mark.parametrize("target", ["javascript:alert(1)", "mailto:a@b.example", "#top", "http://[", "", "data:text/html,x"])
def test_an_address_that_does_not_lead_to_a_page_is_not_a_link(target: str) -> None:
    assert line_links(f'<p>Read <a href="{target}">this</a> now.', None) == {}


def test_links_follow_the_base_of_the_page_and_a_link_around_blocks_is_ignored() -> None:
    html = '<base href="https://other.example/x/"><a href="y"><h2>Card</h2><p>Text</p></a><p>See <a href="z">it</a>'
    assert line_links(html, HERE) == {"See it": (("See ", None), ("it", "https://other.example/x/z"), ("", None))}


def test_our_own_marker_characters_in_a_page_make_no_link() -> None:
    assert line_links("<p>A \ue0000\ue001sign\ue002 of <a href=/x>ours</a>", HERE) == {
        "A 0sign of ours": (("A 0sign of ", None), ("ours", "https://post.example/x"), ("", None))
    }
