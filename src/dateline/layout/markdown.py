"""Markdown without its marks: headings, emphasis, links and images as the words that a reader sees.

Text that does not call itself Markdown is taken for it where it has links written so, as tools leave them that make text of pages.
"""

from __future__ import annotations

import re

_LEAST = 3
_IMAGE = re.compile(r"!\[([^\[\]]{0,1000})\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?(?:\s+\"[^\"]{0,500}\")?\s?\)")
_LINK = re.compile(
    r"\[([^\[\]]{0,1000})\]\(<?[^()\s<>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?>?(?:\s+\"[^\"]{0,500}\")?\s?\)"
)
_REFERENCE = re.compile(r"\[([^\[\]]{1,500})\]\[[^\[\]]{0,100}\]")
_EMPHASIS = (
    re.compile(r"\*\*([^*\s](?:[^*]{0,500}[^*\s])?)\*\*"),
    re.compile(r"(?<!\*)\*([^*\s](?:[^*]{0,500}[^*\s])?)\*(?!\*)"),
    re.compile(r"(?<!\w)__([^_\s](?:[^_]{0,500}[^_\s])?)__(?!\w)"),
    re.compile(r"(?<!\w)_([^_\s](?:[^_]{0,500}[^_\s])?)_(?!\w)"),
)
_ADDRESS = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_SPACES = re.compile(r"\s{2,}")


def has_links(text: str) -> bool:
    """Whether a text has links as Markdown writes them."""
    return text.count("](") >= _LEAST


def unmarked(text: str) -> str:
    """One paragraph or other line of Markdown without its marks; as it is where nothing would be left."""
    found = text
    if found[0] == "#" and (mark := _HEADING.match(found)):
        found = found[mark.end() :].rstrip("#").rstrip()
    if "](" in found:
        found = _LINK.sub(r"\1", _IMAGE.sub(r"\1", found))
    if "][" in found:
        found = _REFERENCE.sub(r"\1", found)
    if "*" in found or "_" in found:
        for pattern in _EMPHASIS:
            found = pattern.sub(r"\1", found)
    if "<" in found:
        found = _ADDRESS.sub(r"\1", found)
    if "\\" in found:
        found = _ESCAPE.sub(r"\1", found)
    found = _SPACES.sub(" ", found).strip()
    return found or text
