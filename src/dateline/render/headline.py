"""What stands where an article's title belongs: its title, or where that is unknown the first words of its text, marked as such.

The mark is that of a library's catalogue: a title that the work itself does not bear stands in square brackets. Data keeps the
title null; only what people read shows the words.
"""

from __future__ import annotations

from itertools import islice

from dateline.render.layout import Span
from dateline.types.articles import Metadata

_WORDS = 10
_SIGNS = 70
_NONE = "(no title)"


def headline(metadata: Metadata, text: str) -> str:
    """The title of an article, else the first words of its `text` in square brackets, else that there is none."""
    if metadata.title:
        return metadata.title
    opening = text[: 4 * _SIGNS].split()
    words = " ".join(islice(opening, _WORDS))[:_SIGNS]
    return f"[{words} …]" if words else _NONE


def headline_piece(metadata: Metadata, text: str) -> Span:
    """The same as a piece; words that are no title are faint."""
    return Span(headline(metadata, text), "title" if metadata.title else "faint")
