"""What a search counts: values of a field, periods of time, several queries side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Facet = Literal[
    "source",
    "author",
    "place",
    "agency",
    "tag",
    "section",
    "person",
    "mentions-place",
    "organisation",
    "domain",
    "kind",
    "year",
    "month",
    "lang",
]
Period = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many of the articles that match have each value of a field, the most frequent value first; years and months in order.

    `unknown` have no value, `rest` counts stand in values beyond the listed ones. An article with several values (authors, tags)
    counts in each of them; `repeats` says by how much that makes the sum of all counts larger than `total`.
    """

    counts: tuple[tuple[str, int], ...]
    rest: int
    unknown: int
    total: int

    @property
    def repeats(self) -> int:
        """How many counts come from articles that had been counted before."""
        return sum(count for _, count in self.counts) + self.rest + self.unknown - self.total


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many of the articles that match were published in each period, by the period's number; empty periods are left out.

    `undated` is the number of those whose date is not known well enough to put them in one period.
    """

    counts: Mapping[int, int]
    total: int

    @property
    def undated(self) -> int:
        """The articles that are in no period."""
        return self.total - sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Series:
    """One query's part of a trend: for each period the articles that match and all articles of the same sources."""

    query: str
    counts: tuple[int, ...]
    bases: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        """All articles that match."""
        return sum(self.counts) + self.undated

    @property
    def shares(self) -> tuple[float | None, ...]:
        """The part of all articles of the same sources that match; None in a gap, where the archive has none of them."""
        return tuple(count / base if base else None for count, base in zip(self.counts, self.bases, strict=True))


@dataclass(frozen=True, slots=True)
class Trend:
    """Several queries over time, side by side: `first` is the number of the first period, and none is left out."""

    by: Period
    first: int
    series: tuple[Series, ...]

    @property
    def periods(self) -> range:
        """The numbers of the periods."""
        return range(self.first, self.first + max((len(one.counts) for one in self.series), default=0))
