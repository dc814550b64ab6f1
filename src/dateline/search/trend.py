"""Compare queries over time. The baseline is all articles of the same sources in the same period."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.query import And, MatchAll, Not, Or, Query
from dateline.search.index import Index
from dateline.search.stories import find_story_articles, limit_to_stories
from dateline.types.counts import Period, Series, Timeline, Trend


def make_trend(index: Index, queries: Sequence[Query], by: Period, *, unique: bool = False) -> Trend:
    """Count `queries` from the first to the last period in which any of them matches; `unique` counts stories, not articles."""

    known: dict[Query, Timeline] = {}

    def beside(query: Query) -> tuple[Timeline, Timeline]:
        """The timeline of a query, and that of all articles of the same sources. A story has the same date in both."""
        asked = same_sources(query)
        if not unique:
            return index.timeline(query, by), known.setdefault(asked, known.get(asked) or index.timeline(asked, by))
        stories = index.stories(query)
        whole = limit_to_stories(asked, index, stories.stand_ins)
        return index.timeline(find_story_articles(query, stories), by), index.timeline(whole, by)

    found = list(map(beside, queries))
    numbers = [number for line, _ in found for number in line.counts]
    periods = range(min(numbers), max(numbers) + 1) if numbers else range(0)
    series = tuple(
        Series(
            str(query),
            tuple(line.counts.get(number, 0) for number in periods),
            tuple(base.counts.get(number, 0) for number in periods),
            line.undated,
        )
        for query, (line, base) in zip(queries, found, strict=True)
    )
    return Trend(by, periods.start, series)


def same_sources(query: Query) -> Query:
    """The query for all articles of the sources that `query` names: only its conditions on the source."""
    parts = query.parts if isinstance(query, And) else (query,)
    asked = tuple(part for part in parts if _is_of_source(part))
    if not asked:
        return MatchAll()
    return asked[0] if len(asked) == 1 else And(asked)


def _is_of_source(query: Query) -> bool:
    match query:
        case And(parts) | Or(parts):
            return all(map(_is_of_source, parts))
        case Not(part):
            return _is_of_source(part)
    return getattr(query, "field", None) == "source"
