"""Find authors that a page names without a byline: in a note on a person at its end, or as the owner of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dateline.metadata.byline import clean_name, opens_byline, split_names
from dateline.metadata.name_forms import is_outlet_name, is_person_name
from dateline.metadata.unmarked_byline import begins_with_given_name
from dateline.text import address_parts, fold
from dateline.types.articles import Line
from dateline.types.pages import Page

_WRITTEN = re.compile(
    r"^(?:this|the)\s(?:post|article|story|piece|guide|report|column|entry|essay|blog\spost)\s(?:was|is|has\sbeen)\s"
    r"(?:originally\s)?(?:written|authored|contributed|penned)\sby\s(?P<names>[^.]{4,120})",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r",?\s(?:is|was|has|writes|covers|works|serves|leads|joined|holds|founded)\s")
_NOTES = frozenset({"bio", "author", "byline", "junk", "body", "related", "credit"})
_BOX = re.compile(
    r"(?:about|meet|more about)\s(?:the\s)?(?:author|writer)\W{0,3}$|(?:author|writer)\s(?:bio|profile|info)\W{0,3}$", re.IGNORECASE
)
_PARTS = re.compile(r"\s[|–—·•:-]\s")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\W{0,4}(?:\d{4}(?:\s?[-–]\s?(?:\d{4}|present))?\W{0,3})?(?P<name>[^\d|.·•,©]{4,40})", re.IGNORECASE
)
_LONGEST_NOTE, _SHORTEST_PART = 600, 4


def find_note_author(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the authors that a note names, or the only person whose name is above a note on that person."""
    for line in lines:
        match = _WRITTEN.match(line.text) if len(line.text) <= _LONGEST_NOTE else None
        names = split_names(match["names"].split(",")[0])[0] if match else ()
        if names and all(map(begins_with_given_name, names)):
            return names
    boxed = dict.fromkeys(
        clean_name(name.text)
        for box, name in pairwise(lines)
        if _is_box_heading(box.text) and is_person_name(clean_name(name.text))
    )
    if len(boxed) == 1:
        return tuple(boxed)
    headed = dict.fromkeys(
        name.text for name, note in pairwise(lines) if note.label in _NOTES and _introduces(name.text, note.text)
    )
    return tuple(headed) if len(headed) == 1 else ()


def _is_box_heading(text: str) -> bool:
    """Whether `text` is the heading above the author's name in a box about the author."""
    return _BOX.match(text) is not None or (" " in text and opens_byline(text))


def _introduces(name: str, note: str) -> bool:
    """Whether `note` introduces the person whose `name` is above it."""
    if len(name) > _LONGEST_NOTE or not note.startswith(name.split(" ")[0]) or not is_person_name(name):
        return False
    rest = note.removeprefix(name)
    rest = note.removeprefix(name.split(" ")[0]) if rest == note else rest
    return begins_with_given_name(name) and _AFTER_NAME.match(rest) is not None


def find_site_owner(page: Page) -> tuple[str, ...]:
    """Return the person after whom a site is called, in both its name and its address: the blog of one person."""
    host = address_parts(page.raw.url or page.head.canonical or "")[0].removeprefix("www.")
    for name in _site_names(page) if host else ():
        known = len(name.split()) == 2 and is_person_name(name) and begins_with_given_name(name) and not is_outlet_name(name)
        if known and any(part in host for part in fold(name).replace(".", " ").split() if len(part) >= _SHORTEST_PART):
            return (name,)
    return ()


def _site_names(page: Page) -> Iterator[str]:
    """Yield the names that a page gives its site: in its fields, at both ends of its title, and in its copyright notice."""
    yield from page.head.meta.get("og:site_name", ())
    yield from page.head.meta.get("application-name", ())
    parts = _PARTS.split(page.head.title or "")
    yield from (parts[-1].strip(), parts[0].strip()) if len(parts) > 1 else ()
    for line in page.lines[-12:]:
        match = _COPYRIGHT.search(line.text) if len(line.text) <= 200 else None
        if match:
            yield match["name"].strip()
