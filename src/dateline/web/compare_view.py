"""The compare page: up to six queries over time as a chart and a table, or the error in a query."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.archive.archive import Archive
from dateline.errors import QueryError
from dateline.query import Query
from dateline.render.chart import trend_svg
from dateline.render.trend import series_values, value_text
from dateline.search.periods import PERIODS, period_name
from dateline.text import shown
from dateline.types.counts import Trend
from dateline.web.parameters import LONGEST_QUERY, Parameter, Values
from dateline.web.problems import BadParameter, Problem, problem_of
from dateline.web.question import queries_of
from dateline.web.urls import url_for

_MAX_QUERIES = 6
_MIN_FIELDS = 3
_MAX_ROWS = 2_000

PARAMETERS = (
    Parameter("q", "text", "", many=True, longest=LONGEST_QUERY),
    Parameter("from", "text", ""),
    Parameter("to", "text", ""),
    Parameter("by", "choice", "", "year", choices=PERIODS),
    Parameter("share", "flag", "", False),
)


@dataclass(frozen=True, slots=True)
class CompareView:
    """The compare page; `wrong` is the position of the query that cannot be parsed."""

    queries: tuple[str, ...]
    since: str | None
    until: str | None
    by: str
    share: bool
    picture: str
    csv: str
    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    problem: Problem | None = None
    wrong: int | None = None
    periods: tuple[str, ...] = PERIODS


def compare_view(archive: Archive, values: Values) -> CompareView:
    """Make the compare page."""
    asked = _queries(values)
    pairs = [*(("q", one) for one in asked or ("",)), *((name, values[name]) for name in ("from", "to") if values[name])]
    pairs += [("by", values["by"]), ("share", "1" if values["share"] else "0")]
    fields = (*asked, *[""] * max(0, max(_MIN_FIELDS, min(_MAX_QUERIES, len(asked) + 1)) - len(asked)))
    csv = url_for("/api/v1/trend", [*pairs, ("format", "csv")])
    page = CompareView(fields, values["from"], values["to"], values["by"], values["share"], url_for("/compare.svg", pairs), csv)
    queries: list[Query] = []
    try:
        for query in queries_of(asked, values, archive):
            queries.append(query)
        trend = archive.trend(queries, values["by"])
    except (QueryError, BadParameter) as error:
        return replace(page, problem=problem_of(error), wrong=len(queries) if len(queries) < len(asked) else None)
    return replace(page, names=tuple(shown(one.query) for one in trend.series), rows=_rows(trend, share=values["share"]))


def picture(archive: Archive, values: Values) -> str:
    """The chart alone, as SVG."""
    trend = archive.trend([*queries_of(_queries(values), values, archive)], values["by"])
    return trend_svg(trend, share=values["share"])


def _queries(values: Values) -> tuple[str, ...]:
    return tuple(one for one in values["q"] if one.strip())[:_MAX_QUERIES]


def _rows(trend: Trend, *, share: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    columns = [[value_text(value, share=share) for value in series_values(one, share=share)] for one in trend.series]
    places = range(min(len(trend.periods), _MAX_ROWS))
    rows = [(period_name(trend.first + at, trend.by), tuple(column[at] for column in columns)) for at in places]
    undated = tuple("" if share else f"{one.undated:,}" for one in trend.series)
    return (*rows, ("undated", undated)) if rows and any(one.undated for one in trend.series) and not share else tuple(rows)
