"""A trend as bars, CSV and JSON. A period without articles in the archive is a gap, never a zero."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dateline.render.counts import bar
from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Span, pad, truncate
from dateline.render.table import csv_row, safe_cell
from dateline.search.periods import period_name
from dateline.types.counts import Series, Trend

_LONGEST_GAP = 3
_WIDEST_BAR = 60

Value = float | int | None


def trend_lines(trend: Trend, width: int, *, share: bool, unique: bool = False) -> Lines:
    """A row for each period, with a number and a bar for each query; a long gap is one row."""
    values = [series_values(one, share=share) for one in trend.series]
    shown = [[value_text(value, share=share) for value in column] for column in values]
    digits = [max(map(len, column), default=1) for column in shown]
    names = len(period_name(trend.first, trend.by)) if trend.periods else 0
    each = max(6, min(_WIDEST_BAR, (width - names - sum(digits) - 3 * len(values)) // max(1, len(values))))
    highest = max((value for column in values for value in column if value is not None), default=0)
    if len(values) > 1:
        heads = [pad(truncate(one.query, wide + 1 + each), wide + 1 + each) for one, wide in zip(trend.series, digits, strict=True)]
        yield [Span(" " * names + "  "), Span("  ".join(heads).rstrip(), "title")]
    for empty, group in groupby(range(len(trend.periods)), lambda at: all(column[at] is None for column in values)):
        places = list(group)
        if empty and len(places) > _LONGEST_GAP:
            ends = f"{_name(trend, places[0])} to {_name(trend, places[-1])}"
            yield [Span(f"{ends}: nothing in the archive", "faint")]
            continue
        for at in places:
            yield [
                Span(_name(trend, at), "date"),
                *_row([column[at] for column in values], [column[at] for column in shown], digits, highest, each),
            ]
    counted = "stories" if unique else "articles"
    for one in trend.series:
        if one.undated:
            of = f" for {one.query}" if len(values) > 1 else ""
            yield [Span(f"{one.undated:,} of {one.total:,} {counted}{of} have no date with the {trend.by}", "faint")]


def trend_rows(trend: Trend, *, share: bool) -> Iterator[str]:
    """A trend as CSV: a row for each period and a column for each query. A gap is an empty cell; the last row is the undated."""
    yield csv_row((trend.by, *(safe_cell(one.query) for one in trend.series)))
    values = [series_values(one, share=share) for one in trend.series]
    for at in range(len(trend.periods)):
        yield csv_row(
            (
                _name(trend, at),
                *("" if column[at] is None else f"{column[at]:.6g}" if share else str(column[at]) for column in values),
            )
        )
    if not share:
        yield csv_row(("undated", *(str(one.undated) for one in trend.series)))


def trend_record(trend: Trend, *, unique: bool = False) -> Record:
    """A trend as JSON, with numbers and shares; a gap is null."""
    return {
        "v": VERSION,
        "by": trend.by,
        "unique": unique,
        "periods": [_name(trend, at) for at in range(len(trend.periods))],
        "series": [
            {
                "query": one.query,
                "total": one.total,
                "undated": one.undated,
                "counts": list(series_values(one, share=False)),
                "of": list(one.bases),
                "shares": [None if value is None else round(value, 8) for value in one.shares],
            }
            for one in trend.series
        ],
    }


def series_values(series: Series, *, share: bool) -> tuple[Value, ...]:
    """The numbers or shares of a series; None for a gap."""
    if share:
        return series.shares
    return tuple(count if base else None for count, base in zip(series.counts, series.bases, strict=True))


def value_text(value: Value, *, share: bool) -> str:
    """A number or share as text; a dash for a gap."""
    if value is None:
        return "–"
    return f"{value:.2%}" if share else f"{value:,}"


def _row(values: list[Value], texts: list[str], digits: list[int], highest: float, each: int) -> list[Span]:
    pieces: list[Span] = []
    for value, text, wide in zip(values, texts, digits, strict=True):
        pieces += [Span(f"  {text:>{wide}} ", "faint" if value is None else ""), Span(pad(bar(value or 0, highest, each), each))]
    while pieces and not pieces[-1].text.strip():
        pieces.pop()
    pieces[-1] = Span(pieces[-1].text.rstrip(), pieces[-1].role)
    return pieces


def _name(trend: Trend, at: int) -> str:
    return period_name(trend.first + at, trend.by)
