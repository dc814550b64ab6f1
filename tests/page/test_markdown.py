"""Markdown is read like the page that it describes."""

from __future__ import annotations

from dateline.cleaning import Cleaner
from dateline.page.markdown import markdown_page
from dateline.page.read import read_links, read_page
from dateline.types.documents import RawDocument

TEXT = """Title: Night ferry to stop - Port Lennox Mail

URL Source: https://mail.example/ferry

Markdown Content:
*   [Home](https://mail.example/)
*   [Sport](https://mail.example/sport)

Night ferry to stop
===================

![The ferry at its quay](https://mail.example/ferry.jpg)

The night ferry between Port Lennox and the [islands](https://mail.example/islands) will stop in **March**, the harbour
office said on Friday, as nobody could be found who would pay for its fuel.

## What comes next

> "Nobody wanted this," said the head of the office, Tom Reed, who had taken the ferry to school every day as a child.

It had carried 40,000 people a year, and a bus that goes around the bay will be put in its place before the summer comes.
"""
DOCUMENT = RawDocument(
    TEXT.encode(), "text/markdown", "ferry.md", hints={"title": "Night ferry to stop - Port Lennox Mail", "body": "5-22"}
)


def test_headings_items_and_quotations_are_recognised_and_markup_is_removed() -> None:
    """The lines of the header come first, as a record."""
    page = read_page(DOCUMENT)
    assert [(line.kind, line.level) for line in page.lines[:3]] == [("paragraph", 0)] * 3
    assert page.story == range(3, len(page.lines))
    kinds = {line.text[:19]: line.kind for line in page.lines}
    assert (kinds["Home"], kinds["Night ferry to stop"]) == ("item", "heading")
    assert kinds['"Nobody wanted this'] == "quotation"
    assert any(
        line.text.startswith("The night ferry between Port Lennox and the islands will stop in March,") for line in page.lines
    )


def test_an_article_in_markdown_is_cleaned_like_a_page() -> None:
    """Header, menu, headline and picture are removed; subheads are kept."""
    article = Cleaner().clean(DOCUMENT)
    assert article.metadata.title == "Night ferry to stop"
    body = article.body.split("\n\n")
    assert body[0].startswith("The night ferry")
    assert body[1] == "What comes next"
    assert len(body) == 4
    assert {line.label for line in article.lines[:3]} == {"record"}


def test_links_of_an_article_in_markdown_are_found() -> None:
    """They are read on request."""
    assert any("islands" in text for text in read_links(DOCUMENT))


def test_markdown_that_would_take_too_long_is_read_as_text() -> None:
    """The parser searches the rest of the text for the end of each code span."""
    assert markdown_page("`" * 3_000) is None
    hostile = RawDocument(("`a``b" * 3_000).encode(), "text/markdown", "hostile.md")
    assert not read_page(hostile).is_html
