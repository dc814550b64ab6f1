"""Markdown → HTML, so that later steps see headings, lists, links and images as on a web page."""

from __future__ import annotations

_MOST_TEXT = 500_000  # characters; an article has ten thousand
_MOST_TICKS = 2_000  # for each piece of code, the parser searches all the text after it for the end


def markdown_page(text: str) -> str | None:
    """Return `text` as an HTML page, or None if it is too long to parse as Markdown."""
    if len(text) > _MOST_TEXT or text.count("`") > _MOST_TICKS:
        return None
    from markdown_it import MarkdownIt

    return f"<html><body>{MarkdownIt('commonmark').enable('table').render(text)}</body></html>"
