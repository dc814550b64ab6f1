"""Answers to a search: the window of a list, and its hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dateline.types.articles import ClusterMark, Metadata

Sort = Literal["relevance", "recent", "newest", "oldest", "longest", "seen", "source", "title"]

By = Literal["words", "meaning", "both"]
"""How an article was found: by the words of a query, or by its meaning."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a result list that is wanted, and its order. A limit of None means all of it."""

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"


@dataclass(frozen=True, slots=True)
class Ranked:
    """The answer of an index: ids with scores, in order and cut to the window, and the total number of matches."""

    ids: tuple[tuple[str, float], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with the spans (start, end) that matched; plain text, never HTML."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. `copies` is the number of further matching articles of the same story, which the list leaves out."""

    article_id: str
    score: float
    metadata: Metadata
    snippet: Snippet
    url: str | None = None
    origin: str = ""
    kind: str = "article"
    text: str = ""
    copies: int = 0
    cluster: ClusterMark | None = None
    by: By = "words"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search as a stream: totals, warnings for the user, and hits that are read one by one.

    `total` is the number of matching articles, `stories` the number of stories among them; `collapsed` is whether a hit is a story.
    With `by` "meaning" every article matches more or less: `total` and `stories` are the number of articles that were compared.
    """

    total: int
    notes: tuple[str, ...]
    hits: Iterator[Hit]
    stories: int
    collapsed: bool = True
    by: By = "words"

    @property
    def listed(self) -> int:
        """The length of the list without a limit."""
        return self.stories if self.collapsed else self.total


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name. `shown` is the last change up to which its new results were shown; None if they never were."""

    name: str
    query: str
    at: datetime
    shown: int | None = None
