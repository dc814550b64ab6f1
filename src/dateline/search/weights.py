"""Whether a query weighs its matches, and the matches that may weigh most."""

from __future__ import annotations

from typing import Generic, NamedTuple

from dateline.query import ZONES, And, Near, OnePerStory, OnlyIds, Or, Phrase, Query, Same, Term
from dateline.query import AtLeast as Often
from dateline.search.dialect import Q


def weighs(query: Query) -> bool:
    """Whether some matches are better than others: whether a plain word of the text is asked for."""
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
    """Some of the matches with their weights; none of the others weighs more than `ceiling`."""

    query: Q
    ceiling: float
