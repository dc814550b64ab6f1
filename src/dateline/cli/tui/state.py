"""What the interface shows, as a value; what happens makes a new one. Answers to questions that were replaced change nothing."""

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
    """What is asked: the typed query, the facet and the period to count by, how many articles to list, and in which order."""

    text: str = ""
    facet: Facet = "source"
    by: Period = "year"
    most: int = 100
    sort: Sort = "relevance"

    def next_sort(self) -> Self:
        """The same, in the next order."""
        return replace(self, sort=SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)])

    def next_facet(self) -> Self:
        """The same, counted by the next field."""
        return replace(self, facet=FACETS[(FACETS.index(self.facet) + 1) % len(FACETS)])

    def next_period(self) -> Self:
        """The same, over the next shorter period of time."""
        return replace(self, by=PERIODS[(PERIODS.index(self.by) + 1) % len(PERIODS)])

    def longer(self) -> Self:
        """The same, with more of the articles listed."""
        return replace(self, most=self.most * 4)

    def narrowed(self, value: str) -> Self:
        """The same query, with one value of the facet only."""
        plain = normalise(value).replace('"', " ")
        part = f"date:{plain}" if self.facet in ("year", "month") else f'{self.facet}:"{plain}"'
        before = f"({self.text}) " if self.text.strip() else ""
        return replace(self, text=before + part)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive says to a question."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    notes: tuple[str, ...]
    tally: FacetCounts
    trend: Trend
    stories: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """All that is to be seen. `number` counts the questions, `wanted` is the id (or its beginning) that is being opened."""

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
        """The articles that are listed."""
        return self.answer.hits if self.answer else ()

    def asked(self, question: QueryState) -> Self:
        """A question is under way; what is shown stays until its answer comes."""
        return replace(self, question=question, number=self.number + 1, waits=True)

    def answered(self, number: int, answer: Answer) -> Self:
        """Its answer is there; the first article is the chosen one, or the same as before where only the counts are new."""
        if number != self.number:
            return self
        old = self.hits[self.at].article_id if self.at < len(self.hits) else ""
        at = next((place for place, hit in enumerate(answer.hits) if hit.article_id == old), 0)
        article = self.article if answer.hits and answer.hits[at].article_id == old else None
        fresh = replace(self, waits=False, refusal="", answer=answer, article=article)
        return fresh.chosen(at)

    def refused(self, number: int, message: str) -> Self:
        """It could not be answered: the message stands in the place of the number of articles, what was found before stays."""
        return replace(self, waits=False, refusal=message) if number == self.number else self

    def chosen(self, at: int) -> Self:
        """The article at a place of the list is to be read; beyond its ends, the last or the first."""
        if not self.hits:
            return replace(self, at=0, wanted="", article=None)
        at = max(0, min(at, len(self.hits) - 1))
        return replace(self, at=at, wanted=self.hits[at].article_id)

    def wants(self, article_id: str) -> Self:
        """An article is to be read that need not be in the list."""
        return replace(self, wanted=article_id)

    def opened(self, article: ArchivedArticle) -> Self:
        """An article is there to be read, if it is still wanted."""
        if not self.wanted or not article.id.startswith(self.wanted):
            return self
        return replace(self, article=article, refusal="")

    def changed(self) -> Self:
        """The archive was changed: read the open article again."""
        return replace(self, article=None)

    def folded(self) -> Self:
        """Lines that were taken out are hidden if they were shown, and shown if they were hidden."""
        return replace(self, shows_removed=not self.shows_removed)
