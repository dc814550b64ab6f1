"""What a search answers: the window of a list, and its hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dateline.types.articles import ClusterMark, Metadata

Sort = Literal["relevance", "recent", "newest", "oldest", "longest", "seen", "source", "title"]

By = Literal["words", "meaning", "both"]
"""What found an article: words of a query, or that it means the like."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a result list is wanted, in which order. A limit of None means all of it."""

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What an index answers: ids with scores, in order, cut to the window, and how many match in all."""

    ids: tuple[tuple[str, float], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with the spans (start, end) that matched; plain text, never HTML."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. `copies` are the further articles of its story that match and that it stands for in this list."""

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
    """The answer to a search as it comes: the number of all, remarks for the user, and hits that are read as they are taken.

    `total` is the number of articles that match, `stories` that of stories among them; `collapsed` is whether a hit is a story.
    Where `by` is meaning, nothing matches or does not: `total` and `stories` are the articles that were compared.
    """

    total: int
    notes: tuple[str, ...]
    hits: Iterator[Hit]
    stories: int
    collapsed: bool = True
    by: By = "words"

    @property
    def listed(self) -> int:
        """How long the list is without a limit."""
        return self.stories if self.collapsed else self.total


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name. `shown` is the last change whose news were shown; None before the first time."""

    name: str
    query: str
    at: datetime
    shown: int | None = None
