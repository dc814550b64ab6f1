"""Search the indices of several archives as one. It uses whole ids: the name of the archive, a ~, the id of the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from dateline.errors import IndexFault
from dateline.query import And, MatchAll, OnePerStory, OnlyIds, Query
from dateline.search.index import Stories
from dateline.search.opensearch.cluster import Cluster
from dateline.search.opensearch.counting import find_stories
from dateline.search.opensearch.dialect import OpenSearchDialect, Part
from dateline.search.opensearch.index import OpenSearchIndex, State
from dateline.search.opensearch.long_lists import ClusterQuery
from dateline.search.opensearch.mapping import WHOLE_ID
from dateline.search.schema import VERSION, story_key
from dateline.store.linking import Link
from dateline.types.articles import ClusterMark

if TYPE_CHECKING:
    from dateline.search.entry import Entry
    from dateline.types.history import Change


class SharedDialect(OpenSearchDialect):
    """Make queries for several archives, with whole ids."""

    def any_term(self, field: str, values: Iterable[str]) -> Part:
        """The articles with any of these values in a field; ids are whole ids."""
        return super().any_term(WHOLE_ID if field == "id" else field, values)


class Home(NamedTuple):
    """An archive: the name of its index, its folder, the position of the index, and whether the index stores texts.

    If `batch`, it is not an archive but the output of `dateline batch`, and the folder is that of the files.
    """

    generation: str
    folder: str
    position: int
    texts: bool
    batch: bool


@dataclass(frozen=True, slots=True)
class SharedStories(Stories):
    """Stories of several archives, with keys made from whole ids."""

    def copies(self, mark: ClusterMark | None) -> int:
        """The number of other matching articles in a cluster."""
        return self.further.get(_key(*mark.lead.split("~", 1)), 0) if mark else 0


class SharedIndex(OpenSearchIndex):
    """The read-only index over the archives of these names in a cluster; None for all archives there."""

    id_column = WHOLE_ID

    def __init__(self, cluster: Cluster, names: Sequence[str] | None) -> None:
        super().__init__(cluster, shards=2)
        self._prefix = f"{cluster.place.name}."
        descriptions = cluster.metadata(cluster.place.name)
        indices = {self._archive_of(name): name for name in descriptions}
        if unknown := sorted(set(names or ()) - set(indices)):
            known = ", ".join(sorted(indices)) or "none"
            raise IndexFault(f"{cluster.place.address}: there is no archive {', '.join(unknown)} there; there are: {known}")
        self.archives = tuple(sorted(names if names is not None else indices))
        if not self.archives:
            raise IndexFault(f"{cluster.place.address}: no archive has an index there yet")
        self.alias = ",".join(self._prefix + name for name in self.archives)
        self._links: dict[str, Link] = {}

    @property
    def links(self) -> list[Link]:
        """The stories that are in several of the archives."""
        return list({link.lead: link for link in self._links.values()}.values())

    @links.setter
    def links(self, links: Iterable[Link]) -> None:
        self._links = {member: link for link in links for member in link.members}

    def link_of(self, whole_id: str) -> Link | None:
        """The story of several archives that an article belongs to; None if there is none."""
        return self._links.get(whole_id)

    def alias_of(self, archive: str) -> str:
        """The alias of an archive's articles in the cluster."""
        return self._prefix + archive

    def homes(self) -> dict[str, Home]:
        """The folder of each archive, and the state of its index."""
        return {
            self._archive_of(name): Home(
                name, str(meta.get("folder", "")), int(meta.get("position", 0)), bool(meta.get("texts")), bool(meta.get("batch"))
            )
            for name, meta in self.cluster.metadata(self.alias).items()
        }

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Raise IndexFault: each archive writes its own index."""
        raise IndexFault("several archives can only be searched; write to one")

    rebuild = take = apply

    def clear(self) -> None:
        """Raise IndexFault: each archive deletes its own index."""
        raise IndexFault("several archives can only be searched; write to one")

    def merge_segments(self) -> None:
        """Do nothing: this index is never written to."""

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """Find the stories among the matching articles: first those of each archive, then those that are in several archives."""
        prepared = self._prepare(query)
        if prepared is None:
            return Stories()
        stand_ins, replaced, further = set[str](), set[str](), dict[int, int]()
        for name in self.archives:
            found = find_stories(replace(prepared, names=self._prefix + name), preferred)
            stand_ins |= found.stand_ins
            replaced |= found.passed_over
            further |= {_hash(name, story): articles for story, articles in found.further.items()}
        self._merge_shared(query, preferred, (stand_ins, replaced, further))
        return SharedStories(frozenset(stand_ins), further, frozenset(replaced))

    def _merge_shared(self, query: Query, preferred: frozenset[str], stories: tuple[set[str], set[str], dict[int, int]]) -> None:
        """Choose one article to represent each story that is in several archives."""
        stand_ins, replaced, further = stories
        if not self._links:
            return
        shown = OnePerStory(query, frozenset(stand_ins), frozenset(replaced))
        prepared = self._prepare(And((shown, OnlyIds(MatchAll(), frozenset(self._links)))))
        assert prepared is not None
        rows, _ = prepared.rows([{"oldest": "asc"}], ["id"])
        groups: dict[str, list[str]] = {}
        for row in rows:
            groups.setdefault(self._links[row["id"]].lead, []).append(row["id"])
        for lead, ids in groups.items():
            behind = 0
            for article_id in ids:
                behind += 1 + further.pop(_key(*self._links[article_id].members[article_id].split("~", 1)), 0)
            first = min(ids, key=lambda one: (one not in preferred, one != lead, ids.index(one)))
            further |= {_key(*lead.split("~", 1)): behind - 1} if behind > 1 else {}
            stand_ins.difference_update(set(ids) - {first})
            replaced |= set(ids) - {first}

    def _prepare(self, query: Query, *, ranking: bool = False) -> ClusterQuery | None:
        prepared = super()._prepare(query, ranking=ranking)
        return prepared and replace(prepared, id_column=WHOLE_ID)

    def _dialect(self) -> OpenSearchDialect:
        return SharedDialect()

    def _read_state(self) -> State | None:
        found = self.cluster.metadata(self.alias)
        if old := sorted(self._archive_of(name) for name, meta in found.items() if meta.get("version") != VERSION):
            raise IndexFault(
                f"{self.cluster.place.address}: the indices of {', '.join(old)} have another version; "
                "search each of these archives alone once to update them"
            )
        return State(",".join(sorted(found)), sum(int(meta.get("position", 0)) for meta in found.values()), False, VERSION)

    def _archive_of(self, index: str) -> str:
        """The archive of the index with that name."""
        return index.removeprefix(self._prefix).rpartition("-v")[0]


def _key(archive: str, lead: str) -> int:
    return _hash(archive, story_key(lead))


def _hash(archive: str, story: int) -> int:
    return int.from_bytes(blake2b(f"{archive}~{story}".encode(), digest_size=8).digest(), "big")
