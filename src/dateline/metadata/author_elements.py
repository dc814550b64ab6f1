"""Find authors in elements that the markup of a page marks as an author's, and short names in bylines next to the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from dateline.metadata.byline import clean_name, opens_byline, parse_byline, split_parts, strip_opening
from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.name_forms import is_outlet_name, is_person_name, is_team, is_widget, names_nobody
from dateline.metadata.roles import is_role
from dateline.text import fold
from dateline.types.articles import Line
from dateline.types.pages import Page

_REACH = 25
_ABOVE = 12
_UNDER = 4
_LONGEST_LINE = 300
_LONGEST_SHORT = 100
_MOST_WORDS = 4
_ASIDE = re.compile(r"media|teaser|appetizer|caption|quote|testimonial|bookmark|related|promo|pagination|sidebar", re.IGNORECASE)
_OTHER_WORK = re.compile(
    r"(?:review|check|edit|photo|illustrat|translat|redigier|lektor|foto|bild|übersetz|contribut)\w{0,8}\s{0,2}(?:by|von|par|por|di|:):?\s{0,2}$",
    re.IGNORECASE,
)
_EDITORS = ("edit", "redak", "redac", "ред", "責", "责", "編集")  # an editor is not an author
_SHORT_NAME = re.compile(r"^[^\W\d_][\w.'’-]{2,}(?:\s[^\W\d_][\w.'’-]+){0,3}$")
_BULLETS = "•·*–— \t-"


def find_marked_authors(page: Page, lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """Return the people in elements marked as an author's: those named near the headline, or else the only one on the page."""
    names: dict[str, tuple[str, str]] = {}
    for text, kind in page.head.bylines:
        for name in _find_people(text) if not _ASIDE.search(kind) else ():
            name = _without_role(name, page.head.bylines)
            names.setdefault(fold(name), (name, kind))
    start = 0 if title is None else title
    found = _named_in(names, lines[start : start + _REACH])
    if not found:
        above = _named_in(names, lines[max(0, start - _ABOVE) : start])
        found = above if len(above) == 1 else []  # several above a headline belong to a menu of stories
    found = found or (list(names.values()) if len(names) == 1 else [])
    return tuple(name for name, kind in found if kind == found[0][1])


def name_under_opening(lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """Return a name alone on its line, under a line that is only the opening of a byline ("By")."""
    start = 0 if title is None else title
    near = lines[start : start + _REACH]
    found = (name.text for opening, name in pairwise(near) if opens_byline(opening.text) and is_person_name(name.text))
    return tuple(clean_name(name) for name in islice(found, 1))


def short_name(page: Page, lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """Return the outlet, desk or one-word name right next to the headline, from a byline or an element marked as an author's."""
    start = 0 if title is None else title
    marked = {fold(text.strip(_BULLETS)) for text, kind in page.head.bylines if not _ASIDE.search(kind)}
    for line in (*lines[start + 1 : start + 1 + _UNDER], *lines[max(0, start - 2) : start]):
        name = _find_short_name(line, marked) if len(line.text) <= _LONGEST_SHORT else None
        if name:
            return (name,)
    return ()


def _find_short_name(line: Line, marked: set[str]) -> str | None:
    text = line.text
    rest = text.strip(_BULLETS)
    for found in reversed(find_dates_in_text(rest)):
        rest = f"{rest[: found.start]} | {rest[found.end :]}"
    parts = [part.strip(_BULLETS) for part in split_parts(rest)]
    if fold(text).startswith(_EDITORS):
        return None
    own = [part for part in parts if part and not is_widget(part) and not is_role(part)]
    if len(own) != 1 or len(own[0].split()) > _MOST_WORDS + 2:
        return None
    name = strip_opening(own[0])
    opened, element = name != own[0], fold(name) in marked or fold(text.strip(_BULLETS)) in marked
    fits = _SHORT_NAME.match(name) is not None and (is_outlet_name(name) or not names_nobody(name)) and not name.isupper()
    single = len(name.split()) == 1 or is_outlet_name(name)
    named_team = is_team(name) and (opened or element or line.label == "byline" or name.startswith("The "))
    return name if fits and (named_team or ((opened or element) and single)) else None


def _find_people(text: str) -> Iterator[str]:
    byline = parse_byline(text)
    for name in byline.names if byline else (clean_name(text), clean_name(text.split(",")[0])):
        if is_person_name(name):
            yield name


def _without_role(name: str, elements: Sequence[tuple[str, str]]) -> str:
    """Return `name` without the role that ran into it, if another element has the name alone."""
    for text, _ in elements:
        if " " in text and len(text) < len(name) and name.startswith(text) and name[len(text)].isupper():
            return text
    return name


def _named_in(names: Mapping[str, tuple[str, str]], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return those of `names` that are in `lines`, except as reviewers, editors, photographers or translators of the text."""
    near = fold("\n".join(line.text for line in lines if len(line.text) <= _LONGEST_LINE))
    places = {folded: near.find(folded) for folded in names}
    return [named for folded, named in names.items() if (at := places[folded]) >= 0 and not _OTHER_WORK.search(near[:at][-40:])]
