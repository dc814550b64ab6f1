"""The headline of an article: its title, or if that is unknown the first words of its text in square brackets.

The brackets follow library catalogues, which put a supplied title in square brackets. In JSON and CSV, an unknown title stays
null or empty; only text for people shows the words.
"""

from __future__ import annotations

from itertools import islice

from dateline.render.layout import Span
from dateline.types.articles import Metadata

_MAX_WORDS = 10
_MAX_CHARACTERS = 70
_NO_TITLE = "(no title)"


def headline(metadata: Metadata, text: str) -> str:
    """The title of an article, else the first words of its `text` in square brackets, else "(no title)"."""
    if metadata.title:
        return metadata.title
    opening = text[: 4 * _MAX_CHARACTERS].split()
    words = " ".join(islice(opening, _MAX_WORDS))[:_MAX_CHARACTERS]
    return f"[{words} …]" if words else _NO_TITLE


def headline_piece(metadata: Metadata, text: str) -> Span:
    """The headline as a piece; it is faint if the article has no title."""
    return Span(headline(metadata, text), "title" if metadata.title else "faint")
