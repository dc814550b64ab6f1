"""Find the kind of a page, so that lists, front pages and live blogs are marked and not mistaken for articles.

The kind never changes which lines are kept; it shows how likely the result is one story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.cleaning.line_form import is_headline, is_long_prose, is_prose, word_count
from dateline.types.articles import Line
from dateline.types.pages import Page

_CLOCK_TIME = re.compile(
    r"^\W*(?:\d{1,2}[:.h]\d{2}(?:\s?(?:uhr|[ap]\.?m\.?|gmt|bst|utc|e[sd]t|p[sd]t|cet|msk|мск))?|\d{1,2}\s?[ap]\.?m\.?)\b",
    re.IGNORECASE,
)
_LIVE_TYPES = {"liveblogposting"}
_LIST_TYPES = {"collectionpage", "itemlist", "searchresultspage"}
_LIVE_ENTRIES = 5
_LONGEST_ENTRY = 140
_LIST_HEADLINES = 12
_NOTICE_WORDS = 60


def find_kind(page: Page, lines: Sequence[Line]) -> str:
    """Return article, notice, live blog, several articles, list, or empty."""
    kept = [line.text for line in lines if line.keep]
    if not kept:
        return "empty"
    types = _declared_types(page)
    paragraphs = sum(map(is_long_prose, kept))
    if types & _LIVE_TYPES or (paragraphs >= _LIVE_ENTRIES and _count_entries(lines) >= _LIVE_ENTRIES):
        return "live blog"
    if _count_stories(lines) > 1:
        return "several articles"
    headlines = sum(1 for text in kept if is_headline(text) and not is_prose(text))
    if headlines >= _LIST_HEADLINES and headlines > 3 * paragraphs:
        return "list"
    if types & _LIST_TYPES and paragraphs < 3:
        return "list"
    words = sum(word_count(text) for text in kept)
    return "notice" if words < _NOTICE_WORDS else "article"


def _count_entries(lines: Sequence[Line]) -> int:
    """Count the lines that begin with a time of day, as the entries of a live blog do."""
    texts = (line.text for line in lines if len(line.text) <= _LONGEST_ENTRY and not line.text[:1].isalpha())
    return sum(_CLOCK_TIME.match(text) is not None for text in texts)


def _declared_types(page: Page) -> set[str]:
    found: set[str] = set()
    for block in page.head.json_ld:
        kind = block.get("@type", ())
        found.update(str(name).lower() for name in ([kind] if isinstance(kind, str) else kind))
    return found


def _count_stories(lines: Sequence[Line]) -> int:
    """Count how often a headline, a byline and a paragraph follow each other."""
    stories = 0
    byline = -10
    for index, line in enumerate(lines):
        if line.label == "byline":
            byline = index if any(map(_is_story_headline, lines[max(0, index - 3) : index])) else -10
        elif index - byline <= 2 and is_long_prose(line.text):
            stories, byline = stories + 1, -10
    return stories


def _is_story_headline(line: Line) -> bool:
    return line.label != "byline" and is_headline(line.text) and not is_prose(line.text)
