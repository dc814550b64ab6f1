"""Warnings about a query that was understood, but perhaps not as it was meant."""

from __future__ import annotations

from itertools import pairwise

from dateline.query.tree import And, Not, Or, Query, Term


def find_lowercase_or(query: Query) -> tuple[str, ...]:
    """A warning about an "or" in small letters between two parts, which is a word like any other."""
    rewritten = replace_lowercase_or(query)
    return () if rewritten == query else (f"'or' in small letters is a word like any other; for either of two write: {rewritten}",)


def replace_lowercase_or(query: Query) -> Query:
    """`query` with OR in place of each small "or" between two parts; unchanged if there is none."""
    match query:
        case And(parts):
            inner = [replace_lowercase_or(part) for part in parts]
            ors = [at for at, part in enumerate(inner) if isinstance(part, Term) and part.text.lower() == "or"]
            if not ors or ors[0] == 0 or ors[-1] == len(inner) - 1:
                return And(tuple(inner))
            runs = [inner[start + 1 : end] for start, end in pairwise((-1, *ors, len(inner)))]
            sides = [run[0] if len(run) == 1 else And(tuple(run)) for run in runs if run]
            return Or(tuple(sides)) if len(sides) > 1 else And(tuple(inner))
        case Or(parts):
            return Or(tuple(map(replace_lowercase_or, parts)))
        case Not(part):
            return Not(replace_lowercase_or(part))
    return query
