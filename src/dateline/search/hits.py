"""An article as a search result: without its lines, with the piece of text that shows what was asked for."""

from __future__ import annotations

from dateline.query import Query
from dateline.search.snippet import article_snippet
from dateline.types.answers import Hit
from dateline.types.articles import ArchivedArticle


def make_hit(found: ArchivedArticle, score: float, query: Query, copies: int = 0) -> Hit:
    """What a list says of an article that `query` found, which stands for so many `copies`."""
    article = found.article
    snippet = article_snippet(found, query)
    told = (found.url, found.origin, article.kind, article.body)
    return Hit(found.id, score, article.metadata, snippet, *told, copies=copies, cluster=found.cluster)
