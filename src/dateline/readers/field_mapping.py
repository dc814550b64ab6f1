"""The field mapping: the user says which field or column of a record is the text, the date and so on, if it cannot be guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from dateline.errors import DatelineError, ReadError

_SYNONYMS = {
    "date": "published",
    "author": "authors",
    "byline": "authors",
    "tag": "tags",
    "keywords": "tags",
    "lang": "language",
    "body": "text",
    "content": "text",
    "headline": "title",
    "link": "url",
    "outlet": "source",
    "summary": "description",
}
_STORY = ("text", "html")
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """The names of the fields for each meaning; the values of several fields are joined. Empty if all fields are to be guessed."""

    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def parse(cls, typed: Iterable[str], meanings: Iterable[str]) -> Self:
        """Parse mappings such as "text=Volltext,published=Datum"; raise DatelineError for an unknown meaning."""
        known, found = tuple(meanings), dict[str, tuple[str, ...]]()
        for part in (part for text in typed for part in text.split(",")):
            meaning, sign, name = (piece.strip() for piece in part.partition("="))
            meaning = _SYNONYMS.get(meaning.lower(), meaning.lower())
            if not sign or not name:
                raise DatelineError(f"--map {part.strip()!r} has no field; write a meaning and a name: text=Volltext")
            if meaning not in known:
                raise DatelineError(f"--map: {meaning!r} is not a meaning; a field can be {', '.join(known)}")
            found[meaning] = (*found.get(meaning, ()), name)
        return cls(tuple(found.items()))

    def __bool__(self) -> bool:
        return bool(self.fields)

    @property
    def roots(self) -> frozenset[str]:
        """The plain names of the mapped fields, and of the outermost fields around them."""
        return frozenset(plain_name(name) for _, names in self.fields for whole in names for name in (whole, whole.split(".")[0]))

    @property
    def story(self) -> tuple[str, ...]:
        """The names of the fields that contain the text."""
        return tuple(name for meaning, names in self.fields if meaning in _STORY for name in names)

    def require(self, columns: Iterable[str]) -> None:
        """Raise ReadError if a table lacks a mapped column."""
        columns = list(columns)
        have = set(map(plain_name, columns))
        for _, names in self.fields:
            for name in names:
                if plain_name(name) not in have and plain_name(name.split(".")[0]) not in have:
                    shown = ", ".join(columns[:_MOST_SHOWN]) + (" …" if len(columns) > _MOST_SHOWN else "")
                    raise ReadError(f"has no column {name!r} for --map; its columns are {shown}")

    def has_story(self, record: Mapping[str, Any]) -> bool:
        """Whether a record has a field that is mapped to the text."""
        return any(_value(record, name) for name in self.story)

    def apply(self, record: Mapping[str, Any], usual_names: Mapping[str, Iterable[str]]) -> dict[str, Any]:
        """`record` with each mapped value under the first usual name for its meaning, in place of all fields with such names."""
        found: dict[str, Any] = {}
        replaced: set[str] = set()
        for meaning, names in self.fields:
            values = [value for name in names if (value := _value(record, name)) not in (None, "", [], {})]
            if values:
                usual = tuple(usual_names[meaning])
                found[usual[0]] = values[0] if len(values) == 1 else [part for one in values for part in _parts(one)]
                replaced.update(usual)
        return {name: value for name, value in record.items() if plain_name(str(name)) not in replaced} | found


GUESSED = FieldMapping()
"""The mapping that leaves all fields to be guessed."""


@lru_cache(4096)
def plain_name(name: str) -> str:
    """The name of a field in lower case, with underscores for spaces, hyphens and dots, which make no difference."""
    return re.sub(r"[\s\-.]+", "_", name.strip().lower())


def _value(record: Mapping[str, Any], name: str) -> Any:
    """The value of a field; for a field inside another, `name` is the path to it, with dots."""
    if name in record:
        return record[name]
    wanted = plain_name(name)
    for key, value in record.items():
        if isinstance(key, str) and plain_name(key) == wanted:
            return value
    outer, dot, inner = name.partition(".")
    part = _value(record, outer) if dot else None
    if isinstance(part, list) and part and inner.partition(".")[0].isdigit():
        place, _, rest = inner.partition(".")
        at = int(place) if len(place) < 9 else len(part)
        found = part[at] if at < len(part) else None
        return _value(found, rest) if rest and isinstance(found, Mapping) else found
    return _value(part, inner) if isinstance(part, Mapping) else None


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
