"""Pages: every document becomes lines in normal form, whatever its bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.page import Page, PageLine, read_page
from dateline.types import RawDocument

HTML = """<!DOCTYPE html>
<html lang="en"><head><title>Ferry talks &amp; hope</title><link rel="canonical" href="https://mail.example/ferry">
<meta property="og:title" content="Ferry talks"><meta name="Author" content="Ann Lee"><meta name="author" content="Bo Dahl">
<script type="application/ld+json">//<![CDATA[
{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "Ferry
talks",}, {"@type": "Organization"}]}
//]]></script><script type="application/ld+json">{"broken": </script></head>
<body><h1>Ferry talks</h1><time datetime="2024-05-03T10:00Z">3 May</time>
<p>Talks<br>resumed&nbsp;today.</p><script>x()</script></body></html>"""


def page(content: str | bytes, media_type: str = "text/plain") -> Page:
    """The page of a document with this content."""
    return read_page(RawDocument(content.encode() if isinstance(content, str) else content, media_type, "test"))


def test_lines_end_at_every_kind_of_break_and_blank_ones_become_gaps() -> None:
    found = page("One\r\nTwo\n \t\n\nThree\u2028Four\x85Five\rSix\n\u200b\nSeven")
    assert found.lines == (
        PageLine("One", True), PageLine("Two", False), PageLine("Three", True, 2), PageLine("Four", False),
        PageLine("Five", False), PageLine("Six", False), PageLine("Seven", True, 1),
    )  # fmt: skip


def test_what_cannot_be_seen_leaves_no_trace_in_a_line() -> None:
    assert page("\ufeffTalks\xa0\u200bre\xadsumed\t\x07 in\u3000Lennox\x00.\n").lines == (
        PageLine("Talks resumed in Lennox.", True),
    )


def test_html_gives_its_lines_and_what_its_head_says() -> None:
    found = page(HTML, "text/html")
    texts = [line.text for line in found.lines]
    assert texts[0] == "Ferry talks"
    assert texts[-2:] == ["Talks", "resumed today."]
    assert found.is_html
    head = found.head
    assert (head.title, head.canonical, head.language) == ("Ferry talks & hope", "https://mail.example/ferry", "en")
    assert head.meta == {"og:title": ("Ferry talks",), "author": ("Ann Lee", "Bo Dahl")}
    assert [block["@type"] for block in head.json_ld] == ["NewsArticle", "Organization"]
    assert head.times == ("2024-05-03T10:00Z",)


def test_a_whole_page_in_a_text_file_is_still_a_page() -> None:
    assert page(HTML).is_html
    assert not page("The <html> tag, explained by our <b>editor</b>").is_html


@pytest.mark.parametrize("unit", ["The talks went on and on. ", "word ", "x", "会談は続いた。"])
def test_a_gigantic_line_is_cut_without_losing_anything(unit: str) -> None:
    """Later steps look at a line as a whole; a book on one line would stop them."""
    text = unit * (300_000 // len(unit))
    lines = [line.text for line in page(text).lines]
    assert max(map(len, lines)) <= 2_000
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.binary(max_size=300), st.sampled_from(["text/plain", "text/html"]))
def test_any_bytes_make_a_page_of_normal_lines(content: bytes, media_type: str) -> None:
    found = page(content, media_type)
    assert all(line.text and line.text == line.text.strip() and "\n" not in line.text for line in found.lines)
