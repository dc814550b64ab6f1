"""OPML: the lists of feeds that feed readers exchange. It is read tag by tag, so that other content of a file does no harm."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)outline(?=[\s/>])((?:[^<>\"']|\"[^\"<]{0,8000}\"|'[^'<]{0,8000}')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?:^|\s)([\w:.-]{1,60})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)')")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class FeedOutline:
    """A feed in a list: its address, title and folder ("News/Local"), and whether to fetch its pages too."""

    url: str
    title: str | None = None
    folder: str | None = None
    pages: bool = False


def read_outlines(text: str) -> Iterator[FeedOutline]:
    """The feeds in the text of an OPML file, in order."""
    folders: list[str] = []
    for match in _TAG.finditer(_without_comments(text)):
        if match[1]:
            del folders[-1:]
            continue
        inside = match[2].rstrip()
        attributes = _parse_attributes(inside.removesuffix("/"))
        title = attributes.get("title") or attributes.get("text") or None
        url = attributes.get("xmlurl", "")
        if _ADDRESS.match(url):
            yield FeedOutline(url, title, "/".join(filter(None, folders)) or None, attributes.get("dateline:pages") == "true")
        if not inside.endswith("/") and len(folders) < _DEEPEST:
            folders.append("" if url else (title or "").replace("/", " "))


def _without_comments(text: str) -> str:
    """`text` without its comments; an unclosed comment extends to the end."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        parts.append(text[at:start])
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
    return "".join([*parts, text[at:]])


def _parse_attributes(text: str) -> dict[str, str]:
    found = ((name.lower(), one or other) for name, one, other in _ATTRIBUTE.findall(text))
    return {name: " ".join(html.unescape(value).split()) for name, value in found}
