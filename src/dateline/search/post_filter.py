"""Read texts where the index cannot decide: it finds the articles that may match, and their texts show which do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dateline.errors import QueryError
from dateline.query import And, AtLeast, Leaf, Near, Not, OnlyIds, Or, Query, Same, list_words
from dateline.search.index import Index
from dateline.search.schema import text_zones
from dateline.search.text_matcher import TextMatcher, matching_runs
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle

Reader = Callable[[list[str]], Iterable[ArchivedArticle]]
_UNFIELDED = ("title", "body")
MOST_READ = 2_000
"""The most articles that are read for one part of a query; this takes about a second."""
MOST_LETTERS = 20_000_000
"""The most characters that are read for one part of a query: twice as many as MOST_READ articles of usual length have."""


def post_filter(query: Query, index: Index, read: Reader) -> Query:
    """Turn `query` into one that `index` answers exactly. In an And, only articles that match all exact parts are read."""
    match query:
        case And(parts):
            sure = [part for part in parts if _is_decided(part, index)]
            return And(tuple(part if part in sure else _decide(part, index, read, sure) for part in parts))
        case Or(parts):
            return Or(tuple(post_filter(part, index, read) for part in parts))
    return query if _is_decided(query, index) else _decide(query, index, read, [])


def _decide(query: Query, index: Index, read: Reader, others: list[Query]) -> Query:
    match query:
        case And(parts):
            return And(tuple(_decide(part, index, read, others) for part in parts))
        case Or(parts):
            return Or(tuple(_decide(part, index, read, others) for part in parts))
        case Not(part):
            return Not(_decide(part, index, read, others))
    if _is_decided(query, index):
        return query
    narrowed = And((query, *others)) if others else query
    total = index.count(narrowed)
    if total > MOST_READ:
        raise QueryError(
            f"'{query}' needs to read {total:,} articles, but Dateline reads at most {MOST_READ:,} for an answer; "
            "narrow it with source:, date: or a rarer word, or use NEAR/ with single words, which needs no reading"
        )
    found = index.search(narrowed, Window(limit=None, sort="newest"))
    articles = _limit_length(query, read([article_id for article_id, _ in found.ids]))
    return OnlyIds(query, frozenset(article.id for article in articles if text_matches(query, article)))


def _limit_length(query: Query, articles: Iterable[ArchivedArticle]) -> Iterator[ArchivedArticle]:
    """Yield the same articles; QueryError if their texts are too long to read for one answer."""
    letters = 0
    for article in articles:
        letters += sum(len(line.text) for line in article.article.lines)
        if letters > MOST_LETTERS:
            raise QueryError(
                f"'{query}' needs to read more than {MOST_LETTERS:,} characters, since some of these articles are very long; "
                "narrow it with source:, date:, words:<10000 or a rarer word"
            )
        yield article


def _is_decided(query: Query, index: Index) -> bool:
    match query:
        case And(parts) | Or(parts):
            return all(_is_decided(part, index) for part in parts)
        case Not(part):
            return _is_decided(part, index)
    leaf: Leaf = query
    return index.decides(leaf)


def text_matches(query: Query, article: ArchivedArticle) -> bool:
    """Whether the words of `query` are as close in `article`, or as frequent, as the query requires."""
    assert isinstance(query, Near | Same | AtLeast)
    language = article.article.metadata.language
    zones = text_zones(article)
    words = list_words(query)
    places = (words[0].field,) if words[0].field else _UNFIELDED
    texts = [TextMatcher(text, language) for place in places for text in zones[place]]
    if isinstance(query, AtLeast):
        return sum(len(matching_runs(AtLeast(1, query.text), text)) for text in texts) >= query.count
    return any(matching_runs(query, text) for text in texts)
