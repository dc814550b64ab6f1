"""Whether a query scores its matches, and the matches that may score highest."""

from __future__ import annotations

from typing import Generic, NamedTuple

from dateline.query import ZONES, And, Near, OnePerStory, OnlyIds, Or, Phrase, Query, Same, Term
from dateline.query import AtLeast as Often
from dateline.search.dialect import Q


def weighs(query: Query) -> bool:
    """Whether matches get different scores: whether the query has a plain word of the text."""
    match query:
        case And(parts) | Or(parts):
            return any(map(weighs, parts))
        case Term(_, field) | Phrase(_, field):
            return field is None or field in ZONES
        case Near() | Same() | Often():
            return True
        case OnlyIds(part) | OnePerStory(part):
            return weighs(part)
    return False


class Leaders(NamedTuple, Generic[Q]):
    """Some of the matches, with scores; no other match scores higher than `ceiling`."""

    query: Q
    ceiling: float
