"""The contract of a search index: it takes numbered changes and query trees, and answers with ids.

An index is a follower. `position` is the number of the last change that it has committed; applying a change again does no harm.
It never sees what a user typed, and it has nothing that the store does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dateline.query import Leaf, Query
from dateline.search.schema import story_key
from dateline.types.answers import Ranked, Window
from dateline.types.articles import ClusterMark

if TYPE_CHECKING:
    from dateline.search.entry import Entry
    from dateline.types.counts import Facet, FacetCounts, Period, Timeline
    from dateline.types.history import Change


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories among the articles that match, as far as copies of one story are among them.

    In a list of stories the lead copy stands for its story; where that does not match, one of `stand_ins` does. `further` says for
    a story's key how many more articles that match are behind the one that stands for it. `passed_over` are lead copies in whose
    place another was wanted.
    """

    stand_ins: frozenset[str] = frozenset()
    further: Mapping[int, int] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset()

    @property
    def repeats(self) -> int:
        """By how much the articles are more than the stories."""
        return sum(self.further.values())

    def copies(self, mark: ClusterMark | None) -> int:
        """How many more articles an article of that cluster stands for."""
        return self.further.get(story_key(mark.lead), 0) if mark else 0


class Index(Protocol):
    """What every search engine behind Dateline can do."""

    @property
    def position(self) -> int:
        """The number of the last change that is committed here; 0 when empty."""
        ...

    @property
    def keeps_texts(self) -> bool:
        """Whether it keeps the articles themselves too, and so wants them with every change."""
        ...

    @property
    def is_sure(self) -> bool:
        """Whether it has exactly the changes up to `position`; after a writer was killed it may have some later ones."""
        ...

    @property
    def note(self) -> str | None:
        """A warning for the user that says why it counts as empty, such as a damaged index; otherwise None."""
        ...

    @property
    def taken(self) -> int:
        """The number of the last change that is here, committed or not."""
        ...

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Add changes in order, for the next `apply` to commit; until then no search has to find them.

        A process that ends before that has to take them in again, as after any that failed on the way.
        """
        ...

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Add changes in order and commit them, with those that were added before."""
        ...

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index from these changes, and replace the current one when it is complete."""
        ...

    def faults(self) -> Iterable[str]:
        """Which of its files are damaged, told by looking at all there is in them; with any, it counts as empty from then on."""
        ...

    @property
    def should_note_files(self) -> bool:
        """Whether `note_files` would spare the next who opens it much looking."""
        ...

    def note_files(self) -> None:
        """Note how its files are, as they were found well; only while nobody else may write."""
        ...

    def merge_segments(self) -> None:
        """Finish what runs in the background and let other processes write."""
        ...

    def decides(self, query: Leaf) -> bool:
        """Whether the index decides a leaf of a query exactly; if not, it finds too many articles, never too few."""
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

    def count_values(self, query: Query, field: Facet, most: int) -> FacetCounts:
        """How many of the articles that match have each value of `field`; at most `most` values, ties by the alphabet."""
        ...

    def count_values_of(self, query: Query, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
        """The same for several fields at once."""
        ...

    def timeline(self, query: Query, by: Period) -> Timeline:
        """How many of the articles that match were published in each period."""
        ...

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """In how many articles each marked stem stands in the text; some of them may have been replaced since."""
        ...

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """The words of texts that begin so, in small letters, with their numbers of articles; at most `most`, frequent first."""
        ...

    def clear(self) -> None:
        """Delete everything; the position is 0 again."""
        ...

    def close(self) -> None:
        """Close the files."""
        ...
