"""Typed addresses, hosts, paths and ids → the engine's query."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.errors import QueryError
from dateline.query import Location
from dateline.search.address_tokens import ANY, id_starts, split_location
from dateline.search.dialect import Dialect, Q
from dateline.search.patterns import escaped


def translate_location(dialect: Dialect[Q], query: Location) -> Q:
    """Make the query for the articles at a typed location."""
    if query.field == "id":
        return dialect.like("id", f"({'|'.join(map(escaped, id_starts(query.text)))}).*")
    choices = []
    for pieces in split_location(query.field, query.text):
        choices.append(dialect.combine([_query_run(dialect, query, piece) for piece in pieces]))
    return dialect.combine(should=choices) if choices else dialect.nothing()


def _query_run(dialect: Dialect[Q], query: Location, tokens: Sequence[str]) -> Q:
    """A query for consecutive tokens; some may have stars in them."""
    starred = any(ANY in token for token in tokens)
    if len(tokens) == 1 and not starred:
        return dialect.term(query.field, tokens[0])
    if not starred:
        return dialect.sequence(query.field, tuple(enumerate(tokens)))
    patterns = [".*".join(map(escaped, token.split(ANY))) for token in tokens]
    try:
        if len(patterns) == 1:
            return dialect.like(query.field, patterns[0])
        return dialect.sequence_like(query.field, list(enumerate(patterns)))
    except ValueError as error:
        raise QueryError(f"'{query}' cannot be searched; use fewer stars") from error
