"""The index of an archive in a cluster, behind an alias.

A rebuild makes a new index next to the old one. When it is complete, the alias of the archive and the alias of all archives move to
it in one step. The metadata (`_meta`) of each index has its `position`, which moves only after every change up to it was
acknowledged and can be found. While changes are sent, `writing` is true there, as the index may already contain some of them.
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
from dateline.search.opensearch.long_lists import ClusterQuery
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

_OTHER_VERSION = "the search index in the cluster has another version; it is being built again from the store"

_META_ONLY = {"filter_path": "*.mappings._meta", "local": "true"}


@dataclass(frozen=True, slots=True)
class State:
    """The index behind the alias, with its metadata."""

    name: str
    position: int
    writing: bool
    version: int
    texts: bool = False

    def is_usable(self, texts: bool) -> bool:
        """Whether the index has this version, and stores the texts or not as required."""
        return self.version == VERSION and self.texts == texts


class OpenSearchIndex:
    """The index of an archive in a cluster. `owner` identifies the archive; `shards` is the number of parts of a new index.

    `folder` is the folder of the archive, for searches over several archives. With `texts`, the articles are stored here for these
    searches too.
    """

    should_note_files = False

    def __init__(self, cluster: Cluster, *, owner: str = "", folder: str = "", shards: int = 1, texts: bool = False) -> None:
        self.cluster = cluster
        self.alias = cluster.place.alias
        self.owner = owner
        self.shards = shards
        self.folder = folder
        self.keeps_texts = texts
        self._last_added, self._all_sent = 0, False
        self._statistics: tuple[State, ClusterStatistics] | None = None

    @property
    def position(self) -> int:
        """The number of the last committed change; 0 when the index is empty or of another version."""
        state = self._read_state()
        return state.position if state and state.is_usable(self.keeps_texts) else 0

    @property
    def is_sure(self) -> bool:
        """Whether no change was sent after `position`."""
        state = self._read_state()
        return state is None or not state.writing

    @property
    def note(self) -> str | None:
        """A warning for the user if the index has another version."""
        state = self._read_state()
        return _OTHER_VERSION if state and state.version != VERSION else None

    @property
    def taken(self) -> int:
        """The number of the last change that was acknowledged, even if it cannot be found yet."""
        return max(self.position, self._last_added)

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Send changes in order; the next `apply` makes them searchable."""
        state = self._read_state()
        if state is None or not state.is_usable(self.keeps_texts):
            self.rebuild(())
            state = self._read_state()
        assert state is not None
        if not state.writing:
            self._write_meta(state.name, state.position, writing=True)
        self._all_sent = False
        self._last_added = send(self.cluster, self.alias, changes, texts=self.keeps_texts) or self._last_added
        self._all_sent = True

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Send changes in order, and move the position when all of them are searchable."""
        state = self._read_state()
        if state is None or not state.is_usable(self.keeps_texts):
            self.rebuild(changes)
            return
        self.take(changes)
        self._commit()

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index from these changes next to the current one, and move the aliases to it when it is complete."""
        name = self._create()
        self._switch_to(name, send(self.cluster, name, changes, new=True, texts=self.keeps_texts))

    def _create(self) -> str:
        """Create an empty index next to the current one, and return its name."""
        name = self._new_name()
        described = {**mappings(texts=self.keeps_texts), "_meta": self._meta(0, writing=True)}
        made = {"settings": settings(self.shards, texts=self.keeps_texts), "mappings": described}
        self.cluster.ask("PUT", f"/{name}", made, writing=True, missing=True)
        return name

    def _switch_to(self, name: str, last: int) -> None:
        """Move the aliases to an index that is complete up to the `last` change."""
        self._refresh(name)
        self._write_meta(name, last, writing=False)
        aliases = (self.alias, self.cluster.place.name)
        removed = [{"remove": {"index": f"{self.alias}-*", "alias": alias, "must_exist": False}} for alias in aliases]
        added = [{"add": {"index": name, "alias": alias}} for alias in aliases]
        self.cluster.ask("POST", "/_aliases", {"actions": [*removed, *added]}, writing=True)
        self._last_added = 0
        self._statistics = None
        self._delete_others(name)

    def faults(self) -> Iterator[str]:
        """Nothing to report: a cluster checks its own files, and never answers from damaged ones."""
        return iter(())

    def note_files(self) -> None:
        """Do nothing: a cluster manages its own files."""

    def merge_segments(self) -> None:
        """Make all sent changes searchable. There is no background work here."""
        with suppress(IndexFault):  # if it fails, the next writer sends these changes again
            self._commit()

    def decides(self, query: Leaf) -> bool:
        """Whether the index answers a leaf exactly, not with too many articles."""
        return is_exact(query)

    def search(self, query: Query, window: Window) -> Ranked:
        """Return the matching ids, in the order of the window."""
        if window.limit == 0:
            return Ranked((), self.count(query))
        has_scores = weighs(query) and window.sort in BY_SCORE
        if (prepared := self._prepare(query, ranking=has_scores)) is None:
            return Ranked((), 0)
        return ranked(prepared, window, has_scores)

    def count(self, query: Query) -> int:
        """Count the matching articles."""
        prepared = self._prepare(query)
        return prepared.total() if prepared else 0

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """Find the stories among the matching articles; `preferred` articles represent their story."""
        prepared = self._prepare(query)
        return find_stories(prepared, preferred) if prepared else Stories()

    def count_values(self, query: Query, field: Facet, most: int) -> FacetCounts:
        """Count the matching articles for each value of `field`: at most `most` values, ties in alphabetical order."""
        return self.count_values_of(query, [field], most)[field]

    def count_values_of(self, query: Query, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
        """Count the values of several fields at once."""
        if (prepared := self._prepare(query)) is not None:
            return tallies(prepared, fields, most)
        from dateline.types.counts import FacetCounts

        return {name: FacetCounts((), 0, 0, 0) for name in fields}

    def timeline(self, query: Query, by: Period) -> Timeline:
        """Count the matching articles by period of publication."""
        if (prepared := self._prepare(query)) is not None:
            return timeline(prepared, by)
        from dateline.types.counts import Timeline

        return Timeline({}, 0)

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """Return the number of articles whose text contains each marked stem."""
        statistics, marks = self._current_statistics(), [("body", stem) for stem in stems]
        return statistics.frequencies(marks) if statistics else [0 for _ in marks]

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """Return words of texts that start with `beginning`, in lower case, with their article counts: the `most` frequent ones."""
        statistics = self._current_statistics()
        if statistics is None:
            return ()
        return words_of(self.cluster, self.alias, statistics, word_marks(statistics.stems or ("-",)), beginning)[:most]

    def clear(self) -> None:
        """Delete everything and reset the position to 0."""
        self._delete_others("")
        self._last_added, self._statistics = 0, None

    def check(self) -> None:
        """Raise IndexFault if the server is not OpenSearch or too old, or if the name belongs to another archive."""
        self.cluster.check_version()
        self._read_state()

    def close(self) -> None:
        """Close the connections."""
        self.cluster.close()

    def _prepare(self, query: Query, *, ranking: bool = False) -> ClusterQuery | None:
        """Prepare a query of this archive's articles; None if the archive has no usable index."""
        statistics = self._current_statistics()
        if statistics is None:
            return None
        made = statistics.translated(lambda translator: translator.ranking(query) if ranking else translator.translate(query))
        return ClusterQuery(self.cluster, self.alias, made, spread=ranking and self.shards > 1)

    def _dialect(self) -> OpenSearchDialect:
        return OpenSearchDialect()

    def _current_statistics(self) -> ClusterStatistics | None:
        """The statistics of the index in its present state; None if there is no usable index."""
        state = self._read_state()
        if state is None or not state.is_usable(self.keeps_texts):
            return None
        if self._statistics is None or self._statistics[0] != state:
            self._statistics = state, ClusterStatistics(self.cluster, self.alias, self._dialect())
        return self._statistics[1]

    def _read_state(self) -> State | None:
        found = self.cluster.ask("GET", f"/{self.alias}/_mapping", missing=True, given=_META_ONLY)
        if not found:
            return None
        if len(found) > 1:
            raise IndexFault(
                f"{self.cluster.place.address}: {self.alias} is an alias of several indices; 'dateline reindex' makes one of them"
            )
        name, description = next(iter(found.items()))
        meta = description.get("mappings", {}).get("_meta", {})
        if meta.get("owner", self.owner) != self.owner:
            raise IndexFault(
                f"{self.cluster.place.address}: '{self.cluster.place.archive}' is the name of another archive there; "
                "choose another with --as NAME"
            )
        progress = int(meta.get("position", 0)), bool(meta.get("writing", True)), int(meta.get("version", 0))
        return State(name, *progress, bool(meta.get("texts")))

    def _commit(self) -> None:
        """Make sent changes searchable, and then move the position past them."""
        if not self._all_sent or (state := self._read_state()) is None:
            return
        last = self._last_added
        self._refresh(state.name)
        self._write_meta(state.name, max(last, state.position), writing=False)
        self._last_added, self._all_sent, self._statistics = 0, False, None

    def _write_meta(self, name: str, position: int, *, writing: bool) -> None:
        self.cluster.ask("PUT", f"/{name}/_mapping", {"_meta": self._meta(position, writing=writing)}, writing=True)

    def _refresh(self, name: str) -> None:
        """Make sent changes searchable in all copies of all shards."""
        self.cluster.ask("POST", f"/{name}/_refresh", writing=True)

    def _new_name(self) -> str:
        """A name that no index has: the number of the generation goes up."""
        numbers = [int(tail) for name in self._indices() if (tail := name.rpartition("-")[2]).isdecimal()]
        return f"{self.alias}-v{VERSION}-{max(numbers, default=0) + 1:06}"

    def _indices(self) -> Sequence[str]:
        """All indices of this archive, also unfinished ones."""
        found: Any = self.cluster.ask("GET", f"/{self.alias}-v*/_alias", missing=True)
        return sorted(found or ())

    def _delete_others(self, kept: str) -> None:
        for name in self._indices():
            if name != kept:
                self.cluster.ask("DELETE", f"/{name}", writing=True, missing=True)

    def _meta(self, position: int, *, writing: bool) -> dict[str, object]:
        whose = {"owner": self.owner, "folder": self.folder, "texts": self.keeps_texts}
        return {"position": position, "writing": writing, "version": VERSION, **whose}
