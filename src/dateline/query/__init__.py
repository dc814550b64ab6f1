"""What a person types → a tree that says exactly what is meant. Engines translate the tree; none ever sees what was typed.

`str()` of a tree parses back to the same tree. Dates are days when the tree stands: "last-week" was resolved while parsing.
"""

from __future__ import annotations

from dateline.query.parser import build_query, parse_query
from dateline.query.shelf import saved_name
from dateline.query.tree import (
    CODES,
    DAYS,
    FIELDS,
    NAMES,
    PATTERNED,
    ZONES,
    And,
    AtLeast,
    Chosen,
    DateRange,
    Fuzzy,
    Leaf,
    MatchAll,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Same,
    Term,
    UnknownDate,
    Wildcard,
    Word,
    leaves_of,
    words_in,
)

__all__ = [
    "CODES",
    "DAYS",
    "FIELDS",
    "NAMES",
    "PATTERNED",
    "ZONES",
    "And",
    "AtLeast",
    "Chosen",
    "DateRange",
    "Fuzzy",
    "Leaf",
    "MatchAll",
    "Near",
    "Not",
    "NumberRange",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Regex",
    "Same",
    "Term",
    "UnknownDate",
    "Wildcard",
    "Word",
    "build_query",
    "leaves_of",
    "parse_query",
    "saved_name",
    "words_in",
]
