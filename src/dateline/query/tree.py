"""The query tree: frozen values, each of which `str()` writes in the query language again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["sentence", "paragraph"]
_NEEDS_QUOTES = re.compile(r"[\s()“”„«»「」＂]|^-|^unknown$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every article."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Term:
    """One word. In the text it matches all its inflected forms, in a field only the word itself."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in exactly this form and order; in the text, a capitalised word matches only with the same case."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, f'"{self.text}"')


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with this text."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word that matches this pattern: * stands for any letters or none, ? for one."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word at most `distance` typing errors away (a letter wrong, added or missing, or two swapped)."""

    text: str
    distance: int = 1
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, f"{self.text}~{'' if self.distance == 1 else self.distance}")


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression that matches in the field, ignoring case."""

    pattern: str
    field: str

    def __str__(self) -> str:
        return f"{self.field}:/{self.pattern}/"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A word in any form, at least `count` times."""

    count: int
    text: str
    field: str | None = None

    def __str__(self) -> str:
        inner = f"atleast{self.count}:{self.text}"
        return f"{self.field}:({inner})" if self.field else inner


@dataclass(frozen=True, slots=True)
class Near:
    """Two parts of the same text, at most `distance` words apart, in any order."""

    left: Query
    right: Query
    distance: int = 10

    def __str__(self) -> str:
        return f"{_operand(self.left)} NEAR/{self.distance} {_operand(self.right)}"


@dataclass(frozen=True, slots=True)
class Same:
    """Parts (at least two) in one sentence or one paragraph."""

    parts: tuple[Query, ...]
    unit: Unit = "sentence"

    def __str__(self) -> str:
        return f" SAME/{self.unit.upper()} ".join(map(_operand, self.parts))


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles with a day in this range, both ends included; None leaves an end open."""

    first: date | None = None
    last: date | None = None
    field: str = "date"

    def __str__(self) -> str:
        if self.first == self.last and self.first is not None:
            return f"{self.field}:{self.first.isoformat()}"
        return f"{self.field}:{self.first.isoformat() if self.first else ''}..{self.last.isoformat() if self.last else ''}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Articles without a value in a field: no day of publication (or last change), no name, no address."""

    field: str = "date"

    def __str__(self) -> str:
        return f"{self.field}:unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """Articles with any value in a field."""

    field: str

    def __str__(self) -> str:
        return f"{self.field}:*"


@dataclass(frozen=True, slots=True)
class Location:
    """Articles with this address, host, path or id, as people write it: complete, or its beginning or end."""

    text: str
    field: str

    def __str__(self) -> str:
        return f'{self.field}:"{self.text}"' if _NEEDS_QUOTES.search(self.text) else f"{self.field}:{self.text}"


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Articles with a number in this range, both ends included; None leaves an end open."""

    field: str
    least: int | None = None
    most: int | None = None

    def __str__(self) -> str:
        shown = _percent if self.field == "date-confidence" else str
        if self.least == self.most and self.least is not None:
            return f"{self.field}:{shown(self.least)}"
        least, most = ("" if side is None else shown(side) for side in (self.least, self.most))
        return f"{self.field}:{least}..{most}"


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts (at least two)."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        parts = list(map(_operand, self.parts))
        return (" AND " if sum(map(str.isdecimal, parts)) > 1 else " ").join(parts)  # 12 500 is one number


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts (at least two)."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(map(_operand, self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    """Everything except the part."""

    part: Query

    def __str__(self) -> str:
        written = str(self.part)
        bracketed = isinstance(self.part, And | Or | Not | Near | Same) or written.startswith("-")
        return f"-({written})" if bracketed else f"-{written}"


@dataclass(frozen=True, slots=True)
class OnlyIds:
    """Those of some articles that match the part. Made by code that checked them one by one, never typed."""

    part: Query
    ids: frozenset[str]

    def __str__(self) -> str:
        return str(self.part)


@dataclass(frozen=True, slots=True)
class CopiesOf:
    """The article whose id begins with this text, and all copies of its story; a caller that knows the clusters replaces it."""

    article: str

    def __str__(self) -> str:
        return f"cluster:{self.article}"


@dataclass(frozen=True, slots=True)
class OnePerStory:
    """One article of each story that matches the part: lead copies except those `without`, and `ids`. Never typed."""

    part: Query
    ids: frozenset[str]
    without: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return str(self.part)


Word = Term | Phrase | Prefix | Wildcard | Fuzzy
Leaf = (
    Word
    | Regex
    | AtLeast
    | Near
    | Same
    | DateRange
    | Unknown
    | Known
    | Location
    | NumberRange
    | MatchAll
    | CopiesOf
    | OnlyIds
    | OnePerStory
)
Query = Leaf | And | Or | Not


def _scoped(field: str | None, text: str) -> str:
    if field and text.startswith("/"):  # in brackets: right after the colon it is a regular expression
        return f"{field}:({text})"
    return f"{field}:{text}" if field else text


def _operand(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)


def _percent(hundredths: int) -> str:
    return f"{hundredths / 100:g}"
