"""Counts over a search: values of a field, periods of time, several queries side by side."""

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
    """The number of matching articles for each value of a field, the most frequent value first; years and months in order.

    `unknown` articles have no value, `rest` is the sum of the counts that are not listed. An article with several values (authors,
    tags) counts for each of them; `repeats` is by how much the sum of all counts therefore exceeds `total`.
    """

    counts: tuple[tuple[str, int], ...]
    rest: int
    unknown: int
    total: int

    @property
    def repeats(self) -> int:
        """The number of counts for articles that were counted before."""
        return sum(count for _, count in self.counts) + self.rest + self.unknown - self.total


@dataclass(frozen=True, slots=True)
class Timeline:
    """The number of matching articles that were published in each period, by the period's number; empty periods are left out.

    `undated` is the number of articles whose date is not known well enough for one period.
    """

    counts: Mapping[int, int]
    total: int

    @property
    def undated(self) -> int:
        """The number of articles that are in no period."""
        return self.total - sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Series:
    """One query's part of a trend: for each period the number of matching articles, and of all articles of the same sources."""

    query: str
    counts: tuple[int, ...]
    bases: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        """The number of all matching articles."""
        return sum(self.counts) + self.undated

    @property
    def shares(self) -> tuple[float | None, ...]:
        """The share of matching articles among all articles of the same sources; None for a period without any of these."""
        return tuple(count / base if base else None for count, base in zip(self.counts, self.bases, strict=True))


@dataclass(frozen=True, slots=True)
class Trend:
    """Several queries over time, side by side: `first` is the number of the first period, and no period is left out."""

    by: Period
    first: int
    series: tuple[Series, ...]

    @property
    def periods(self) -> range:
        """The numbers of the periods."""
        return range(self.first, self.first + max((len(one.counts) for one in self.series), default=0))
