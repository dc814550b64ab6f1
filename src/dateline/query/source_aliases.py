"""Find an outlet by any of its names: `source:"World Tribune"` also finds what is stored under the canonical name."""

from __future__ import annotations

from collections.abc import Callable

from dateline.query.tree import And, Not, Or, Phrase, Query, Term


def expand_source_aliases(query: Query, canonical: Callable[[str], str | None]) -> Query:
    """`query` with each source as it is typed, or under the name that `canonical` returns for it."""
    if isinstance(query, And | Or):
        return type(query)(tuple(expand_source_aliases(part, canonical) for part in query.parts))
    if isinstance(query, Not):
        return Not(expand_source_aliases(query.part, canonical))
    if isinstance(query, Term | Phrase) and query.field == "source":
        name = canonical(query.text)
        if name and name.lower() != query.text.lower():
            return Or((query, Phrase(name, "source")))
    return query
