"""Decode HTML entities (`&amp;`, `&#8217;`) in plain text, left by tools that remove the tags alone."""

from __future__ import annotations

import html
import re

from dateline.text import normalise

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,24}\d{0,2});")
_DEPTH = 2  # some programs escape entities again


def has_entities(text: str) -> bool:
    """Whether `text` contains an HTML entity."""
    return "&" in text and _ENTITY.search(text) is not None


def decode_entities(text: str) -> str:
    """Decode the entities in a paragraph or line; return it unchanged if nothing would be left."""
    found = text
    for _ in range(_DEPTH):
        if "&" in found:
            found = _ENTITY.sub(lambda match: html.unescape(match[0]), found)
    return text if found == text else normalise(found) or text
