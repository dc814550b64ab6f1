"""Addresses, hosts, paths and ids that were typed → the engine's query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.errors import QueryError
from dateline.query import Place
from dateline.search.patterns import escaped
from dateline.search.places import ANY, id_starts, place_pieces

if TYPE_CHECKING:
    import tantivy


def place_query(schema: tantivy.Schema, query: Place) -> tantivy.Query:
    """What finds the articles that are there."""
    from tantivy import Occur
    from tantivy import Query as Engine

    if query.field == "id":
        return Engine.regex_query(schema, "id", f"({'|'.join(map(escaped, id_starts(query.text)))}).*")
    choices = []
    for pieces in place_pieces(query.field, query.text):
        runs = [(Occur.Must, _run(schema, query, piece)) for piece in pieces]
        choices.append((Occur.Should, Engine.boolean_query(runs)))
    return Engine.boolean_query(choices) if choices else Engine.empty_query()


def _run(schema: tantivy.Schema, query: Place, tokens: Sequence[str]) -> tantivy.Query:
    """Tokens one after the other, some with stars in them."""
    from tantivy import Query as Engine

    starred = any(ANY in token for token in tokens)
    if len(tokens) == 1 and not starred:
        return Engine.term_query(schema, query.field, tokens[0], "basic")
    if not starred:
        return Engine.phrase_query(schema, query.field, list(enumerate(tokens)))
    patterns = [".*".join(map(escaped, token.split(ANY))) for token in tokens]
    try:
        if len(patterns) == 1:
            return Engine.regex_query(schema, query.field, patterns[0])
        return Engine.regex_phrase_query(schema, query.field, [*patterns])
    except ValueError as error:
        raise QueryError(f"'{query}' cannot be searched; take fewer stars") from error
