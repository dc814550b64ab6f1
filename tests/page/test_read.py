"""Pages: every document becomes normalised lines, whatever its bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import CleaningError
from dateline.page.read import read_page
from dateline.types.documents import RawDocument
from dateline.types.pages import Page, PageLine

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


def test_invisible_characters_are_removed_from_lines() -> None:
    assert page("\ufeffTalks\xa0\u200bre\xadsumed\t\x07 in\u3000Lennox\x00.\n").lines == (
        PageLine("Talks resumed in Lennox.", True),
    )


def test_html_gives_its_lines_and_its_head() -> None:
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


def test_a_complete_html_page_in_a_text_file_is_read_as_html() -> None:
    assert page(HTML).is_html
    assert not page("The <html> tag, explained by our <b>editor</b>").is_html


@pytest.mark.parametrize("unit", ["The talks went on and on. ", "word ", "x", "会談は続いた。"])
def test_a_very_long_line_is_split_without_loss(unit: str) -> None:
    """Later steps process complete lines; a book on one line would make them hang."""
    text = unit * (300_000 // len(unit))
    lines = [line.text for line in page(text).lines]
    assert max(map(len, lines)) <= 2_000
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.binary(max_size=300), st.sampled_from(["text/plain", "text/html"]))
def test_any_bytes_make_a_page_of_normalised_lines(content: bytes, media_type: str) -> None:
    found = page(content, media_type)
    assert all(line.text and line.text == line.text.strip() and "\n" not in line.text for line in found.lines)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"A title\n" + b"x y\n" * 20_001, "more than 20,000 lines"),
        (b"A title\n" + b"\n" * 1_000_001, "more than 1,000,000 line breaks"),
        (b"A title\n" + b"The ferry sails at noon. " * 340_000, "more than 8,000,000 characters"),
        (b"<!doctype html><title>A</title><body>" + b"<b>x</b>" * 200_001, "more than 400,000 tags"),
        (b"<!doctype html><body><p " + b" ".join(b"a%d" % number for number in range(20_000)) + b">x", "more attributes"),
        (b"<!doctype html><body>" + (b"<p " + b'a=">"b=<i ' * 4_000 + b">x</p>") * 10, "more attributes"),
    ],
)
def test_a_document_above_a_limit_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(CleaningError, match=reason):
        read_page(RawDocument(content, "text/plain", "a"))


def test_a_page_whose_broken_quotes_make_thousands_of_attributes_is_read() -> None:
    words = " ".join(f"word{number}" for number in range(2_000))
    found = page(
        f'<!doctype html><meta name=a content="He said: "{words}"><body><script>if (i<n) {{ {words} }}</script><p>Talks.',
        "text/html",
    )
    assert [line.text for line in found.lines] == ["Talks."]


def test_a_book_on_one_line_and_a_page_of_many_elements_are_below_the_limits() -> None:
    book = read_page(RawDocument(b"The ferry sails at noon. " * 40_000, "text/plain", "a"))
    assert all(len(line.text) <= 2_000 for line in book.lines)
    assert sum(len(line.text) for line in book.lines) > 990_000
    posts = b"".join(b"<div><p>Post %d: <b>the</b> ferry sails.</p></div>" % number for number in range(2_000))
    page = read_page(RawDocument(b"<!doctype html><title>A</title><body>" + b"<div>" * 90 + posts, "text/html", "a"))
    assert len(page.lines) == 2_000
