"""Find the authors of an article: any number of clean names, and no author rather than a wrong one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.metadata.author_elements import find_marked_authors, name_under_opening, short_name
from dateline.metadata.author_notes import find_note_author, find_site_owner
from dateline.metadata.byline import clean_name, parse_byline, split_names, strip_opening
from dateline.metadata.name_forms import is_person_name
from dateline.metadata.place import Dateline
from dateline.metadata.title import names_site, site_names
from dateline.metadata.unmarked_byline import begins_with_given_name, find_closing_name, find_unmarked_bylines
from dateline.text import fold, normalise
from dateline.types.articles import Line
from dateline.types.pages import Page

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Analysis|Opinion|Review|WebPage|CreativeWork|Recipe|LiveBlog|HowTo")
_ORGANISATION_TYPES = re.compile(r"Organization|Corporation|Business$")
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
    "articleauthor",
)
_LISTS = ("citation_author", "citation_authors")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|^\d+$|^(?:admin|administrator|user|editor|author|null|none|undefined|unknown|anonymous|staff|webmaster|root|test)\w?$|\.(?:com|org|net)\b",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"writ|author|\bby\b|geschrieben|verfasst|von|auteur|par\b|escrito|autor|scritto|автор|yazar|skrevet|skriv", re.IGNORECASE
)
_AUTHOR_KEY = re.compile(r"(?:^|[_:. -])(?:authors?|byline|written by)$")
_LOGIN = re.compile(r"^[a-z0-9._-]+$")
_FIRST_PERSON = re.compile(r"^(?:I am|I'm|I’m|He is|She is|They are)\b")
_COMPANY = re.compile(
    r"^(?!.{0,80}\b(?:broadcast|press|news)).{0,80}\w[\s,]+(?:inc|llc|ltd|corp|corporation|gmbh|plc|p\.?c|s\.?p\.?a|limited|co\.?,? ltd)\.?$",
    re.IGNORECASE,
)
_LONGEST_NAME, _LONGEST_TEAM = 60, 5
_BYLINE_REACH, _HEADLINE_REACH, _LONGEST_INITIAL = 12, 5, 2
_BYLINE_LABELS = ("body", "author", "timestamp")
_STORY_LENGTH = 80
_LONGEST_NOTE = 400


@dataclass(frozen=True, slots=True)
class FoundAuthors:
    """The names of the authors, and where they were found."""

    names: tuple[str, ...]
    where: str


def find_authors(page: Page, lines: Sequence[Line], title: int | None, dateline: Dateline | None) -> FoundAuthors:
    """Return the authors from the best place that names any: hints, JSON-LD, bylines, meta tags, the dateline, a note on the author."""
    outlet, organisations = site_names(page), _find_organisations(page.head.json_ld)
    stated, meta = _without_companies(_from_json_ld(page.head.json_ld)), _without_companies(_from_meta(page))
    places: tuple[tuple[str, Callable[[], tuple[str, ...]]], ...] = (
        ("hint", lambda: _from_hint(page)),
        ("byline right under the headline", lambda: _from_overriding_byline(page, lines, title, (*stated, *meta))),
        ("json-ld author", lambda: _without_outlet(stated, outlet, organisations)),
        ("an author's element", lambda: find_marked_authors(page, lines, title)),
        ("byline", lambda: _from_bylines(lines, title)),
        ("byline far from the headline", lambda: _from_far_bylines(lines, title, opened=True)),
        ("line under a byline's opening", lambda: name_under_opening(lines, title)),
        ("meta fields", lambda: _without_outlet(meta, outlet, organisations)),
        ("name beside the headline", lambda: find_unmarked_bylines(lines, title)),
        ("dateline", lambda: dateline.reporters if dateline else ()),
        ("note on the author", lambda: _from_note(lines)),
        ("note at the end", lambda: find_note_author(lines)),
        ("last line of the story", lambda: find_closing_name(lines)),
        ("json-ld author", lambda: stated),
        ("meta fields", lambda: meta),
        ("name and day far from the headline", lambda: _from_far_bylines(lines, title, opened=False)),
        ("byline or element beside the headline", lambda: short_name(page, lines, title)),
        ("the site's own name", lambda: find_site_owner(page)),
    )
    found = ((names, where) for where, find in places if (names := find()))
    names, where = next(found, ((), ""))
    return FoundAuthors(_distinct(_complete_from_byline(names, lines, title)), where)


def _without_companies(names: Sequence[str]) -> tuple[str, ...]:
    """Return `names` without companies, and without those that are too long for a name if some are names of people."""
    named = any(map(is_person_name, names))
    return tuple(name for name in names if not _COMPANY.search(name) and not (named and len(name.split()) > _LONGEST_TEAM))


def _complete_from_byline(names: Sequence[str], lines: Sequence[Line], title: int | None) -> Sequence[str]:
    """Return `names`, or all names of the byline if a field contains only the first of them."""
    start = 0 if title is None else title
    for line in lines[start : start + _BYLINE_REACH] if len(names) == 1 and is_person_name(names[0]) else ():
        byline = parse_byline(line.text) if fold(names[0]) in fold(line.text) and len(line.text) <= 300 else None
        whole = byline.names if byline else ()
        if len(whole) > 1 and fold(whole[0]) == fold(names[0]) and all(map(begins_with_given_name, whole[1:])):
            return whole
    return names


def _without_outlet(names: Sequence[str], outlet: frozenset[str], organisations: frozenset[str]) -> tuple[str, ...]:
    """Return `names` without logins and the site's own name, which fields give if nobody is named; () if all are `organisations`."""
    if all(fold(name) in organisations for name in names):
        return ()
    return tuple(
        name for name in names if is_person_name(name) or not (names_site(name, outlet) or (_LOGIN.match(name) and name.islower()))
    )


def _find_organisations(objects: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the authors and publishers that are organisations in JSON-LD, folded."""
    named = [one.get(key) for one in objects for key in ("author", "publisher")]
    single = [one for value in named for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]
    bodies = (one.get("name") for one in single if _ORGANISATION_TYPES.search(str(one.get("@type", ""))))
    return frozenset(fold(normalise(name)) for name in bodies if isinstance(name, str))


def _from_hint(page: Page) -> tuple[str, ...]:
    values = page.raw.hints.get("authors", "").split("\n")
    bylines = [(value, parse_byline(value)) for value in values]
    return tuple(name for value, byline in bylines for name in (byline.names if byline else _split_field(value)))


def _from_json_ld(objects: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    people = {one["@id"]: one.get("name") for one in objects if isinstance(one.get("@id"), str)}
    for one in objects:
        if not _ARTICLE_TYPES.search(str(one.get("@type", ""))) or not one.get("author"):
            continue
        names = tuple(name for value in _author_values(one["author"], people) for name in _split_field(value))
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
    names: list[str] = []
    for index in _lines_near_headline(lines, title):
        line = lines[index]
        may_be_byline = (
            line.label == "byline" or (line.label in _BYLINE_LABELS and len(line.text) <= 160) or _opens_like_byline(line.text)
        )
        if may_be_byline and (found := parse_byline(line.text)):
            names.extend(found.names)
    return tuple(names)


def _from_overriding_byline(page: Page, lines: Sequence[Line], title: int | None, fields: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a byline right under the headline if fields name others: systems often state who uploaded the page."""
    for line in lines[title + 1 : title + 1 + _HEADLINE_REACH] if title is not None else ():
        found = parse_byline(line.text) if _opens_like_byline(line.text) else None
        names = found.names if found else ()
        if names and all(map(is_person_name, names)):
            others = fields or find_marked_authors(page, lines, title)
            return names if others and not _share_word(names, others) else ()
    return ()


def _share_word(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `names` and `others` share a word, so that they may be the same people."""
    known = {word for name in others for word in fold(name).split() if len(word) > _LONGEST_INITIAL}
    return any(word in known for name in names for word in fold(name).split() if len(word) > _LONGEST_INITIAL)


def _from_far_bylines(lines: Sequence[Line], title: int | None, *, opened: bool) -> tuple[str, ...]:
    """Return the names in the first byline far from the headline: one with "by" if `opened`, else one that begins with a name."""
    if title is None and not opened:
        return ()
    near = _lines_near_headline(lines, title)
    end = max((index for index, line in enumerate(lines) if line.keep), default=0) + _BYLINE_REACH
    far = (line.text for index, line in enumerate(lines[:end]) if line.label == "byline" and index not in near)
    for text in far:
        found = parse_byline(text) if _opens_like_byline(text) == opened else None
        if found and found.names and (opened or all(not name.isascii() or begins_with_given_name(name) for name in found.names)):
            return found.names
    return ()


def _lines_near_headline(lines: Sequence[Line], title: int | None) -> range:
    """Return the lines around the headline in which bylines are."""
    if title is None:
        story = (
            index for index, line in enumerate(lines) if line.keep and line.label == "body" and len(line.text) >= _STORY_LENGTH
        )
        return range(min(len(lines), _BYLINE_REACH + 1, next(story, _BYLINE_REACH) + 1))
    return range(max(0, title - 3), min(len(lines), title + _BYLINE_REACH + 1))


def _opens_like_byline(text: str) -> bool:
    """Whether `text` begins as bylines do ("By …")."""
    return len(text) <= 160 and strip_opening(text) != text


def _from_meta(page: Page) -> tuple[str, ...]:
    meta = page.head.meta
    others = [values for key, values in meta.items() if key not in _META and _AUTHOR_KEY.search(key)]
    labelled = [meta.get(f"twitter:data{n}", ()) for n in (1, 2) if _WRITTEN_BY.search(" ".join(meta.get(f"twitter:label{n}", ())))]
    for values in (*(meta.get(key, ()) for key in _META), *labelled, *others):
        names = tuple(name for value in values for name in _split_field(value))
        if names:
            listed = tuple(name for key in _LISTS for value in meta.get(key, ()) for name in _split_field(value))
            return listed if set(map(fold, names)) < set(map(fold, listed)) else names
    return ()


def _from_note(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the name above the note on the author at the end of a story."""
    named = tuple(line.text for line in lines if line.label == "author" and is_person_name(line.text))
    if named:
        return named
    noted = dict.fromkeys(
        line.text for line, note in zip(lines[-6:], lines[-5:], strict=False) if _introduces(line.text, note.text)
    )
    return tuple(noted) if len(noted) == 1 else ()


def _introduces(name: str, note: str) -> bool:
    """Whether `note` introduces the person called `name`, in the third or the first person."""
    introduced = _FIRST_PERSON.match(note) is not None or note.startswith(f"{name} is ")
    return introduced and len(note) <= _LONGEST_NOTE and is_person_name(name)


def _split_field(value: str) -> Iterator[str]:
    """Yield the names in a machine-filled field: one or several, with or without "By" and roles."""
    value = normalise(html.unescape(value))
    if not value or _NOT_A_NAME.search(value) or len(value) > 300:
        return
    person, separator, title = value.partition("; ")
    if separator and ";" not in title and is_person_name(person) and not begins_with_given_name(title):
        value = person  # a job title follows the name, not a second person
    several, _ = split_names(strip_opening(value))
    if several:
        yield from several
        return
    single = clean_name(value)
    first = single.split(",")[0]
    if first != single and is_person_name(first):
        yield first
    elif 1 < len(single) <= _LONGEST_NAME and not _NOT_A_NAME.search(single):
        yield single


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    return tuple({fold(name): name for name in reversed(names)}.values())[::-1]
