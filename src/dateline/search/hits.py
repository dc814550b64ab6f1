"""An article as a search result: without its lines, with the piece of text that shows what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.query import Query
from dateline.search.index import Stories
from dateline.search.snippet import article_snippet
from dateline.types.answers import By, Found, Hit, Snippet
from dateline.types.articles import ArchivedArticle


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles a search found, in its order (ids with scores), and what is needed to make hits of them.

    Nothing of it belongs to an open archive: a list may be read piece by piece, and by whichever thread. `total` are the articles
    that match, of `stories` stories; `collapsed` is whether a hit stands for its story.
    """

    query: Query
    ids: tuple[tuple[str, float], ...]
    total: int
    stories: int
    collapsed: bool = True
    notes: tuple[str, ...] = ()
    behind: Stories = field(default_factory=Stories)

    def found(self, hits: Iterator[Hit], notes: tuple[str, ...]) -> Found:
        """The same as an answer, with its hits and remarks."""
        return Found(self.total, notes, hits, self.stories, self.collapsed)


def make_hit(found: ArchivedArticle, score: float, query: Query, copies: int = 0) -> Hit:
    """What a list says of an article that `query` found, which stands for so many `copies`."""
    return hit_of(found, score, article_snippet(found, query), copies)


def hit_of(found: ArchivedArticle, score: float, snippet: Snippet, copies: int = 0, by: By = "words") -> Hit:
    """The same with a piece of text that was chosen otherwise."""
    article = found.article
    told = (found.url, found.origin, article.kind, article.body)
    return Hit(found.id, score, article.metadata, snippet, *told, copies=copies, cluster=found.cluster, by=by)
