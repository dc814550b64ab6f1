"""Find names next to a headline without a "by": alone on a line, or with the day, the outlet, a role or a reading time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.metadata.byline import clean_name, split_parts, strip_opening
from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.name_forms import is_outlet, is_person_name, is_widget
from dateline.metadata.roles import is_role, strip_role
from dateline.metadata.vocabulary import given_names
from dateline.text import fold
from dateline.types.articles import Line

_LONGEST = 120
_REACH = 5  # lines under the headline
_ABOVE = 1
_MOST_PARTS = 7
_STORY_LENGTH = 80
_BYLINE_LABELS = frozenset(
    {"section", "junk", "related", "caption", "byline", "author", "timestamp", "counter", "nav", "tags", "subhead", "body", "share"}
)
_GLUED = re.compile(
    r"(?<=[a-zß-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-ÿ]{2})|(?<=[a-zß-ÿ])(?=(?:Published|Posted|Updated|Last Updated|Modified|The)\b)|"
    r"(?<=\s)(?=(?:[Pp]ublished|[Pp]osted|[Uu]pdated|[Ww]ritten by)\b)"
)
_LETTERS = re.compile(r"(?<![\w@])[^\W\d_]+(?!\w)")
_COUNT = re.compile(r"^(?P<name>\D{4,60}?)\s+(?P<count>\d.*)$")
_FOLLOW = re.compile(r"(?<!\s)\s++(?:(?:Follow|Folgen|Seguir|Suivre|Contributor)$|(?:Mit\b|mit\s[A-Z]|with\s[A-Z])(?s:.*)$)")
_BULLET = re.compile(r"^[•*·–—-]\s*")


def find_unmarked_bylines(lines: Sequence[Line], title: int | None) -> tuple[str, ...]:
    """Return the authors named close to the headline; people whom the story is about are left out."""
    if title is None:
        return ()
    for index in (*range(title + 1, min(len(lines), title + 1 + _REACH)), *range(title - 1, title - 1 - _ABOVE, -1)):
        line = lines[index] if index >= 0 else None
        if line is None or line.label not in _BYLINE_LABELS:
            continue
        if index > title and line.label == "body" and len(line.text) >= _STORY_LENGTH:
            continue
        names = parse_unmarked_byline(line.text)
        if names and (index > title or _has_date(line.text)) and _are_people(names, lines, index):
            return names
    return ()


def find_closing_name(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the name alone on the last line of the story, where papers of some countries put the author."""
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].keep), None)
    if last is None or not is_person_name(lines[last].text) or is_outlet(lines[last].text):
        return ()
    name = lines[last].text
    return (name,) if _is_person(name, lines, dated=name.isascii() is False) and fold(name) not in _story_text(lines, last) else ()


def parse_unmarked_byline(text: str) -> tuple[str, ...]:
    """Parse a line of names, roles, dates and outlets; () if it contains anything else."""
    if not 4 <= len(text) <= _LONGEST or text.endswith(("?", "!", ":", "…", "...")):
        return ()
    rest = _BULLET.sub("", text)
    for found in reversed(find_dates_in_text(rest)):
        rest = f"{rest[: found.start]} | {rest[found.end :]}"
    parts = [part for one in split_parts(_GLUED.sub(" | ", rest)) for part in split_parts(_GLUED.sub(" | ", one))]
    names: list[str] = []
    if len(parts) > _MOST_PARTS:
        return ()
    for part in parts:
        name = _find_name(part)
        if name:
            names.append(name)
        elif not (is_widget(part) or is_role(part) or (names and is_outlet(part))):
            return ()
    return tuple(dict.fromkeys(names))


def begins_with_given_name(name: str) -> bool:
    """Whether the first word of `name` is a known given name."""
    first = fold(name.split()[0]).strip(".")
    return first in given_names() or first.split("-")[0] in given_names()


def _find_name(part: str) -> str | None:
    counted = _COUNT.match(part)
    if counted and is_widget(counted["count"]):
        part = counted["name"]
    name = clean_name(strip_role(_FOLLOW.sub("", strip_opening(part))))
    return name if is_person_name(name) and not is_outlet(name) else None


def _has_date(text: str) -> bool:
    return bool(find_dates_in_text(text))


def _are_people(names: Sequence[str], lines: Sequence[Line], own: int) -> bool:
    """Whether `names` are probably people, and the story itself does not mention them."""
    dated = _has_date(lines[own].text)
    if not all(_is_person(name, lines, dated=dated) for name in names):
        return False
    story = _story_text(lines, own)
    return all(fold(name) not in story for name in names)


def _story_text(lines: Sequence[Line], own: int) -> str:
    """Return the text of the story without line `own`, folded."""
    return fold("\n".join(_story_lines(lines, own)))


def _is_person(name: str, lines: Sequence[Line], *, dated: bool) -> bool:
    """Whether `name` begins with a given name and the page has none of its words in lower case; one of both is enough with a day."""
    given = begins_with_given_name(name)
    if given == dated:
        return given
    tokens = (token.strip(".").lower() for token in name.split())
    return not any(len(token) > 2 and _has_word(lines, token) for token in tokens)


def _has_word(lines: Sequence[Line], word: str) -> bool:
    """Whether a line contains `word` in lower case."""
    return word.islower() and any(word in line.text and word in _LETTERS.findall(line.text) for line in lines)


def _story_lines(lines: Sequence[Line], own: int) -> Iterator[str]:
    for index, line in enumerate(lines):
        if index != own and (
            line.label == "title" or (line.label in ("body", "subhead", "caption") and len(line.text) >= _STORY_LENGTH)
        ):
            yield line.text
