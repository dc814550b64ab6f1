"""HTML → the lines that it shows, and its head. If a page shows no story, its hidden text is searched for one."""

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
    """Read `html` in one walk; only a page that shows no story is walked again."""
    tree = parse(html)
    head, seen = read_head(tree), find_visibility(tree)
    if tree.root is None:
        return Markup([], head)
    lines = read_lines(tree.root, seen, find_template_content())
    found = find_hidden_text(tree, seen, head, lines)
    if found is None:
        return Markup(lines, head)
    origin, lines = found
    if origin == "noscript":  # if it was never closed, it may have swallowed the head
        head = read_head(parse(html, scripting=False))
    return Markup(lines, head, origin)
