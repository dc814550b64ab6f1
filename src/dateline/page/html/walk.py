"""Walk the tree of a page once, without recursion, and collect its lines, each with its kind and the blocks around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dateline.page.html.elements import (
    BLOCK,
    BREAK,
    CELLS,
    DEPENDS,
    INLINE,
    INNER,
    ITEMS,
    KINDS,
    LINK,
    LISTS,
    MARGINS,
    ROLES,
    SENTENCES,
    TEXT,
    UNSEEN,
    words_of,
)
from dateline.page.html.visibility import Visibility
from dateline.text import normalise
from dateline.types.articles import LineKind
from dateline.types.pages import Block, PageLine

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DEEPEST = 100  # blocks in a path; no carefully made page has half as many
_LONGEST_CELL = 200
_BETWEEN_CELLS = " | "

Inner = Callable[["LexborNode", str], "LexborNode | None"]
"""Returns the first node of an element's content outside the tree (as in a template); None if that content is not shown."""


def read_lines(root: LexborNode, seen: Visibility, inner: Inner, page: Lines | None = None) -> list[PageLine]:
    """Return the visible lines below `root`. Pass a subclass of `Lines` as `page` to assemble them differently."""
    page = page or Lines(seen.headings)
    pieces, hidden, role_of = page.pieces, seen.hidden, ROLES.get
    trail: list[tuple[LexborNode, int]] = []
    node = root.first_child
    while node is not None or trail:
        if node is None:
            node, role = trail.pop()
            if role == BLOCK:
                page.close()
            elif role == LINK:
                page.leave_link()
            node = node.next
            continue
        tag = node.tag or ""
        role = role_of(tag, DEPENDS)
        if role == TEXT:
            text = node.text_content or ""
            if pieces or not text.isspace():
                page.add(text)
        elif role == BREAK:
            page.break_line()
        elif role != UNSEEN and not (hidden and node.mem_id in hidden):
            child = node.first_child if role != INNER else inner(node, tag)
            if child is not None:
                trail.append((node, role if role == INLINE else page.enter(node, tag, role)))
                node = child
                continue
            if role == BLOCK:
                page.pass_by(tag)
        node = node.next
    if pieces:
        page.end()
    return page.found


class Lines:
    """The lines so far, the open blocks, and the current line.

    The kind, level and path that a block gives its lines are computed when its first line needs them, and kept in `contexts`. Its
    first entry applies outside all blocks.
    """

    __slots__ = (
        *("blank", "blocks", "breaks", "code", "contexts", "found", "headings", "linked"),
        *("links", "lists", "number", "pieces", "rows"),
    )

    def __init__(self, headings: Mapping[int, int]) -> None:
        self.found: list[PageLine] = []
        self.headings = headings
        self.blocks: list[tuple[LexborNode, str, int]] = []
        self.contexts: list[tuple[LineKind, int, tuple[Block, ...]]] = [("paragraph", 0, ())]
        self.rows: list[int] = []
        self.pieces: list[str] = []
        self.linked = self.number = self.breaks = 0
        self.links = self.lists = self.code = 0  # how many of each are open
        self.blank = True

    def enter(self, node: LexborNode, tag: str, role: int) -> int:
        """Enter an element; return the role that it has in its place."""
        if role == DEPENDS and self.blocks and self.blocks[-1][1] in SENTENCES:
            return INLINE
        if role >= BLOCK:
            self._open(node, tag)
            return BLOCK
        if self.pieces and (before := node.prev) is not None and before.tag == tag:
            self.pieces.append(" ")
        if role == LINK:
            self.links += 1
        return role

    def leave_link(self) -> None:
        """Leave a link."""
        self.links -= 1

    def _open(self, node: LexborNode, tag: str) -> None:
        if self.pieces:
            self.end()
        self.number += 1
        self.blocks.append((node, tag, self.number))
        if tag in MARGINS:
            if tag in LISTS:
                self.lists += 1
            elif tag == "pre":
                self.code += 1
            if self.lists < 2 or tag not in LISTS:
                self.blank = True
        elif tag == "tr":
            self.rows.append(len(self.found))

    def close(self) -> None:
        """Leave a block."""
        if self.pieces:
            self.end()
        tag = self.blocks[-1][1]
        if tag in MARGINS:
            if self.lists < 2 or tag not in LISTS:
                self.blank = True
            if tag in LISTS:
                self.lists -= 1
            elif tag == "pre":
                self.code -= 1
        elif tag == "tr":
            self._join_cells(self.rows.pop())
        self.blocks.pop()
        if len(self.contexts) > len(self.blocks) + 1:
            self.contexts.pop()

    def pass_by(self, tag: str) -> None:
        """Pass an empty block, which ends the line as any block does."""
        if self.pieces:
            self.end()
        if tag in MARGINS:
            self.blank = True

    def add(self, text: str) -> None:
        """Add text to the current line; preformatted text may fill several lines."""
        if self.code and "\n" in text:
            first, *others = text.split("\n")
            self.pieces.append(first)
            for line in others:
                self.break_line()
                self.pieces.append(line)
            return
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def break_line(self) -> None:
        """End the line at a line break; two line breaks leave a blank line."""
        if self.pieces:
            self.end()
        self.breaks += 1
        if self.breaks > 1:
            self.blank = True

    def end(self) -> None:
        """End the current line and add it to the lines found."""
        text = normalise("".join(self.pieces))
        self.pieces.clear()
        if text:
            if len(self.contexts) <= len(self.blocks):
                self._resolve_blocks()
            kind, level, path = self.contexts[-1]
            linked = min(1.0, self.linked / len(text)) if self.linked else 0.0
            if self.blank:
                self.found.append(PageLine(text, True, 1 if self.found else 0, kind, level, linked, path))
            else:
                self.found.append(PageLine(text, False, 0, kind, level, linked, path))
            self.blank, self.breaks = False, 0
            if kind == "item":
                self._begin_item()
        self.linked = 0

    def _resolve_blocks(self) -> None:
        """Compute the kind, level and path that the open blocks give their lines."""
        contexts = self.contexts
        kind, level, path = contexts[-1]
        for node, tag, number in self.blocks[len(contexts) - 1 :]:
            if tag in KINDS:
                kind = KINDS[tag]
                level = int(tag[1]) if kind == "heading" else level
            elif tag in LISTS:
                level += 1
            elif self.headings and node.mem_id in self.headings:
                kind, level = "heading", self.headings[node.mem_id]
            if len(path) < _DEEPEST:
                named = "cite" if tag == "footer" and kind == "quotation" else tag  # the footer names the speaker
                path = (*path, Block(named, words_of(node), number))
            contexts.append((kind, level, path))

    def _begin_item(self) -> None:
        """Make the lines after the first line of an item paragraphs."""
        for at in range(len(self.blocks), 0, -1):
            kind, level, path = self.contexts[at]
            if kind != "item":
                return
            self.contexts[at] = ("paragraph", level, path)
            if self.blocks[at - 1][1] in ITEMS:
                return

    def _join_cells(self, start: int) -> None:
        """Join the cells of a row into one line if each is one short line, which rules out tables used for page layout."""
        lines, depth = self.found[start:], len(self.blocks)
        if len(lines) < 2 or any(len(line.text) > _LONGEST_CELL or line.kind in ("heading", "row") for line in lines):
            return
        cells = {line.path[depth] for line in lines if len(line.path) > depth and line.path[depth].tag in CELLS}
        if len(cells) < len(lines):
            return
        first = lines[0]
        text = _BETWEEN_CELLS.join(line.text for line in lines)
        linked = sum(line.linked * len(line.text) for line in lines) / sum(len(line.text) for line in lines)
        self.found[start:] = [PageLine(text, first.gap, first.blanks, "row", first.level, linked, first.path[:depth])]
