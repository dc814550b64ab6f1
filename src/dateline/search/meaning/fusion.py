"""Combine words and meaning in one ranking: first the articles with all words, as in a keyword search, then those near in meaning.

Among the near articles, words count only if they are strong evidence: most of the query's weight, in one of the nearest articles.
Some words of a question in an article, by chance, are no evidence: with all articles that an OR finds, the figure of
benchmarks/meaning.py falls from 0.77 to 0.67 if half of the weight is enough, and across languages from 0.79 to 0.47.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from dateline.query import And, MatchAll, OnlyIds, Or, Query, Term
from dateline.search.index import Index
from dateline.types.answers import By, Window

_MOST_RANKED = 50
_COVERED = 0.8  # the required share of the weight
_NEAREST = 10
_RANK_CONSTANT = 60  # the usual constant of reciprocal rank fusion: the first place does not count much more than the second


class Placed(NamedTuple):
    """An article with its score in a ranking, and what found it: words, meaning or both."""

    article_id: str
    score: float
    by: By


def with_words(index: Index, near: Sequence[tuple[str, float]], words: Query, where: Query) -> list[Placed]:
    """Rank the articles that match `words` and `where` first, then those that are `near` (given nearest first)."""
    matching = _ids(index, _combine(words, where))
    order = [Placed(name, 1 + _weight(place), "words") for place, name in enumerate(matching, start=1)]
    left = [name for name, _ in near if name not in set(matching)]
    covering = _find_covering(index, words, left[:_NEAREST])
    votes = {name: _weight(place) for place, name in enumerate(covering, start=1)}
    others = [
        Placed(name, (_weight(place) + votes.get(name, 0.0)) / 2, "both" if name in votes else "meaning")
        for place, name in enumerate(left, start=1)
    ]
    return [*order, *sorted(others, key=lambda one: -one.score)]


def _combine(words: Query, where: Query) -> Query:
    """Both queries as one AND, with the words on one level: only then does a title with all of them get its boost."""
    parts = [part for one in (words, where) for part in (one.parts if isinstance(one, And) else (one,)) if part != MatchAll()]
    return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else MatchAll()


def _find_covering(index: Index, words: Query, ids: Sequence[str]) -> list[str]:
    """The articles of `ids` that have most of the weight of all words, ranked by words."""
    terms = [part for part in words.parts if isinstance(part, Term)] if isinstance(words, And) else []
    if len(terms) < 2 or not ids:
        return []
    among, everything = OnlyIds(MatchAll(), frozenset(ids)), index.count(MatchAll())
    weights = [log(1 + everything / (1 + index.count(term))) for term in terms]  # a rare word weighs more
    covered = dict.fromkeys(ids, 0.0)
    for term, weight in zip(terms, weights, strict=True):
        for name in _ids(index, And((term, among))):
            covered[name] += weight / sum(weights)
    return [name for name in _ids(index, And((Or(tuple(terms)), among))) if covered[name] >= _COVERED]


def _ids(index: Index, query: Query) -> list[str]:
    return [article_id for article_id, _ in index.search(query, Window(limit=_MOST_RANKED)).ids]


def _weight(place: int) -> float:
    return (_RANK_CONSTANT + 1) / (_RANK_CONSTANT + place)
