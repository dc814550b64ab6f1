"""The index of an archive in a cluster, behind an alias.

An index that is built is a new one beside the old; once it is whole, the aliases of the archive and of all archives there are
moved to it in one step. Each index tells in its own description (`_meta`) how far it is: `position` moves only after every change
up to it was acknowledged and can be found. While it is written to, `writing` stands there, as it may then hold some of what comes
next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.errors import IndexFault
from dateline.query import Leaf, Query
from dateline.search.exactness import is_exact
from dateline.search.index import Stories
from dateline.search.opensearch.cluster import Cluster
from dateline.search.opensearch.counting import find_stories, tallies, timeline
from dateline.search.opensearch.dialect import OpenSearchDialect
from dateline.search.opensearch.long_lists import Asking
from dateline.search.opensearch.mapping import mappings, settings
from dateline.search.opensearch.ranking import ranked
from dateline.search.opensearch.statistics import ClusterStatistics
from dateline.search.opensearch.word_lists import words_of
from dateline.search.opensearch.writing import send
from dateline.search.ranking import BY_SCORE
from dateline.search.schema import VERSION
from dateline.search.stems import word_marks
from dateline.search.weights import weighs
from dateline.types.answers import Ranked, Window

if TYPE_CHECKING:
    from dateline.search.entry import Entry
    from dateline.types.counts import Facet, FacetCounts, Period, Timeline
    from dateline.types.history import Change

_OTHER = "the search index in the cluster has another version; it is being built again from the store"

_DESCRIBED = {"filter_path": "*.mappings._meta", "local": "true"}


@dataclass(frozen=True, slots=True)
class State:
    """The index behind the alias, and how far it is."""

    name: str
    position: int
    writing: bool
    version: int
    texts: bool = False

    def is_usable(self, texts: bool) -> bool:
        """Whether it is of this version, and keeps the texts as wanted."""
        return self.version == VERSION and self.texts == texts


class OpenSearchIndex:
    """An archive's index in a cluster. `owner` tells whose it is; `shards` is in how many parts a new one is made.

    `folder` is where the archive is, for who asks several at once; with `texts`, the articles are kept here for them too.
    """

    should_note_files = False

    def __init__(self, cluster: Cluster, *, owner: str = "", folder: str = "", shards: int = 1, texts: bool = False) -> None:
        self.cluster = cluster
        self.alias = cluster.place.alias
        self.owner = owner
        self.shards = shards
        self.folder = folder
        self.keeps_texts = texts
        self._taken, self._whole = 0, False
        self._statistics: tuple[State, ClusterStatistics] | None = None

    @property
    def position(self) -> int:
        """The number of the last change that is committed here; 0 when empty or of another version."""
        state = self._state()
        return state.position if state and state.is_usable(self.keeps_texts) else 0

    @property
    def is_sure(self) -> bool:
        """Whether nothing was sent after `position`."""
        state = self._state()
        return state is None or not state.writing

    @property
    def note(self) -> str | None:
        """A remark for the user where an index of another version is there."""
        state = self._state()
        return _OTHER if state and state.version != VERSION else None

    @property
    def taken(self) -> int:
        """The number of the last change that was sent and acknowledged, whether it can be found yet or not."""
        return max(self.position, self._taken)

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Send changes in order, for the next `apply` to make them findable."""
        state = self._state()
        if state is None or not state.is_usable(self.keeps_texts):
            self.rebuild(())
            state = self._state()
        assert state is not None
        if not state.writing:
            self._describe(state.name, state.position, writing=True)
        self._whole = False
        self._taken = send(self.cluster, self.alias, changes, texts=self.keeps_texts) or self._taken
        self._whole = True

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Send changes in order, and move the position once all of them can be found."""
        state = self._state()
        if state is None or not state.is_usable(self.keeps_texts):
            self.rebuild(changes)
            return
        self.take(changes)
        self._commit()

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index of these changes beside the one that is there, and move the aliases to it when it is whole."""
        name = self._make()
        self._switch_to(name, send(self.cluster, name, changes, new=True, texts=self.keeps_texts))

    def _make(self) -> str:
        """A new, empty index beside the one that is there; its name."""
        name = self._new_name()
        described = {**mappings(texts=self.keeps_texts), "_meta": self._meta(0, writing=True)}
        made = {"settings": settings(self.shards, texts=self.keeps_texts), "mappings": described}
        self.cluster.ask("PUT", f"/{name}", made, writing=True, missing=True)
        return name

    def _switch_to(self, name: str, last: int) -> None:
        """Move the aliases to an index that is whole up to the `last` change."""
        self._refresh(name)
        self._describe(name, last, writing=False)
        aliases = (self.alias, self.cluster.place.name)
        removed = [{"remove": {"index": f"{self.alias}-*", "alias": alias, "must_exist": False}} for alias in aliases]
        added = [{"add": {"index": name, "alias": alias}} for alias in aliases]
        self.cluster.ask("POST", "/_aliases", {"actions": [*removed, *added]}, writing=True)
        self._taken = 0
        self._statistics = None
        self._sweep(name)

    def faults(self) -> Iterator[str]:
        """None that could be told: a cluster looks after its own files, and answers from none that are damaged."""
        return iter(())

    def note_files(self) -> None:
        """Nothing is to be noted of a cluster's files."""

    def merge_segments(self) -> None:
        """Make findable what was sent; nothing runs in the background here."""
        with suppress(IndexFault):  # without it, the next who writes sends it again
            self._commit()

    def decides(self, query: Leaf) -> bool:
        """Whether a leaf is answered exactly, and not with too much."""
        return is_exact(query)

    def search(self, query: Query, window: Window) -> Ranked:
        """The ids that match, in the window's order."""
        if window.limit == 0:
            return Ranked((), self.count(query))
        weighing = weighs(query) and window.sort in BY_SCORE
        if (asking := self._asking(query, ranking=weighing)) is None:
            return Ranked((), 0)
        return ranked(asking, window, weighing)

    def count(self, query: Query) -> int:
        """How many articles match."""
        asking = self._asking(query)
        return asking.total() if asking else 0

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """The stories among the articles that match; the `preferred` stand for theirs before any other."""
        asking = self._asking(query)
        return find_stories(asking, preferred) if asking else Stories()

    def count_values(self, query: Query, field: Facet, most: int) -> FacetCounts:
        """How many of the articles that match have each value of `field`; at most `most` values, ties by the alphabet."""
        return self.count_values_of(query, [field], most)[field]

    def count_values_of(self, query: Query, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
        """The same for several fields at once."""
        if (asking := self._asking(query)) is not None:
            return tallies(asking, fields, most)
        from dateline.types.counts import FacetCounts

        return {name: FacetCounts((), 0, 0, 0) for name in fields}

    def timeline(self, query: Query, by: Period) -> Timeline:
        """How many of the articles that match were published in each period."""
        if (asking := self._asking(query)) is not None:
            return timeline(asking, by)
        from dateline.types.counts import Timeline

        return Timeline({}, 0)

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """In how many articles each marked stem stands in the text."""
        held, marks = self._held(), [("body", stem) for stem in stems]
        return held.frequencies(marks) if held else [0 for _ in marks]

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """The words of texts that begin so, in small letters, with their numbers of articles; at most `most`, frequent first."""
        held = self._held()
        return words_of(self.cluster, self.alias, held, word_marks(held.stems or ("-",)), beginning)[:most] if held else ()

    def clear(self) -> None:
        """Throw everything away; the position is 0 again."""
        self._sweep("")
        self._taken, self._statistics = 0, None

    def check(self) -> None:
        """IndexFault where what answers at the address is no OpenSearch that is new enough, or the name is another archive's."""
        self.cluster.check_version()
        self._state()

    def close(self) -> None:
        """Let go of the connections."""
        self.cluster.close()

    def _asking(self, query: Query, *, ranking: bool = False) -> Asking | None:
        """A query of this archive's articles; None where it has none here."""
        held = self._held()
        if held is None:
            return None
        made = held.translated(lambda translator: translator.ranking(query) if ranking else translator.translate(query))
        return Asking(self.cluster, self.alias, made, spread=ranking and self.shards > 1)

    def _dialect(self) -> OpenSearchDialect:
        return OpenSearchDialect()

    def _held(self) -> ClusterStatistics | None:
        """What is known of the words of the index as it is."""
        state = self._state()
        if state is None or not state.is_usable(self.keeps_texts):
            return None
        if self._statistics is None or self._statistics[0] != state:
            self._statistics = state, ClusterStatistics(self.cluster, self.alias, self._dialect())
        return self._statistics[1]

    def _state(self) -> State | None:
        found = self.cluster.ask("GET", f"/{self.alias}/_mapping", missing=True, given=_DESCRIBED)
        if not found:
            return None
        if len(found) > 1:
            raise IndexFault(
                f"{self.cluster.place.address}: {self.alias} stands for several indices; 'dateline reindex' makes one of them"
            )
        name, told = next(iter(found.items()))
        meta = told.get("mappings", {}).get("_meta", {})
        if meta.get("owner", self.owner) != self.owner:
            raise IndexFault(
                f"{self.cluster.place.address}: '{self.cluster.place.archive}' is the name of another archive there; "
                "choose another with --as NAME"
            )
        told = int(meta.get("position", 0)), bool(meta.get("writing", True)), int(meta.get("version", 0))
        return State(name, *told, bool(meta.get("texts")))

    def _commit(self) -> None:
        """Move the position over what was sent, once it can be found."""
        if not self._whole or (state := self._state()) is None:
            return
        last = self._taken
        self._refresh(state.name)
        self._describe(state.name, max(last, state.position), writing=False)
        self._taken, self._whole, self._statistics = 0, False, None

    def _describe(self, name: str, position: int, *, writing: bool) -> None:
        self.cluster.ask("PUT", f"/{name}/_mapping", {"_meta": self._meta(position, writing=writing)}, writing=True)

    def _refresh(self, name: str) -> None:
        """Make what was sent findable, in all copies of all shards."""
        self.cluster.ask("POST", f"/{name}/_refresh", writing=True)

    def _new_name(self) -> str:
        """A name that no index has: the generations count up."""
        numbers = [int(tail) for name in self._indices() if (tail := name.rpartition("-")[2]).isdecimal()]
        return f"{self.alias}-v{VERSION}-{max(numbers, default=0) + 1:06}"

    def _indices(self) -> Sequence[str]:
        """All indices of this archive, also those that were never finished."""
        found: Any = self.cluster.ask("GET", f"/{self.alias}-v*/_alias", missing=True)
        return sorted(found or ())

    def _sweep(self, kept: str) -> None:
        for name in self._indices():
            if name != kept:
                self.cluster.ask("DELETE", f"/{name}", writing=True, missing=True)

    def _meta(self, position: int, *, writing: bool) -> dict[str, object]:
        whose = {"owner": self.owner, "folder": self.folder, "texts": self.keeps_texts}
        return {"position": position, "writing": writing, "version": VERSION, **whose}
