"""RawDocument → Page: the document decoded and parsed once, as a sequence of lines, for every later step to share.

A page's lines are all its visible, non-blank lines in order, in normal form; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.types import RawDocument


@dataclass(frozen=True, slots=True)
class Head:
    """What the markup says about the page (all empty for plain text).

    `meta` holds the <meta> name/property/itemprop pairs in lower case, `json_ld` the parsed blocks flattened to single
    objects, `times` the datetime attributes of <time> elements in order of appearance, `language` the html lang attribute.
    """

    title: str | None = None
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    json_ld: tuple[Mapping[str, Any], ...] = ()
    times: tuple[str, ...] = ()
    canonical: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """One visible line: its text in normal form, and whether a blank line stood before it."""

    text: str
    gap: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A document as lines. `is_html` tells whether markup was there to speak."""

    raw: RawDocument
    lines: tuple[PageLine, ...]
    head: Head = field(default_factory=Head)
    is_html: bool = False
