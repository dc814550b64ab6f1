"""Remove Markdown syntax: headings, emphasis and links become the words that a reader sees.

Images are removed. A line with nothing but images keeps their alternative text, in the form `![text]`.

A text that is not declared as Markdown counts as Markdown if it has Markdown links, as tools that turn pages into text write them.
"""

from __future__ import annotations

import re

from dateline.page.layout.line_ends import is_item
from dateline.page.layout.lines import Lines

_LEAST = 3
_REACH = 4  # most lines of one link
_QUOTE = re.compile(r"(?:>\s?){1,9}(?=[^\s>])")
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
    """Whether `text` has links in Markdown."""
    return text.count("](") >= _LEAST


def mark_links(measured: Lines) -> None:
    """Mark the lines that continue the one before because a link begins there and ends here."""
    depth, address = 0, False
    for place in range(1, len(measured)):
        depth, address = _left_open(measured.texts[place - 1], depth, address=address)
        ahead = range(place, min(place + _REACH, len(measured)))
        end = ")" if address else "]("
        if measured.blanks[place] or is_item(measured.texts[place]) or not any(end in measured.texts[one] for one in ahead):
            depth, address = 0, False
        elif address:
            measured.joined[place] = " " if measured.texts[place][0] in "\"'(" else ""
        elif depth and measured.joined[place] is None:
            measured.joined[place] = " "


def _left_open(text: str, depth: int, *, address: bool) -> tuple[int, bool]:
    """How many brackets a line leaves open, and whether it ends inside an address, given the same of the line before."""
    if address:
        end = text.find(")")
        if end < 0:
            return depth, True
        text = text[end + 1 :]
    depth = max(0, depth + text.count("[") - text.count("]"))
    start = text.rfind("](")
    return depth, start >= 0 and ")" not in text[start:]


def strip_marks(text: str) -> str:
    """Remove the Markdown syntax from a paragraph or line; return it unchanged if nothing would be left."""
    found = text
    if found[0] == ">" and (mark := _QUOTE.match(found)):
        found = found[mark.end() :]
    if found[0] == "#" and (mark := _HEADING.match(found)):
        found = found[mark.end() :].rstrip("#").rstrip()
    if "](" in found:
        words = _LINK.sub(r"\1", _IMAGE.sub("", found)).strip()
        shown = "" if words else _LINK.sub(r"\1", _IMAGE.sub(r"\1", found)).strip()
        found = words or f"![{shown}]"
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
