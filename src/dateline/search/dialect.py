"""How an engine writes what queries are made of: the translation of a query tree is the same for every engine, only this is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Q = TypeVar("Q")

Placed = tuple[tuple[int, str], ...]
"""Marks with their places, counted from the first word's."""


class Dialect(Protocol[Q]):
    """The parts of one engine's queries. What cannot be searched as it is too wild is a ValueError, here or when it is asked."""

    def everything(self) -> Q:
        """All articles."""
        ...

    def nothing(self) -> Q:
        """No article."""
        ...

    def term(self, field: str, value: str) -> Q:
        """The articles with a value or a mark in a field."""
        ...

    def any_term(self, field: str, values: Iterable[str]) -> Q:
        """The articles with any of these values in a field."""
        ...

    def sequence(self, field: str, words: Placed, slop: int = 0) -> Q:
        """Two or more marks at these places; with `slop`, two whose places differ by so much, in whichever order."""
        ...

    def like(self, field: str, pattern: str, *, minds_case: bool = True) -> Q:
        """Any value that a regular expression describes as a whole."""
        ...

    def sequence_like(self, field: str, patterns: Sequence[tuple[int, str]], slop: int = 0) -> Q:
        """The same as `sequence`, for words each of which a regular expression describes as a whole."""
        ...

    def fuzzy(self, field: str, mark: str, word: str, distance: int) -> Q:
        """Words that begin with `mark` and go on with anything that is so many typing errors from `word`."""
        ...

    def between(self, column: str, least: int | None, most: int | None) -> Q:
        """The articles whose number in a column lies between these, both included; None where there is no such end."""
        ...

    def combine(self, must: Sequence[Q] = (), should: Sequence[Q] = (), must_not: Sequence[Q] = (), least: int | None = None) -> Q:
        """What all of `must` find and none of `must_not`; of `should` `least`, or one where nothing must be."""
        ...

    def filter(self, query: Q) -> Q:
        """The same, weighing nothing."""
        ...

    def boost(self, query: Q, by: float) -> Q:
        """The same, weighing more or less."""
        ...


class Statistics(Protocol):
    """What is known of an index as it is: of which words are how many, in which languages."""

    @property
    def articles(self) -> int:
        """How many articles there are."""
        ...

    @property
    def stems(self) -> tuple[str, ...]:
        """The languages whose stems the index holds."""
        ...

    def having(self, field: str) -> int:
        """Of how many articles the engine starts when it weighs how rare a word is in a field."""
        ...

    def frequency(self, field: str, mark: str) -> int:
        """In how many articles a mark stands in a field; some of them may have been replaced since."""
        ...
