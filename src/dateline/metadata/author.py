"""The authors of an article: several, each a clean name; none rather than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dateline.metadata.byline import clean_name, is_person_name, parse_byline, split_names
from dateline.metadata.place import Dateline
from dateline.page import Page
from dateline.text import fold, normalise
from dateline.types import Line

_ARTICLE = re.compile(r"Article|Posting|Report|Analysis|Opinion|Review|WebPage|CreativeWork|Recipe|LiveBlog|HowTo")
_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
    "article:author_name",
    "twitter:data1",
)
_BAD = re.compile(
    r"https?:|www\.|@|^\d+$|^(?:admin|administrator|user|editor|author|null|none|undefined|unknown|anonymous|staff|webmaster|root|test)\w?$|\.(?:com|org|net)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"^(?:I am|I'm|I’m|He is|She is|They are)\b")
_LONGEST_NAME = 60
_BYLINE_REACH = 12


def find_authors(page: Page, lines: Sequence[Line], title: int | None, dateline: Dateline | None) -> tuple[str, ...]:
    """Who wrote it, from the first of these that tells: carrier, JSON-LD, byline, meta tags, dateline, note on the author."""
    bylines = _from_bylines(lines, title)
    for names in (
        _from_hint(page),
        _from_json_ld(page.head.json_ld),
        bylines,
        _from_meta(page),
        dateline.reporters if dateline else (),
        _from_note(lines),
    ):
        if names:
            return _distinct(names)
    return ()


def _from_hint(page: Page) -> tuple[str, ...]:
    values = page.raw.hints.get("authors", "").split("\n")
    bylines = [(value, parse_byline(value)) for value in values]
    return tuple(name for value, byline in bylines for name in (byline.names if byline else _names(value)))


def _from_json_ld(objects: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    people = {one["@id"]: one.get("name") for one in objects if isinstance(one.get("@id"), str)}
    for one in objects:
        if not _ARTICLE.search(str(one.get("@type", ""))) or not one.get("author"):
            continue
        names = tuple(name for value in _author_values(one["author"], people) for name in _names(value))
        if names:
            return names
    return ()


def _author_values(author: object, people: Mapping[str, object]) -> Iterator[str]:
    for single in author if isinstance(author, list) else [author]:
        if isinstance(single, Mapping):
            reference = single.get("@id")
            name = single.get("name") or (people.get(reference) if isinstance(reference, str) else None)
            for value in name if isinstance(name, list) else [name]:
                if isinstance(value, str):
                    yield value
        elif isinstance(single, str):
            yield single


def _from_bylines(lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    start = 0 if title is None else title
    names: list[str] = []
    for index, line in enumerate(lines):
        near = start - 3 <= index <= start + _BYLINE_REACH
        if line.label != "byline" and not (near and line.label in ("body", "author", "timestamp") and len(line.text) <= 160):
            continue
        if names and not near:
            break
        found = parse_byline(line.text)
        if found:
            names.extend(found.names)
    return tuple(names)


def _from_meta(page: Page) -> tuple[str, ...]:
    for key in _META:
        names = tuple(name for value in page.head.meta.get(key, ()) for name in _names(value))
        if names:
            return names
    return ()


def _from_note(lines: Sequence[Line]) -> tuple[str, ...]:
    """The name over the note on the author at the end of a story."""
    named = tuple(line.text for line in lines if line.label == "author" and is_person_name(line.text))
    if named:
        return named
    for line, note in zip(lines[-6:], lines[-5:], strict=False):
        if (
            is_person_name(line.text)
            and len(note.text) <= 400
            and (_FIRST_PERSON.match(note.text) or note.text.startswith(f"{line.text} is "))
        ):
            return (line.text,)
    return ()


def _names(value: str) -> Iterator[str]:
    """The names in a field that a machine filled: one or several, with or without "By" and roles."""
    value = normalise(value)
    if not value or _BAD.search(value) or len(value) > 300:
        return
    several, _ = split_names(value)
    if several:
        yield from several
        return
    single = clean_name(value)
    if 1 < len(single) <= _LONGEST_NAME and not _BAD.search(single):
        yield single


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    return tuple({fold(name): name for name in reversed(names)}.values())[::-1]
