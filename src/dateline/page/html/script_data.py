"""Find the story in the script data of a page, where sites that render in the browser keep it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator

from dateline.text import split_lines

_STRING = re.compile(
    r'"([^"\\]*(?:\\.[^"\\]*)*)(?:"(\s*:)?|\\?\Z)', re.DOTALL
)  # also matches a last string without an end, so that no character is read twice
_MARKED = re.compile(r"<(?:p|br|h[2-6]|li|blockquote)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)]*\s*$")
_LONG = 60
_DEEPEST = 3


def find_story_in_scripts(scripts: Iterable[str]) -> str:
    """Return, as HTML, the texts under the one key in the data of `scripts` that has the most prose; "" if none has any."""
    groups: dict[str, dict[str, None]] = {}
    for script in scripts:
        for name, text in _find_strings(script, _DEEPEST):
            groups.setdefault(name, {})[text] = None
    best = max(groups.values(), key=lambda texts: sum(map(_prose_length, texts)), default=None)
    return "".join(map(to_html, best)) if best and any(map(_prose_length, best)) else ""


def strip_markup(text: str) -> str:
    """Remove the markup from `text`, roughly: enough to compare texts."""
    return _TAG.sub(" ", html.unescape(text)) if "<" in text or "&" in text else text


def to_html(text: str) -> str:
    """Return `text` unchanged if it has markup, else its lines as paragraphs."""
    if _MARKED.search(text):
        return text
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in split_lines(html.unescape(text)) if line.strip())


def _find_strings(data: str, depth: int) -> Iterator[tuple[str, str]]:
    """The strings of several words in `data`, each with its key; also those in data inside a string."""
    name = ""
    for found in _STRING.finditer(data):
        written = found[1]
        if found[2]:
            name = written
        elif " " in written:
            text = _unescape(written) if "\\" in written else written
            if depth and '":' in text:
                yield from _find_strings(text, depth - 1)
            elif text.count(" ") > 1:
                yield name, text


def _unescape(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return ""


def _prose_length(text: str) -> int:
    """The length of `text` if it may be part of a story, else 0."""
    return len(text) if _MARKED.search(text) or (len(text) >= _LONG and _SENTENCE_END.search(text)) else 0
