"""Markdown → markup: headings, lists, links and pictures become what they are on a page, so that all later steps know them."""

from __future__ import annotations

_MOST_TEXT = 500_000  # characters; an article has ten thousand
_MOST_TICKS = 2_000  # the parser looks for the end of each piece of code in all that follows


def markdown_page(text: str) -> str | None:
    """`text` as a page; None where it is too much to be read as Markdown."""
    if len(text) > _MOST_TEXT or text.count("`") > _MOST_TICKS:
        return None
    from markdown_it import MarkdownIt

    return f"<html><body>{MarkdownIt('commonmark').enable('table').render(text)}</body></html>"
