"""Answers to queries: hits, counts, facets, series over time, typical words and similar articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from dateline.archive.arguments import (
    to_choice,
    to_names,
    to_number,
    to_queries,
    to_window,
)
from dateline.archive.queries import Queries
from dateline.archive.results import Results
from dateline.query import MatchAll, Query, find_lowercase_or
from dateline.search.hits import Listing, make_hit
from dateline.search.index import Index, Stories
from dateline.search.stories import find_story_articles
from dateline.types.answers import Found, Hit, Ranked, Window

if TYPE_CHECKING:
    from dateline.search.concordance import ContextLine
    from dateline.search.similar import Similar
    from dateline.search.terms import Terms
    from dateline.types.counts import Facet, FacetCounts, Period, Trend
    from dateline.types.events import Event
    from dateline.types.history import Order

_CHUNK = 100
EVERY = 1_000_000
"""A number greater than that of the values of any field; with it, `facets` lists them all."""


class Searching(Queries):
    """An open archive with methods that search."""

    __slots__ = ()

    def search(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Results:
        """Return the articles that match `query`, cut to `window`: one of each story with its number of copies, or `all_copies`."""
        found = self.stream(query, window, all_copies=all_copies)
        return Results(tuple(found.hits), found.total, found.notes, found.stories)

    def stream(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Found:
        """Do the same, but read each hit from the store only when it is used: for windows that do not fit into memory."""
        listed = self.listing(query, window, all_copies=all_copies)
        return listed.found(self.hits(listed), listed.notes)

    def listing(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Listing:
        """Do the same without hits: the ids of the matching articles, for lists that are read piece by piece."""
        parsed, window = self._parse(query), to_window(window)

        def ask(index: Index) -> tuple[Ranked, Stories, tuple[str, ...]]:
            sure = self._post_filtered(parsed, index)
            stories = index.stories(sure)
            ranked = index.search(sure if all_copies else find_story_articles(sure, stories), window)
            return ranked, stories, (*find_lowercase_or(parsed), *(() if ranked.total else self._explain_empty(parsed, index)))

        ranked, stories, why = self._follower.answer(ask)
        total = ranked.total + (0 if all_copies else stories.repeats)
        notes, behind = (*self.notes, *filter(None, [self.lag]), *why), Stories() if all_copies else stories
        return Listing(parsed, ranked.ids, total, total - stories.repeats, not all_copies, notes, behind)

    def hits(self, listed: Listing) -> Iterator[Hit]:
        """Read the hits of a list one by one; an article that was deleted meanwhile is skipped."""
        for start in range(0, len(listed.ids), _CHUNK):
            chunk = listed.ids[start : start + _CHUNK]
            articles = self.store.get_many((article_id for article_id, _ in chunk), self.notes)
            for article_id, score in chunk:
                if article_id in articles:
                    found = articles[article_id]
                    yield make_hit(found, score, listed.query, listed.behind.copies(found.cluster))

    def count(self, query: Query | str, *, unique: bool = False) -> int:
        """Count the articles that match `query`; with `unique`, the stories."""
        parsed = self._parse(query)
        return self._follower.answer(lambda index: index.count(self._post_filtered(parsed, index, unique=unique)))

    def facets(self, query: Query | str, field: Facet, most: int = 20, *, unique: bool = False) -> FacetCounts:
        """Count the matching articles for each value of `field`; the `most` most frequent values are listed."""
        from dateline.types.counts import Facet

        parsed, field = self._parse(query), to_choice(field, get_args(Facet), "the field of facets")
        to_number(most, "most")
        return self._follower.answer(
            lambda index: index.count_values(self._post_filtered(parsed, index, unique=unique), field, most)
        )

    def facets_of(
        self, query: Query | str, fields: Sequence[Facet], most: int = 20, *, unique: bool = False
    ) -> dict[Facet, FacetCounts]:
        """Do the same for several fields at once, in less time."""
        from dateline.types.counts import Facet

        parsed = self._parse(query)
        for field in fields:
            to_choice(field, get_args(Facet), "the field of facets")
        return self._follower.answer(
            lambda index: index.count_values_of(self._post_filtered(parsed, index, unique=unique), fields, most)
        )

    def trend(self, queries: Sequence[Query | str] | Query | str, by: Period, *, unique: bool = False) -> Trend:
        """Count the matches of each of `queries` over time, next to all articles of its sources."""
        from dateline.search.periods import PERIODS
        from dateline.search.trend import make_trend

        parsed, by = to_queries(queries, self._saved_queries(queries)), to_choice(by, PERIODS, "the period of a trend")
        found = self._follower.answer(
            lambda index: make_trend(index, [self._post_filtered(query, index) for query in parsed], by, unique=unique)
        )
        series = (replace(one, query=str(query)) for one, query in zip(found.series, parsed, strict=True))
        return replace(found, series=tuple(series))

    def terms(self, query: Query | str, most: int = 20, *, unique: bool = False) -> Terms:
        """Return the words that are typical of the articles that match, the most significant first."""
        from dateline.search.terms import significant_terms

        parsed = self._parse(query)
        to_number(most, "most")

        def ask(index: Index) -> Terms:
            everything = self._post_filtered(MatchAll(), index, unique=unique)
            return significant_terms(index, self._post_filtered(parsed, index, unique=unique), everything, self._read, most)

        return self._follower.answer(ask)

    def similar(self, article_id: str, most: int = 10, *, all_copies: bool = False) -> tuple[Similar, ...]:
        """Return the articles that share most of the typical words of one; never itself, nor a copy of its story."""
        from dateline.search.similar import find_similar

        to_number(most, "most")
        found = self.get(article_id)
        story = self._story(found.id)
        return self._follower.answer(lambda index: find_similar(index, found, story, self._read, most, all_copies=all_copies))

    def by_meaning(
        self,
        text: str = "",
        where: Query | str = "",
        window: Window | None = None,
        *,
        like: Iterable[str] = (),
        words: Query | str | None = None,
        all_copies: bool = False,
    ) -> Results:
        """Return the articles most similar in meaning to a text, or to all articles `like`, among those that match `where`.

        Matches of a query `words` come first, and it has a vote on the rest. The articles `like` and their stories are left out.
        """
        from dateline.search.meaning.search import Near

        examples, voting = tuple(map(self.find, to_names(like))), None if words is None else self._parse(words)
        near = Near(text, examples, self._parse(where), to_window(window), voting, all_copies).beyond(map(self._story, examples))
        found = self._follower.answer(
            lambda index: self.meaning.near(index, near.decided(lambda part: self._post_filtered(part, index)))
        )
        return Results(
            tuple(found.hits), found.total, (*self.notes, *filter(None, [self.lag]), *found.notes), found.stories, found.by
        )

    def story(self, article_id: str, days: int = 7) -> Event:
        """Return the event that an article reports: all outlets' stories on it, up to `days` days before and after, in order."""
        from dateline.search.meaning.event import find_event

        found = self.get(article_id)
        to_number(days, "days")
        return self._follower.answer(lambda index: find_event(self.meaning, index, found, days))

    def context(
        self, query: Query | str, *, width: int = 60, order: Order = "newest", all_copies: bool = False
    ) -> Iterator[ContextLine]:
        """Return every match of `query`, with `width` characters of the text on each side."""
        from dateline.search.concordance import in_order, make_concordance, order_of_articles
        from dateline.types.history import Order

        parsed = self._parse(query)
        to_number(width, "width")
        ids = self.ids(parsed, order_of_articles(to_choice(order, get_args(Order), "the order of context")), unique=not all_copies)
        lines = (line for one in self._read(ids) for line in make_concordance(one, parsed, width))
        return iter(in_order(lines, order))
