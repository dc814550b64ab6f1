"""Read texts where the index cannot decide: it finds the articles that may match, and their texts show which do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dateline.errors import QueryError
from dateline.query import And, AtLeast, Leaf, Near, Not, OnlyIds, Or, Query, Same, list_words
from dateline.search.index import Index
from dateline.search.schema import text_zones
from dateline.search.text_matcher import TextMatcher, held_runs
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
            sure = [part for part in parts if _is_sure(part, index)]
            return And(tuple(part if part in sure else _decided(part, index, read, sure) for part in parts))
        case Or(parts):
            return Or(tuple(post_filter(part, index, read) for part in parts))
    return query if _is_sure(query, index) else _decided(query, index, read, [])


def _decided(query: Query, index: Index, read: Reader, beside: list[Query]) -> Query:
    match query:
        case And(parts):
            return And(tuple(_decided(part, index, read, beside) for part in parts))
        case Or(parts):
            return Or(tuple(_decided(part, index, read, beside) for part in parts))
        case Not(part):
            return Not(_decided(part, index, read, beside))
    if _is_sure(query, index):
        return query
    asked = And((query, *beside)) if beside else query
    total = index.count(asked)
    if total > MOST_READ:
        raise QueryError(
            f"'{query}' needs to read {total:,} articles, but Dateline reads at most {MOST_READ:,} for an answer; "
            "narrow it with source:, date: or a rarer word, or use NEAR/ with single words, which needs no reading"
        )
    found = index.search(asked, Window(limit=None, sort="newest"))
    articles = _within_bounds(query, read([article_id for article_id, _ in found.ids]))
    return OnlyIds(query, frozenset(article.id for article in articles if text_matches(query, article)))


def _within_bounds(query: Query, articles: Iterable[ArchivedArticle]) -> Iterator[ArchivedArticle]:
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


def _is_sure(query: Query, index: Index) -> bool:
    match query:
        case And(parts) | Or(parts):
            return all(_is_sure(part, index) for part in parts)
        case Not(part):
            return _is_sure(part, index)
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
        return sum(len(held_runs(AtLeast(1, query.text), text)) for text in texts) >= query.count
    return any(held_runs(query, text) for text in texts)
