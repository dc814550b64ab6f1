"""Find the copies of a story by the id of one of them: a caller that knows the clusters expands `cluster:ID`."""

from __future__ import annotations

from collections.abc import Callable

from dateline.query.tree import And, CopiesOf, MatchAll, Not, OnlyIds, Or, Query


def expand_copies(query: Query, copies: Callable[[str], frozenset[str]]) -> Query:
    """`query` with the ids that `copies` returns in place of each `cluster:ID`."""
    match query:
        case And(parts) | Or(parts):
            return type(query)(tuple(expand_copies(part, copies) for part in parts))
        case Not(part):
            return Not(expand_copies(part, copies))
        case CopiesOf(article):
            return OnlyIds(MatchAll(), copies(article))
    return query
