"""HTML → what it shows, line by line, and what its head says; a story that it does not show is looked for in what it carries."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.page.html.head import read_head
from dateline.page.html.hidden_text import find_hidden_text, find_template_content
from dateline.page.html.parsing import parse
from dateline.page.html.visibility import find_visibility
from dateline.page.html.walk import read_lines
from dateline.types.pages import Head, PageLine


@dataclass(frozen=True, slots=True)
class Markup:
    """The lines of a page, its head, and where the story was found if the page does not show it."""

    lines: list[PageLine]
    head: Head
    origin: str | None = None


def read_markup(html: str) -> Markup:
    """`html` read in one walk; a second one is for pages that show no story."""
    tree = parse(html)
    head, seen = read_head(tree), find_visibility(tree)
    if tree.root is None:
        return Markup([], head)
    lines = read_lines(tree.root, seen, find_template_content())
    found = find_hidden_text(tree, seen, head, lines)
    if found is None:
        return Markup(lines, head)
    origin, lines = found
    if origin == "noscript":  # an element that is never closed may have taken the head with it
        head = read_head(parse(html, scripting=False))
    return Markup(lines, head, origin)
