"""The query parts that an engine provides. The translation of a query tree is the same for all engines; only these parts differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Q = TypeVar("Q")

Placed = tuple[tuple[int, str], ...]
"""Marks (index terms) with their positions, relative to the first word."""


class Dialect(Protocol[Q]):
    """The parts of one engine's queries. A pattern that is too complex raises ValueError, here or when the query runs."""

    def everything(self) -> Q:
        """A query that matches all articles."""
        ...

    def nothing(self) -> Q:
        """A query that matches no article."""
        ...

    def term(self, field: str, value: str) -> Q:
        """The articles with a value or mark in a field."""
        ...

    def any_term(self, field: str, values: Iterable[str]) -> Q:
        """The articles with any of these values in a field."""
        ...

    def sequence(self, field: str, words: Placed, slop: int = 0) -> Q:
        """Two or more marks at these positions; with `slop`, two marks whose positions differ by at most `slop`, in any order."""
        ...

    def like(self, field: str, pattern: str, *, match_case: bool = True) -> Q:
        """Values that a regular expression matches as a whole."""
        ...

    def sequence_like(self, field: str, patterns: Sequence[tuple[int, str]], slop: int = 0) -> Q:
        """The same as `sequence`, but each word is given by a regular expression that matches it as a whole."""
        ...

    def fuzzy(self, field: str, mark: str, word: str, distance: int) -> Q:
        """Terms that start with `mark` and continue with a word at most `distance` typing errors from `word`."""
        ...

    def between(self, column: str, least: int | None, most: int | None) -> Q:
        """The articles whose number in a column is between `least` and `most`, both included; None leaves an end open."""
        ...

    def combine(self, must: Sequence[Q] = (), should: Sequence[Q] = (), must_not: Sequence[Q] = (), least: int | None = None) -> Q:
        """Articles that match all of `must`, none of `must_not`, and `least` of `should` (by default one if `must` is empty)."""
        ...

    def filter(self, query: Q) -> Q:
        """The same query without a score."""
        ...

    def boost(self, query: Q, by: float) -> Q:
        """The same query with its score multiplied by `by`."""
        ...


class Statistics(Protocol):
    """The statistics of an index in its present state: its languages, and in how many articles a word occurs."""

    @property
    def articles(self) -> int:
        """The number of articles."""
        ...

    @property
    def stems(self) -> tuple[str, ...]:
        """The languages whose stems the index contains."""
        ...

    def document_count(self, field: str) -> int:
        """The number of articles that the engine uses to compute how rare a word is in a field."""
        ...

    def frequency(self, field: str, mark: str) -> int:
        """The number of articles with a mark in a field; it may include articles that were replaced since."""
        ...
