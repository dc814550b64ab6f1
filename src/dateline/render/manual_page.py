"""One of Dateline's own Markdown pages, shown in a terminal like a man page: headings, tables, lists and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from dateline.render.layout import Lines, Span, wrap

_INDENT, _DEEPER = " " * 4, " " * 11
_CODE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\[\]]+)\]\([^()]+\)")
_CELL = re.compile(r"(?<!\\)\|")

Block = tuple[str, tuple[str, ...]]
"""The kind (heading, row, item, text) and the texts: the cells of a row, one text for the other kinds."""


def blocks_of(markdown: str) -> Iterator[Block]:
    """The blocks of the page, with the lines of each text joined."""
    for kind, group in groupby(markdown.splitlines(), _kind):
        lines = list(group)
        if kind == "heading":
            yield from (("heading", (line.lstrip("# "),)) for line in lines)
        elif kind == "table":
            yield from (
                ("row", tuple(cell.replace("\\|", "|").strip() for cell in _CELL.split(line.strip())[1:-1])) for line in lines[2:]
            )
        elif kind == "item":
            yield from (("item", (" ".join(item.removeprefix("- ").split()),)) for item in re.split(r"\n(?=- )", "\n".join(lines)))
        elif kind == "text":
            yield "text", (" ".join(lines),)


def page_lines(markdown: str, width: int) -> Lines:
    """The page in lines of at most `width` cells, with code in the style of a title."""
    for kind, texts in blocks_of(markdown):
        if kind == "heading":
            yield [Span(texts[0].upper(), "title")]
        elif kind == "row":
            typed, *means = texts
            yield from wrap(_pieces(typed), width, _INDENT)
            yield from wrap(_pieces(" · ".join(means)), width, _DEEPER)
        elif kind == "item":
            yield from wrap(_pieces(texts[0]), width, _INDENT + "  ", [Span("• ")])
        else:
            yield from wrap(_pieces(texts[0]), width, _INDENT)
        yield []


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    kinds = (("#", "heading"), ("|", "table"), ("- ", "item"), ("  ", "item"))
    return next((kind for start, kind in kinds if line.startswith(start)), "text")


def _pieces(text: str) -> list[Span]:
    found, reached = [], 0
    for mark in _CODE.finditer(text):
        found.append(Span(text[reached : mark.start()]))
        found.append(Span(mark[1] or mark[2] or mark[3], "" if mark[3] else "title"))
        reached = mark.end()
    return [*found, Span(text[reached:])]
