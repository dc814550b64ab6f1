"""A trend as a self-contained SVG: no script, no font, no link. A gap breaks the line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from dateline.render.trend import Value, series_values, value_text
from dateline.search.periods import period_name
from dateline.text import shown
from dateline.types.counts import Trend

_WIDTH, _HEIGHT = 960, 420
_LEFT, _RIGHT, _TOP, _FOOT = 70, 20, 20, 40
_ROW = 20
_LABELS = 8
_FONT = 'font-family="sans-serif" font-size="12"'
# Distinguishable for colour-blind people: Okabe and Ito's palette, and a separate dash pattern for each colour.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
_DASHES = ("none", "8 3", "2 3", "12 3 2 3", "6 6", "1 5", "10 2 2 2 2 2")

Point = tuple[float, float]


def trend_svg(trend: Trend, *, share: bool) -> str:
    """The trend as lines over time, one for each query."""
    values = [series_values(one, share=share) for one in trend.series]
    highest = max((value for column in values for value in column if value is not None), default=0)
    top = _ceiling(highest)
    height = _HEIGHT + _ROW * len(values)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" {_FONT}>',
        f"<title>{escape(shown('; '.join(one.query for one in trend.series)))}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *_scale(top, share=share),
        *_times(trend),
    ]
    for number, (column, one) in enumerate(zip(values, trend.series, strict=True)):
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
        parts.extend(_line(_points(column, top), colour, dash))
        row = _HEIGHT + _ROW * number + 4
        parts.append(f'<path d="M{_LEFT} {row}h30" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        undated = f" ({one.undated:,} of {one.total:,} without a date)" if one.undated else ""
        parts.append(f'<text x="{_LEFT + 38}" y="{row + 4}">{escape(shown(one.query + undated))}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _points(column: Sequence[Value], top: float) -> list[list[Point]]:
    """Runs of points without gaps."""
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(column) - 1)
    room = _HEIGHT - _TOP - _FOOT
    runs = []
    for empty, group in groupby(enumerate(column), lambda pair: pair[1] is None):
        if not empty:
            runs.append([(_LEFT + at * step, _TOP + room * (1 - (value or 0) / top)) for at, value in group])
    return runs


def _line(runs: Sequence[Sequence[Point]], colour: str, dash: str) -> Iterator[str]:
    for run in runs:
        if len(run) == 1:
            yield f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="2.5" fill="{colour}"/>'
        else:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
            yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'


def _scale(top: float, *, share: bool) -> Iterator[str]:
    room = _HEIGHT - _TOP - _FOOT
    for quarter in range(5):
        y = _TOP + room * (1 - quarter / 4)
        value = top * quarter / 4
        text = value_text(value, share=True) if share else f"{value:,.10g}"
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'


def _times(trend: Trend) -> Iterator[str]:
    count = len(trend.periods)
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, count - 1)
    for at in range(0, count, max(1, math.ceil(count / _LABELS))):
        x = _LEFT + at * step
        yield f'<path d="M{x:.1f} {_HEIGHT - _FOOT}v5" stroke="#888"/>'
        name = period_name(trend.first + at, trend.by)
        yield f'<text x="{x:.1f}" y="{_HEIGHT - _FOOT + 20}" text-anchor="middle">{name}</text>'


def _ceiling(highest: float) -> float:
    """The smallest of 1, 2, 4 and 10 times a power of ten that is at least `highest`; 1 if that is zero or less."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(power * step for step in (1, 2, 4, 10) if highest <= power * step)
