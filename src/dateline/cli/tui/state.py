"""What the interface shows, as a value; each event makes a new one. An answer to a query that was replaced changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self, get_args

from dateline.query import Query
from dateline.text import normalise
from dateline.types.answers import Hit, Sort
from dateline.types.articles import ArchivedArticle
from dateline.types.counts import Facet, FacetCounts, Period, Trend

FACETS: tuple[Facet, ...] = get_args(Facet)
PERIODS: tuple[Period, ...] = ("year", "month", "week", "day")
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class QueryState:
    """The typed query, the facet and the period to count by, the number of articles to list, and their order."""

    text: str = ""
    facet: Facet = "source"
    by: Period = "year"
    most: int = 100
    sort: Sort = "relevance"

    def next_sort(self) -> Self:
        """The same query, sorted by the next order."""
        return replace(self, sort=SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)])

    def next_facet(self) -> Self:
        """The same query, counted by the next field."""
        return replace(self, facet=FACETS[(FACETS.index(self.facet) + 1) % len(FACETS)])

    def next_period(self) -> Self:
        """The same query, counted by the next shorter period."""
        return replace(self, by=PERIODS[(PERIODS.index(self.by) + 1) % len(PERIODS)])

    def longer(self) -> Self:
        """The same query, with more articles listed."""
        return replace(self, most=self.most * 4)

    def narrowed(self, value: str) -> Self:
        """The same query, narrowed to one value of the facet."""
        plain = normalise(value).replace('"', " ")
        part = f"date:{plain}" if self.facet in ("year", "month") else f'{self.facet}:"{plain}"'
        before = f"({self.text}) " if self.text.strip() else ""
        return replace(self, text=before + part)


@dataclass(frozen=True, slots=True)
class Answer:
    """The archive's answer to a query."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    notes: tuple[str, ...]
    tally: FacetCounts
    trend: Trend
    stories: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The whole interface. `number` counts the queries; `wanted` is the id (or its beginning) of the article to open."""

    question: QueryState = QueryState()
    number: int = 0
    waits: bool = False
    answer: Answer | None = None
    refusal: str = ""
    at: int = 0
    wanted: str = ""
    article: ArchivedArticle | None = None
    shows_removed: bool = False

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The listed articles."""
        return self.answer.hits if self.answer else ()

    def asked(self, question: QueryState) -> Self:
        """A query was sent; the display stays until its answer comes."""
        return replace(self, question=question, number=self.number + 1, waits=True)

    def answered(self, number: int, answer: Answer) -> Self:
        """The answer to query `number` came: choose the article that was chosen before, or the first if it is not listed."""
        if number != self.number:
            return self
        old = self.hits[self.at].article_id if self.at < len(self.hits) else ""
        at = next((place for place, hit in enumerate(answer.hits) if hit.article_id == old), 0)
        article = self.article if answer.hits and answer.hits[at].article_id == old else None
        fresh = replace(self, waits=False, refusal="", answer=answer, article=article)
        return fresh.chosen(at)

    def refused(self, number: int, message: str) -> Self:
        """Query `number` failed: show the message in place of the number of articles, and keep the earlier results."""
        return replace(self, waits=False, refusal=message) if number == self.number else self

    def chosen(self, at: int) -> Self:
        """Choose the article at a place in the list; beyond its ends, the last or the first."""
        if not self.hits:
            return replace(self, at=0, wanted="", article=None)
        at = max(0, min(at, len(self.hits) - 1))
        return replace(self, at=at, wanted=self.hits[at].article_id)

    def wants(self, article_id: str) -> Self:
        """Open an article, which need not be in the list."""
        return replace(self, wanted=article_id)

    def opened(self, article: ArchivedArticle) -> Self:
        """Show an opened article, if it is still wanted."""
        if not self.wanted or not article.id.startswith(self.wanted):
            return self
        return replace(self, article=article, refusal="")

    def changed(self) -> Self:
        """The archive was changed: read the article again."""
        return replace(self, article=None)

    def folded(self) -> Self:
        """Hide the removed lines if they are shown, and show them if they are hidden."""
        return replace(self, shows_removed=not self.shows_removed)
