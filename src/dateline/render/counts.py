"""Counts as bars, CSV and JSON. Unknown values have a separate row, so that the rows add up to the results of a search."""

from __future__ import annotations

import math
from collections.abc import Iterator

from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Span, measure_width, pad
from dateline.render.results import number_of
from dateline.render.table import csv_row, safe_cell
from dateline.types.counts import Facet, FacetCounts

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDEST_NAME = 40


def bar(value: float, highest: float, width: int) -> str:
    """A bar of at most `width` cells, in eighths of a cell; a value above zero is always visible."""
    if value <= 0 or highest <= 0:
        return ""
    eighths = max(1, math.floor(value / highest * width * 8 + 0.5))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def tally_lines(tally: FacetCounts, width: int) -> Lines:
    """The values with their counts and bars, the most frequent first, then other and unknown values."""
    rows = [(name, count, "source") for name, count in tally.counts]
    rows += [(name, count, "faint") for name, count in (("(other)", tally.rest), ("(unknown)", tally.unknown)) if count]
    names = min(_WIDEST_NAME, max((measure_width(name) for name, *_ in rows), default=0))
    digits = max((len(f"{count:,}") for _, count, _ in rows), default=0)
    highest = max((count for _, count, _ in rows), default=0)
    for name, count, role in rows:
        number = Span(f"  {count:>{digits},}  ")
        yield [
            Span(pad(name, names), "source" if role == "source" else "faint"),
            number,
            Span(bar(count, highest, bar_width(width, names, digits))),
        ]


def bar_width(width: int, names: int, digits: int) -> int:
    """The number of cells left for a bar."""
    return max(10, min(60, width - names - digits - 4))


def tally_note(tally: FacetCounts, *, unique: bool = False) -> str:
    """The total, and how often articles count in several rows."""
    total = number_of(tally.total, stories=unique)
    if not tally.repeats:
        return total
    return f"{total}; articles with several values count in each of their rows, {tally.repeats:,} times more in total"


def tally_rows(tally: FacetCounts, field: Facet, *, unique: bool = False) -> Iterator[str]:
    """The counts as CSV: a header, then values and numbers."""
    yield csv_row((field, "stories" if unique else "articles"))
    for name, count in tally.counts:
        yield csv_row((safe_cell(name), str(count)))
    for name, count in (("(other)", tally.rest), ("(unknown)", tally.unknown)):
        if count:
            yield csv_row((name, str(count)))


def tally_record(tally: FacetCounts, field: Facet, query: str, *, unique: bool = False) -> Record:
    """The counts as JSON."""
    return {
        "v": VERSION,
        "query": query,
        "field": field,
        "unique": unique,
        "total": tally.total,
        "counts": [{"value": name, "articles": count} for name, count in tally.counts],
        "other": tally.rest,
        "unknown": tally.unknown,
        "repeats": tally.repeats,
    }
