"""The contract of a search index: it applies numbered changes, and answers query trees with ids.

An index follows the store. `position` is the number of the last change that it committed; applying a change twice does no harm.
It never sees the text that a user typed, and it contains nothing that the store does not have.
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
    """The stories among the matching articles. Only stories with matching copies are listed.

    A list of stories shows the lead copy of each story. If the lead copy does not match, it shows one of `stand_ins` instead.
    `further` maps the key of a story to the number of its other matching articles. `passed_over` are lead copies that match but
    are replaced by a preferred article.
    """

    stand_ins: frozenset[str] = frozenset()
    further: Mapping[int, int] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset()

    @property
    def repeats(self) -> int:
        """The number of matching articles minus the number of stories."""
        return sum(self.further.values())

    def copies(self, mark: ClusterMark | None) -> int:
        """The number of other matching articles in a cluster."""
        return self.further.get(story_key(mark.lead), 0) if mark else 0


class Index(Protocol):
    """What every search engine behind Dateline implements."""

    @property
    def position(self) -> int:
        """The number of the last committed change; 0 when the index is empty."""
        ...

    @property
    def keeps_texts(self) -> bool:
        """Whether the index also stores the articles, and so needs them with every change."""
        ...

    @property
    def is_sure(self) -> bool:
        """Whether the index has exactly the changes up to `position`; after a writer was killed it may have later ones too."""
        ...

    @property
    def note(self) -> str | None:
        """A warning for the user that says why the index counts as empty, for example because it is damaged; otherwise None."""
        ...

    @property
    def taken(self) -> int:
        """The number of the last change in the index, committed or not."""
        ...

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Add changes in order. The next `apply` commits them; until then a search need not find them.

        If the process ends or `take` fails before that commit, the same changes must be added again.
        """
        ...

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Add changes in order, and commit them together with those that `take` added before."""
        ...

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index from these changes. It replaces the current one when it is complete."""
        ...

    def faults(self) -> Iterable[str]:
        """Read all files in full and return those that are damaged. If there are any, the index counts as empty from then on."""
        ...

    @property
    def should_note_files(self) -> bool:
        """Whether `note_files` would save much checking the next time the index is opened."""
        ...

    def note_files(self) -> None:
        """Record the state of the files, which were found undamaged. Call it only while no other process can write."""
        ...

    def merge_segments(self) -> None:
        """Commit pending changes, finish background work, and let other processes write."""
        ...

    def decides(self, query: Leaf) -> bool:
        """Whether the index answers a leaf of a query exactly. If not, it finds too many articles, never too few."""
        ...

    def search(self, query: Query, window: Window) -> Ranked:
        """Return the matching ids, in the order of the window."""
        ...

    def count(self, query: Query) -> int:
        """Count the matching articles."""
        ...

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """Find the stories among the matching articles, and the article that represents each; `preferred` articles come first."""
        ...

    def count_values(self, query: Query, field: Facet, most: int) -> FacetCounts:
        """Count the matching articles for each value of `field`: at most `most` values, ties in alphabetical order."""
        ...

    def count_values_of(self, query: Query, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
        """Count the values of several fields at once."""
        ...

    def timeline(self, query: Query, by: Period) -> Timeline:
        """Count the matching articles by period of publication."""
        ...

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """Return the number of articles whose text contains each marked stem; it may include articles that were replaced since."""
        ...

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """Return words of texts that start with `beginning`, in lower case, with their article counts: the `most` frequent ones."""
        ...

    def clear(self) -> None:
        """Delete everything and reset the position to 0."""
        ...

    def close(self) -> None:
        """Close the files."""
        ...
