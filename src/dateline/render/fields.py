"""The fields of a search result by name, for columns, JSON and templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dateline.errors import DatelineError
from dateline.text import shown
from dateline.types.answers import Hit
from dateline.types.articles import DateEvidence

HIT_FIELDS: dict[str, Callable[[Hit], Any]] = {
    "id": lambda hit: hit.article_id,
    "date": lambda hit: _iso(hit.metadata.published, 10),
    "title": lambda hit: hit.metadata.title,
    "published": lambda hit: _iso(hit.metadata.published),
    "updated": lambda hit: _iso(hit.metadata.updated),
    "source": lambda hit: hit.metadata.source,
    "domain": lambda hit: hit.metadata.domain,
    "authors": lambda hit: list(hit.metadata.authors),
    "place": lambda hit: hit.metadata.place,
    "agency": lambda hit: hit.metadata.agency,
    "section": lambda hit: hit.metadata.section,
    "tags": lambda hit: list(hit.metadata.tags),
    "people": lambda hit: list(hit.metadata.people),
    "places": lambda hit: list(hit.metadata.places),
    "organisations": lambda hit: list(hit.metadata.organisations),
    "language": lambda hit: hit.metadata.language,
    "kind": lambda hit: hit.kind,
    "words": lambda hit: len(hit.text.split()),
    "url": lambda hit: hit.url,
    "origin": lambda hit: hit.origin,
    "score": lambda hit: round(hit.score, 6),
    "copies": lambda hit: hit.copies,
    "by": lambda hit: hit.by,
    "snippet": lambda hit: hit.snippet.text,
    "text": lambda hit: hit.text,
}
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|\\[nt0\\]")
_ESCAPES = {"{{": "{", "}}": "}", "\\n": "\n", "\\t": "\t", "\\0": "\0", "\\\\": "\\"}


def field_names(typed: str) -> tuple[str, ...]:
    """The names in "a,b,c"; DatelineError if one is not a field."""
    names = tuple(name.strip() for name in typed.split(",") if name.strip())
    if not names:
        raise DatelineError(f"no field is given; fields are {', '.join(HIT_FIELDS)}")
    for name in names:
        _check_field(name)
    return names


def field_text(hit: Hit, name: str) -> str:
    """A field as text, which may have several lines; empty if it is unknown."""
    value = HIT_FIELDS[name](hit)
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def field_record(hit: Hit, names: Sequence[str]) -> dict[str, Any]:
    """The chosen fields as JSON; an unknown field is null."""
    return {name: HIT_FIELDS[name](hit) for name in names}


def template_parts(template: str) -> tuple[tuple[str, str], ...]:
    """Parse a template into (text, field) pairs, the last field empty; DatelineError for an unknown field or a single brace."""
    parts: list[tuple[str, str]] = []
    text, reached = "", 0
    for found in _PLACEHOLDER.finditer(template):
        text += template[reached : found.start()]
        reached = found.end()
        if found[0] in _ESCAPES:
            text += _ESCAPES[found[0]]
        elif found.group(1) is None:
            raise DatelineError(f"the template {template!r} has a single {found[0]}; write {found[0] * 2} for the character itself")
        else:
            parts.append((text, _check_field(found.group(1))))
            text = ""
    return (*parts, (text + template[reached:], ""))


def from_template(hit: Hit, parts: Sequence[tuple[str, str]]) -> str:
    """The template filled with the fields of `hit`, each on one line."""
    return "".join(text + (shown(" ".join(field_text(hit, name).split())) if name else "") for text, name in parts)


def columns(names: Sequence[str], hit: Hit) -> Iterator[str]:
    """The chosen fields as texts."""
    return (field_text(hit, name) for name in names)


def _check_field(name: str) -> str:
    if name not in HIT_FIELDS:
        raise DatelineError(f"there is no field {name!r}; fields are {', '.join(HIT_FIELDS)}")
    return name


def _iso(evidence: DateEvidence | None, length: int | None = None) -> str | None:
    return evidence.iso[:length] if evidence else None
