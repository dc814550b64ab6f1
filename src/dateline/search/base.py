"""The contract of a search index: it takes numbered changes and query trees, and answers with ids.

An index is a follower. `position` is the number of the last change that it has committed; applying a change again does no harm. It
never sees what a user typed, and it holds nothing that the store does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from dateline.query import Leaf, Query
from dateline.types import Change, Facet, Period, Ranked, Stories, Tally, Timeline, Window


class Index(Protocol):
    """What every search engine behind Dateline can do."""

    @property
    def position(self) -> int:
        """The number of the last change that is committed here; 0 when empty."""
        ...

    @property
    def note(self) -> str | None:
        """A remark for the user about what was found when opening, such as a damaged index; else None."""
        ...

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in changes in order and commit them."""
        ...

    def settle(self) -> None:
        """Finish what runs in the background and let other processes write."""
        ...

    def decides(self, query: Leaf) -> bool:
        """Whether what matches a leaf of a query is told exactly; if not, too much is found, never too little."""
        ...

    def search(self, query: Query, window: Window) -> Ranked:
        """The ids that match, in the window's order."""
        ...

    def count(self, query: Query) -> int:
        """How many articles match."""
        ...

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """The stories among the articles that match, and which article stands for each; the `preferred` before any other."""
        ...

    def tally(self, query: Query, field: Facet, most: int) -> Tally:
        """How many of the articles that match have each value of `field`; at most `most` values, ties by the alphabet."""
        ...

    def timeline(self, query: Query, by: Period) -> Timeline:
        """How many of the articles that match were published in each period."""
        ...

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """The words of texts that begin so, in small letters, with their numbers of articles; at most `most`, frequent first."""
        ...

    def clear(self) -> None:
        """Throw everything away; the position is 0 again."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...
