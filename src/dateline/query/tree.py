"""The query tree: frozen values, each of which can be written down again in the query language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIELDS = ("title", "author", "source", "place", "agency", "tag", "lang")


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every article."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Term:
    """One word; in the text it matches all its inflected forms, in a field the word itself."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in just this form and order."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, f'"{self.text}"')


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _scoped(self.field, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published within these days, both included; None leaves a side open."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        if self.first == self.last and self.first is not None:
            return f"date:{self.first.isoformat()}"
        return f"date:{self.first.isoformat() if self.first else ''}..{self.last.isoformat() if self.last else ''}"


@dataclass(frozen=True, slots=True)
class UnknownDate:
    """Articles whose day of publication is not known."""

    def __str__(self) -> str:
        return "date:unknown"


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts (at least two)."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, And | Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts (at least two)."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, And | Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Query

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, And | Or | Not) else f"-{self.part}"


Query = MatchAll | Term | Phrase | Prefix | DateRange | UnknownDate | And | Or | Not


def _scoped(field: str | None, text: str) -> str:
    return f"{field}:{text}" if field else text
