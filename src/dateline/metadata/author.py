"""The authors of an article: several, each a clean name; none rather than a wrong one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from dateline.metadata.byline import (
    clean_name,
    is_outlet_name,
    is_person_name,
    opens_byline,
    parse_byline,
    split_names,
    without_opening,
)
from dateline.metadata.place import Dateline
from dateline.metadata.title import names_site, site_names
from dateline.text import fold, normalise
from dateline.types.articles import Line
from dateline.types.pages import Page

_ARTICLE = re.compile(r"Article|Posting|Report|Analysis|Opinion|Review|WebPage|CreativeWork|Recipe|LiveBlog|HowTo")
_BODY = re.compile(r"Organization|Corporation|Business$")
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
    "cxenseparse:author",
)
_BAD = re.compile(
    r"https?:|www\.|@|^\d+$|^(?:admin|administrator|user|editor|author|null|none|undefined|unknown|anonymous|staff|webmaster|root|test)\w?$|\.(?:com|org|net)\b",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"writ|author|\bby\b|geschrieben|verfasst|von|auteur|par\b|escrito|autor|scritto|автор|yazar|skrevet|skriv", re.IGNORECASE
)
_SPEAKING = re.compile(r"(?:^|[_:. -])(?:authors?|byline|written by)$")
_LOGIN = re.compile(r"^[a-z0-9._-]+$")
_FIRST_PERSON = re.compile(r"^(?:I am|I'm|I’m|He is|She is|They are)\b")
_LONGEST_NAME = 60
_BYLINE_REACH = 12
_MARKED_REACH = 25


def find_authors(page: Page, lines: Sequence[Line], title: int | None, dateline: Dateline | None) -> tuple[str, ...]:
    """Who wrote it, from the first of these that tells: carrier, JSON-LD, byline, meta tags, dateline, note on the author."""
    outlet, bodies = site_names(page), _organisations(page.head.json_ld)
    stated, meta = _from_json_ld(page.head.json_ld), _from_meta(page)
    asked: tuple[Callable[[], tuple[str, ...]], ...] = (
        lambda: _from_hint(page),
        lambda: _without_outlet(stated, outlet, bodies),
        lambda: _from_marked(page, lines, title),
        lambda: _from_bylines(lines, title),
        lambda: _from_lone_name(lines, title),
        lambda: _without_outlet(meta, outlet, bodies),
        lambda: dateline.reporters if dateline else (),
        lambda: _from_note(lines),
        lambda: stated,
        lambda: meta,
        lambda: _from_marked_outlet(page, lines, title),
    )
    return _distinct(next(filter(None, (names() for names in asked)), ()))


def _without_outlet(names: Sequence[str], outlet: frozenset[str], bodies: frozenset[str]) -> tuple[str, ...]:
    """`names` without the site's own, which fields give where nobody is named, and those of a login; none where all are `bodies`."""
    if all(fold(name) in bodies for name in names):
        return ()
    return tuple(
        name for name in names if is_person_name(name) or not (names_site(name, outlet) or (_LOGIN.match(name) and name.islower()))
    )


def _organisations(objects: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The authors and publishers that JSON-LD says are organisations, folded."""
    named = [one.get(key) for one in objects for key in ("author", "publisher")]
    single = [one for value in named for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]
    bodies = (one.get("name") for one in single if _BODY.search(str(one.get("@type", ""))))
    return frozenset(fold(normalise(name)) for name in bodies if isinstance(name, str))


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
            parts = [single.get("givenName"), single.get("familyName")]
            name = single.get("name") or " ".join(part for part in parts if isinstance(part, str))
            name = name or (people.get(reference) if isinstance(reference, str) else None)
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


def _from_lone_name(lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """A name alone on its line, under a line that is nothing but the opening of a byline."""
    start = 0 if title is None else title
    near = lines[start : start + _MARKED_REACH]
    found = (name.text for opening, name in pairwise(near) if opens_byline(opening.text) and is_person_name(name.text))
    return tuple(clean_name(name) for name in islice(found, 1))


def _from_marked(page: Page, lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """The people in the elements that are marked as an author's: those named near the headline, or the only one there is."""
    names: dict[str, tuple[str, str]] = {}
    for text, kind in page.head.bylines:
        byline = parse_byline(text)
        for name in byline.names if byline else (clean_name(text),):
            if is_person_name(name):
                names.setdefault(fold(name), (name, kind))
    start = 0 if title is None else title
    told = _told(names, lines[start : start + _MARKED_REACH])
    if not told:
        above = _told(names, lines[max(0, start - _BYLINE_REACH) : start])
        told = above if len(above) == 1 else []  # several above a headline are the authors of a menu of stories
    told = told or (list(names.values()) if len(names) == 1 else [])
    return tuple(name for name, kind in told if kind == told[0][1])


def _told(names: Mapping[str, tuple[str, str]], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Those of `names` that stand in `lines`."""
    near = fold("\n".join(line.text for line in lines if len(line.text) <= 300))
    return [named for folded, named in names.items() if folded in near]


def _from_marked_outlet(page: Page, lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """The outlet or desk in an element that is marked as an author's, right under the headline."""
    start = 0 if title is None else title
    under = fold("\n".join(line.text for line in lines[start + 1 : start + 4] if len(line.text) <= 300))
    return tuple(islice((text for text, _ in page.head.bylines if is_outlet_name(text) and fold(text) in under), 1))


def _from_meta(page: Page) -> tuple[str, ...]:
    meta = page.head.meta
    others = [values for key, values in meta.items() if key not in _META and _SPEAKING.search(key)]
    labelled = [meta.get(f"twitter:data{n}", ()) for n in (1, 2) if _WRITTEN_BY.search(" ".join(meta.get(f"twitter:label{n}", ())))]
    for values in (*(meta.get(key, ()) for key in _META), *labelled, *others):
        names = tuple(name for value in values for name in _names(value))
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
    value = normalise(html.unescape(value))
    if not value or _BAD.search(value) or len(value) > 300:
        return
    several, _ = split_names(without_opening(value))
    if several:
        yield from several
        return
    single = clean_name(value)
    first = single.split(",")[0]
    if first != single and is_person_name(first):
        yield first
    elif 1 < len(single) <= _LONGEST_NAME and not _BAD.search(single):
        yield single


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    return tuple({fold(name): name for name in reversed(names)}.values())[::-1]
