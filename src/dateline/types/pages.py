"""Pages: a document as lines, each with what its markup says of it, and what the page's head says of the whole.

Lines and blocks are tuples: a page has hundreds of them, and these are made in a third of the time that other frozen values take.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.types.articles import LineKind
from dateline.types.documents import RawDocument

LinkedText = tuple[tuple[str, str | None], ...]
"""A line in pieces, each with the address it leads to, if it does."""


class Block(NamedTuple):
    """An element that stands around a line.

    `words` are those of its class, id, role and other names, in small letters; `number` counts the blocks of a page in their order.
    """

    tag: str
    words: tuple[str, ...] = ()
    number: int = 0


class PageLine(NamedTuple):
    """A paragraph or any other line: its text in normal form, the blank lines before it, and what its markup says of it.

    `parts` are the lines that the document has for it, in normal form, where it does not stand there as this one line.

    `level` is that of a heading (1 to 6), and on other lines the number of lists they stand in; an item is the first line of its
    entry, what follows in there are paragraphs. `linked` is the share of its letters that stand in links, `path` the blocks around
    it, outermost first. Lines of text without markup are paragraphs.
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
    """What the markup says about the page (all empty for plain text).

    `meta` holds the <meta> name/property/itemprop pairs in lower case (and those of other elements that have an itemprop with a
    content, or name the page's only date), `json_ld` the parsed blocks flattened to single objects, `times` the datetime attributes
    of <time> elements in order, `updates` those of them that their names call an update's, `bylines` the short lines of elements
    that their names or links call an author's (each with the element's class), `language` the html lang attribute.
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
    """A document as lines. `is_html` tells whether markup was there to speak.

    `story` are the lines that hold the story where the document's carrier said it; all others belong to its record. `origin` says
    where a story was found that the page does not show: "hidden", "noscript", "template", "json-ld" or "script".
    """

    raw: RawDocument
    lines: tuple[PageLine, ...]
    head: Head = field(default_factory=Head)
    is_html: bool = False
    story: range | None = None
    origin: str | None = None
