"""What a person types → a tree with an exact meaning. Engines translate the tree; none sees the typed text.

`str()` of a tree parses back to the same tree. A tree contains days, not words for days: parsing resolves "last-week".
"""

from __future__ import annotations

from dateline.query.build import build_query
from dateline.query.fields import CODES, DAYS, FIELDS, NAMES, PATTERNED, PLACES, ZONES
from dateline.query.parser import parse_query
from dateline.query.rewrite import in_fields, list_leaves, list_words
from dateline.query.saved_queries import saved_name
from dateline.query.tree import (
    And,
    AtLeast,
    CopiesOf,
    DateRange,
    Fuzzy,
    Known,
    Leaf,
    Location,
    MatchAll,
    Near,
    Not,
    NumberRange,
    OnePerStory,
    OnlyIds,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Same,
    Term,
    Unknown,
    Wildcard,
    Word,
)
from dateline.query.warnings import find_lowercase_or

__all__ = [
    "CODES",
    "DAYS",
    "FIELDS",
    "NAMES",
    "PATTERNED",
    "PLACES",
    "ZONES",
    "And",
    "AtLeast",
    "CopiesOf",
    "DateRange",
    "Fuzzy",
    "Known",
    "Leaf",
    "Location",
    "MatchAll",
    "Near",
    "Not",
    "NumberRange",
    "OnePerStory",
    "OnlyIds",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Regex",
    "Same",
    "Term",
    "Unknown",
    "Wildcard",
    "Word",
    "build_query",
    "find_lowercase_or",
    "in_fields",
    "list_leaves",
    "list_words",
    "parse_query",
    "saved_name",
]
