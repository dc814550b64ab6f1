"""What a person types → a tree that says exactly what is meant. Engines translate the tree; none ever sees what was typed.

`str()` of a tree parses back to the same tree. Dates are days when the tree stands: "last-week" was resolved while parsing.
"""

from __future__ import annotations

from dateline.query.parser import build_query, parse_query
from dateline.query.tree import (
    FIELDS,
    And,
    DateRange,
    MatchAll,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    UnknownDate,
)

__all__ = [
    "FIELDS",
    "And",
    "DateRange",
    "MatchAll",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Term",
    "UnknownDate",
    "build_query",
    "parse_query",
]
