"""Build a whole query: the typed text, narrowed by options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dateline.errors import QueryError
from dateline.query.dates import DateSyntaxError, parse_days
from dateline.query.lexer import has_word
from dateline.query.parser import parse_query
from dateline.query.tree import And, DateRange, MatchAll, Or, Phrase, Query
from dateline.query.value_parser import to_quotable


def build_query(
    text: str,
    *,
    today: date,
    date_from: str | None = None,
    date_to: str | None = None,
    sources: Sequence[str] = (),
    authors: Sequence[str] = (),
    saved: Mapping[str, str] | None = None,
) -> Query:
    """The tree of `text`, narrowed by options as if they were typed as date:, source: and author:."""
    parts: list[Query] = []
    typed = parse_query(text, today, saved)
    if typed != MatchAll():
        parts.extend(typed.parts if isinstance(typed, And) else [typed])
    if date_from or date_to:
        parts.append(_date_range(date_from, date_to, today))
    for field, names in (("source", sources), ("author", authors)):
        choices: list[Query] = [Phrase(to_quotable(name), field) for name in names if has_word(name)]
        if names and not choices:
            raise QueryError(f"--{field} needs a name")
        if choices:
            parts.append(choices[0] if len(choices) == 1 else Or(tuple(choices)))
    if not parts:
        return MatchAll()
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _date_range(date_from: str | None, date_to: str | None, today: date) -> DateRange:
    try:
        start = parse_days(date_from, today)[0] if date_from else None
        end = parse_days(date_to, today)[1] if date_to else None
    except DateSyntaxError as error:
        raise QueryError(str(error)) from error
    if start and end and start > end:
        raise QueryError(f"--from {date_from} lies after --to {date_to}")
    return DateRange(start, end)
