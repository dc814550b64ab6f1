"""An article as a search result: without its lines, but with the snippet that shows the match."""

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
    """The articles that a search found, in order (ids with scores), and the data that turns them into hits.

    It holds no open archive, so any thread can read a list in parts. `total` is the number of matching articles, `stories` that of
    their stories. If `collapsed`, a hit represents its story.
    """

    query: Query
    ids: tuple[tuple[str, float], ...]
    total: int
    stories: int
    collapsed: bool = True
    notes: tuple[str, ...] = ()
    behind: Stories = field(default_factory=Stories)

    def found(self, hits: Iterator[Hit], notes: tuple[str, ...]) -> Found:
        """Make the answer, with its hits and warnings."""
        return Found(self.total, notes, hits, self.stories, self.collapsed)


def make_hit(found: ArchivedArticle, score: float, query: Query, copies: int = 0) -> Hit:
    """Make the hit of an article that `query` found and that represents `copies` other articles."""
    return hit_of(found, score, article_snippet(found, query), copies)


def hit_of(found: ArchivedArticle, score: float, snippet: Snippet, copies: int = 0, by: By = "words") -> Hit:
    """Make a hit with a given snippet."""
    article = found.article
    details = (found.url, found.origin, article.kind, article.body)
    return Hit(found.id, score, article.metadata, snippet, *details, copies=copies, cluster=found.cluster, by=by)
