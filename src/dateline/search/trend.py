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

    def compare(query: Query) -> tuple[Timeline, Timeline]:
        """The timeline of a query, and that of all articles of the same sources. A story has the same date in both."""
        baseline = same_sources(query)
        if not unique:
            return index.timeline(query, by), known.setdefault(baseline, known.get(baseline) or index.timeline(baseline, by))
        stories = index.stories(query)
        whole = limit_to_stories(baseline, index, stories.stand_ins)
        return index.timeline(find_story_articles(query, stories), by), index.timeline(whole, by)

    found = list(map(compare, queries))
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
    conditions = tuple(part for part in parts if _is_of_source(part))
    if not conditions:
        return MatchAll()
    return conditions[0] if len(conditions) == 1 else And(conditions)


def _is_of_source(query: Query) -> bool:
    match query:
        case And(parts) | Or(parts):
            return all(map(_is_of_source, parts))
        case Not(part):
            return _is_of_source(part)
    return getattr(query, "field", None) == "source"
