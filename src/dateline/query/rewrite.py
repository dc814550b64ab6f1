"""Walk a query tree: its leaves, its words, and the same tree with its words in other fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.query import tree


def in_field(query: tree.Query, field: str | None) -> tree.Query:
    """`query` with `field` as the field of all words that have none."""
    match query:
        case tree.Term() | tree.Phrase() | tree.Prefix() | tree.Wildcard() | tree.Fuzzy() | tree.AtLeast():
            return replace(query, field=query.field or field)
        case tree.And(parts) | tree.Or(parts) | tree.Same(parts):
            return replace(query, parts=tuple(in_field(part, field) for part in parts))
        case tree.Not(part):
            return tree.Not(in_field(part, field))
        case tree.Near(left, right):
            return replace(query, left=in_field(left, field), right=in_field(right, field))
    return query


def in_fields(query: tree.Query, places: Sequence[str | None]) -> tree.Query:
    """`query` with all words that have no field searched in any of `places`."""
    match query:
        case tree.And(parts) | tree.Or(parts):
            return replace(query, parts=tuple(in_fields(one, places) for one in parts))
        case tree.Not(inner):
            return tree.Not(in_fields(inner, places))
    choices = tuple(dict.fromkeys(in_field(query, place) for place in places))
    return choices[0] if len(choices) == 1 else tree.Or(choices)


def list_leaves(query: tree.Query) -> Iterator[tree.Leaf]:
    """The parts of `query` that are not AND, OR or NOT."""
    match query:
        case tree.And(parts) | tree.Or(parts):
            for part in parts:
                yield from list_leaves(part)
        case tree.Not(part):
            yield from list_leaves(part)
        case _:
            yield query


def list_words(query: tree.Query) -> tuple[tree.Word, ...]:
    """The words of `query`, including those in groups, NEAR and SAME."""
    match query:
        case tree.Term() | tree.Phrase() | tree.Prefix() | tree.Wildcard() | tree.Fuzzy():
            return (query,)
        case tree.And(parts) | tree.Or(parts) | tree.Same(parts):
            return tuple(word for part in parts for word in list_words(part))
        case tree.Near(left, right):
            return (*list_words(left), *list_words(right))
        case tree.Not(part) | tree.OnlyIds(part) | tree.OnePerStory(part):
            return list_words(part)
        case tree.AtLeast(_, text, field):
            return (tree.Term(text, field),)
    return ()
