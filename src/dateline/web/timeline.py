"""The timeline of the search page: a bar for each period, with a link that narrows the query to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.search.periods import period_name
from dateline.types.counts import FacetCounts, Period, Trend

_WIDTH, _HEIGHT = 720.0, 72.0
_GAP = 0.15
_MOST = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: its name, its number of articles, the position of its bar, and the address of the link."""

    name: str
    count: str
    x: str
    width: str
    y: str
    height: str
    address: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The timeline; `address` is the same page without a range of dates."""

    by: Period
    bars: tuple[Bar, ...]
    undated: str
    address: str
    width: str = f"{_WIDTH:g}"
    height: str = f"{_HEIGHT:g}"


def years_of(tally: FacetCounts) -> tuple[tuple[str, int], ...]:
    """The years of a facet count, including years without articles between them."""
    counts = {int(name): count for name, count in tally.counts}
    if not counts:
        return ()
    return tuple((f"{year:04}", counts.get(year, 0)) for year in range(min(counts), max(counts) + 1))


def periods_of(trend: Trend) -> tuple[tuple[str, int], ...]:
    """The periods of the first series of a trend, with their counts."""
    if not trend.series:
        return ()
    return tuple(
        (period_name(number, trend.by), count) for number, count in zip(trend.periods, trend.series[0].counts, strict=True)
    )


def timeline_view(
    by: Period, counts: Sequence[tuple[str, int]], undated: int, page: Callable[[str], str], address: str
) -> TimelineView | None:
    """Bars for `counts`; `page` makes the address of a period. None if there are no periods, or more than _MOST."""
    if not counts or len(counts) > _MOST:
        return None
    step, highest = _WIDTH / len(counts), max(count for _, count in counts) or 1
    bars = []
    for at, (name, count) in enumerate(counts):
        height = max(1.0, _HEIGHT * count / highest) if count else 0.0
        place = (_number(at * step + step * _GAP / 2), _number(step * (1 - _GAP)), _number(_HEIGHT - height), _number(height))
        bars.append(Bar(name, f"{count:,}", *place, page(name)))
    return TimelineView(by, tuple(bars), f"{undated:,}" if undated else "", address)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
