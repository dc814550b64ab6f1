"""Walk a query tree: its leaves, its words, and the same tree with its words in other fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.query.tree import (
    And,
    AtLeast,
    Fuzzy,
    Leaf,
    Near,
    Not,
    OnePerStory,
    OnlyIds,
    Or,
    Phrase,
    Prefix,
    Query,
    Same,
    Term,
    Wildcard,
    Word,
)


def in_field(query: Query, field: str | None) -> Query:
    """`query` with `field` as the field of all words that have none."""
    match query:
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy() | AtLeast():
            return replace(query, field=query.field or field)
        case And(parts) | Or(parts) | Same(parts):
            return replace(query, parts=tuple(in_field(part, field) for part in parts))
        case Not(part):
            return Not(in_field(part, field))
        case Near(left, right):
            return replace(query, left=in_field(left, field), right=in_field(right, field))
    return query


def in_fields(query: Query, places: Sequence[str | None]) -> Query:
    """`query` with all words that have no field searched in any of `places`."""
    match query:
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(in_fields(one, places) for one in parts))
        case Not(inner):
            return Not(in_fields(inner, places))
    choices = tuple(dict.fromkeys(in_field(query, place) for place in places))
    return choices[0] if len(choices) == 1 else Or(choices)


def list_leaves(query: Query) -> Iterator[Leaf]:
    """The parts of `query` that are not AND, OR or NOT."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from list_leaves(part)
        case Not(part):
            yield from list_leaves(part)
        case _:
            yield query


def list_words(query: Query) -> tuple[Word, ...]:
    """The words of `query`, including those in groups, NEAR and SAME."""
    match query:
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return (query,)
        case And(parts) | Or(parts) | Same(parts):
            return tuple(word for part in parts for word in list_words(part))
        case Near(left, right):
            return (*list_words(left), *list_words(right))
        case Not(part) | OnlyIds(part) | OnePerStory(part):
            return list_words(part)
        case AtLeast(_, text, field):
            return (Term(text, field),)
    return ()
