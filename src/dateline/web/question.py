"""The query parameters: the typed query, and the values that narrow it. All pages and the API share them.

The values are not inserted into the text of the query. Each becomes a separate tree, so that a value means only itself, and the
position of an error in the query is correct.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.errors import QueryError
from dateline.query import And, MatchAll, Or, Query, build_query, parse_query
from dateline.text import normalise
from dateline.web.parameters import LONGEST_QUERY, Parameter
from dateline.web.problems import BadParameter

NAMED = (
    "source",
    "author",
    "place",
    "agency",
    "section",
    "tag",
    "person",
    "mentions-place",
    "organisation",
    "lang",
    "kind",
    "domain",
)
"""The fields that can be narrowed to some values: all facets except year and month."""
UNKNOWN = ("date", *(name for name in NAMED if name != "kind"))
"""The fields that can be unknown."""

PARAMETERS = (
    Parameter("q", "text", "The query, as in docs/query.md; empty means every article", "", longest=LONGEST_QUERY),
    Parameter("from", "text", "Published on or after this day, month or year"),
    Parameter("to", "text", "Published on or before this day, month or year"),
    *(Parameter(name, "text", f"Only this {name}; several values are alternatives", many=True) for name in NAMED),
    Parameter("unknown", "choice", "Only articles where this is unknown", choices=UNKNOWN, many=True),
)


@dataclass(frozen=True, slots=True)
class QueryParameters:
    """A query as it was typed, a range of dates, and values of some fields that narrow it."""

    q: str = ""
    since: str | None = None
    until: str | None = None
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    mentions_place: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Make it from parameters; empty values are ignored, since a form sends its empty fields, too."""
        given = {name: values.get(name, ()) for name in (*NAMED, "unknown")}
        kept = {_attribute(name): tuple(one for one in some if one.strip()) for name, some in given.items()}
        return cls(values.get("q") or "", _stripped(values.get("from")), _stripped(values.get("to")), **kept)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows the query."""
        return replace(self, q="") != type(self)()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters as pairs, always in the same order."""
        named = {"since": "from", "until": "to", "mentions_place": "mentions-place"}
        found: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            values = (value,) if isinstance(value, str) else value or ()
            found += [(named.get(one.name, one.name), part) for part in values if part]
        return tuple(found)

    def widened(self, name: str, value: str) -> Self:
        """The same parameters without one of the values that narrow the query."""
        if name in ("from", "to"):
            return self._with("since" if name == "from" else "until", None)
        return self._with(name, tuple(one for one in self.wanted(name) if one != value))

    def wanted(self, name: str) -> tuple[str, ...]:
        """The values to which a field is narrowed."""
        found: tuple[str, ...] = getattr(self, _attribute(name))
        return found

    def _with(self, name: str, value: Any) -> Self:
        return replace(self, **{_attribute(name): value})

    def query(self, archive: Archive | None = None) -> Query:
        """The query tree of all parameters; QueryError if the query cannot be parsed, BadParameter if a value is not valid."""
        today = date.today()
        saved = SavedSearches(archive).texts() if archive and "saved:" in self.q.lower() else None
        parts = [parse_query(self.q, today, saved), self._days(today)]
        parts += [_any_of(name, self.wanted(name), today) for name in NAMED]
        parts += [parse_query(f"{name}:unknown", today) for name in self.unknown]
        relevant = [part for part in parts if part != MatchAll()]
        flat = [one for part in relevant for one in (part.parts if isinstance(part, And) else (part,))]
        return MatchAll() if not flat else flat[0] if len(flat) == 1 else And(tuple(flat))

    def _days(self, today: date) -> Query:
        try:
            return build_query("", today=today, date_from=self.since, date_to=self.until)
        except QueryError as error:
            raise BadParameter("from" if self.since else "to", str(error.args[0])) from error


def queries_of(typed: Iterable[str], values: Mapping[str, Any], archive: Archive) -> Iterator[Query]:
    """The trees of several queries, all narrowed in the same way; without a query, the tree of every article."""
    for one in [*typed] or [""]:
        yield QueryParameters.of({**values, "q": one}).query(archive)


def _attribute(name: str) -> str:
    """The attribute name of a parameter."""
    return name.replace("-", "_")


def _any_of(name: str, values: tuple[str, ...], today: date) -> Query:
    choices: list[Query] = []
    for value in values:
        plain = normalise(value).replace('"', " ")
        try:
            choices.append(parse_query(f'{name}:"{plain}"', today))
        except QueryError as error:
            raise BadParameter(name, f"{name} takes a name; {value[:60]!r} has no letter or digit") from error
    return MatchAll() if not choices else choices[0] if len(choices) == 1 else Or(tuple(choices))


def _stripped(value: str | None) -> str | None:
    return value.strip() or None if value else None
