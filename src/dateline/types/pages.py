"""Pages: a document as lines, with what the markup states about each line and the head about the whole page.

Lines and blocks are tuples: a page has hundreds of them, and a tuple is created in a third of the time of another frozen value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.types.articles import LineKind
from dateline.types.documents import RawDocument

LinkedText = tuple[tuple[str, str | None], ...]
"""A line in pieces, each with the address that it links to, or None."""


class Block(NamedTuple):
    """An element that contains a line.

    `words` are the words of its class, id, role and other names, in lower case; `number` is its place in the order of the page's
    blocks.
    """

    tag: str
    words: tuple[str, ...] = ()
    number: int = 0


class PageLine(NamedTuple):
    """A paragraph or other line: its text in normal form, the blank lines before it, and what its markup states about it.

    `parts` are the lines of the document that were joined into it, in normal form; empty if the document has it as one line.

    `level` is the level of a heading (1 to 6); for other lines it is the number of lists around them. An item is the first line of
    a list entry; the lines after it in the entry are paragraphs. `linked` is the share of its letters that are in links, `path` the
    blocks around it, outermost first. Lines of a text without markup are paragraphs.
    """

    text: str
    gap: bool = True
    blanks: int = 0
    kind: LineKind = "paragraph"
    level: int = 0
    linked: float = 0.0
    path: tuple[Block, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the markup states about the page (all empty for plain text).

    `meta` has the name, property and itemprop pairs of <meta> in lower case; also those of other elements with an itemprop and a
    content, and those of dated elements whose dates agree. `json_ld` has the parsed blocks, flattened to single objects; `times`
    the datetime attributes of <time> elements in order; `updates` those of them whose names mark an update; `bylines` the short
    lines of elements whose names or links mark an author, each with the element's class; `language` the html lang attribute.
    """

    title: str | None = None
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    json_ld: tuple[Mapping[str, Any], ...] = ()
    times: tuple[str, ...] = ()
    updates: frozenset[str] = frozenset()
    bylines: tuple[tuple[str, str], ...] = ()
    canonical: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A document as lines. `is_html` is whether it has markup.

    `story` are the lines of the story, if the document's container states them; the others belong to its record. `origin` is where
    a story was found that the page does not show: "hidden", "noscript", "template", "json-ld" or "script".
    """

    raw: RawDocument
    lines: tuple[PageLine, ...]
    head: Head = field(default_factory=Head)
    is_html: bool = False
    story: range | None = None
    origin: str | None = None
