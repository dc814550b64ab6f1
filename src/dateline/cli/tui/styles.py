"""The style of the interface: the layout of the panes, and the colour of each role of text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from dateline.render.layout import Span

LAYOUT = """
#status { height: auto; max-height: 6; padding: 0 1; }
#left { width: 2fr; } #right { width: 3fr; }
#hits { height: 2fr; } #facets { height: 1fr; }
#page { height: 3fr; } #times { height: 1fr; }
#hits, #facets, #page, #times { border: round $foreground 30%; padding: 0 1; scrollbar-gutter: stable; }
#hits:focus, #facets:focus, #page:focus, #times:focus { border: round $accent; }
InputDialog, HelpDialog { align: center middle; }
#asked { width: 80%; height: auto; max-height: 90%; border: round $accent; padding: 0 1; background: $surface; }
"""
_STYLES = {
    "title": "bold",
    "date": "green",
    "source": "cyan",
    "id": "yellow",
    "match": "bold red",
    "faint": "dim",
    "dropped": "red",
    "label": "magenta",
    "warning": "yellow",
}


def to_content(lines: Iterable[list[Span]]) -> Content:
    """Turn lines of pieces into Textual content, each piece in the style of its role."""
    rows = [Content.assemble(*((piece.text, _STYLES.get(piece.role, "")) for piece in line)) for line in lines]
    return Content("\n").join(rows)
