"""Words and meaning in one order: first what has all that was asked for, as a keyword search puts it, then what is near in meaning.

Among the near, words have a vote only where they are strong evidence: most of the query's weight, in an article that is among the
nearest anyway. An article that has some words of a question by chance says nothing: with all that an OR finds, the figure of
benchmarks/meaning.py falls from 0.77 to 0.67 where half of the weight is enough, and across languages from 0.79 to 0.47.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from dateline.query import And, MatchAll, OnlyIds, Or, Query, Term
from dateline.search.index import Index
from dateline.types.answers import By, Window

_LOOKED_AT = 50
_COVERED = 0.8  # of the weight
_NEAREST = 10
_SMOOTHED = 60  # places, as is usual: the first does not count so much more than the second


class Placed(NamedTuple):
    """An article with its score in a list, and what put it there."""

    article_id: str
    score: float
    by: By


def with_words(index: Index, near: Sequence[tuple[str, float]], words: Query, where: Query) -> list[Placed]:
    """What matches `words` among the articles that match `where`, then what is `near` (given the nearest first)."""
    matching = _ids(index, _together(words, where))
    order = [Placed(name, 1 + _weight(place), "words") for place, name in enumerate(matching, start=1)]
    left = [name for name, _ in near if name not in set(matching)]
    voting = _covering(index, words, left[:_NEAREST])
    votes = {name: _weight(place) for place, name in enumerate(voting, start=1)}
    others = [
        Placed(name, (_weight(place) + votes.get(name, 0.0)) / 2, "both" if name in votes else "meaning")
        for place, name in enumerate(left, start=1)
    ]
    return [*order, *sorted(others, key=lambda one: -one.score)]


def _together(words: Query, where: Query) -> Query:
    """Both as one query; its words stand side by side, as a title that has all of them is told only then."""
    parts = [part for one in (words, where) for part in (one.parts if isinstance(one, And) else (one,)) if part != MatchAll()]
    return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else MatchAll()


def _covering(index: Index, words: Query, ids: Sequence[str]) -> list[str]:
    """Those of some articles that have most of the weight of all words, in the order that words put them in."""
    terms = [part for part in words.parts if isinstance(part, Term)] if isinstance(words, And) else []
    if len(terms) < 2 or not ids:
        return []
    among, everything = OnlyIds(MatchAll(), frozenset(ids)), index.count(MatchAll())
    weights = [log(1 + everything / (1 + index.count(term))) for term in terms]  # the more, the fewer articles have it
    covered = dict.fromkeys(ids, 0.0)
    for term, weight in zip(terms, weights, strict=True):
        for name in _ids(index, And((term, among))):
            covered[name] += weight / sum(weights)
    return [name for name in _ids(index, And((Or(tuple(terms)), among))) if covered[name] >= _COVERED]


def _ids(index: Index, query: Query) -> list[str]:
    return [article_id for article_id, _ in index.search(query, Window(limit=_LOOKED_AT)).ids]


def _weight(place: int) -> float:
    return (_SMOOTHED + 1) / (_SMOOTHED + place)
