"""Search several archives as one. Their indices share a name in a cluster; their texts are there too, or in each archive's file.

The id of an article follows the name of its archive ("politics~7kq2mzx4"). A story that is in several archives counts once: its
copies are found by their texts, as in a single archive, and cached until an archive changes.
"""

from __future__ import annotations

import json
from atexit import register
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dateline.errors import ArchiveError, ArchiveMissing, ArticleMissing, DatelineError, IndexFault
from dateline.search.index_choice import address_override
from dateline.search.opensearch.choice import chosen_for, open_in_cluster
from dateline.search.opensearch.index import OpenSearchIndex
from dateline.search.opensearch.indexed_articles import IndexedArticles
from dateline.search.opensearch.shared_index import Home, SharedIndex
from dateline.store import Store
from dateline.store.linking import Link, StoredSketches, find_links
from dateline.syndication import METHOD
from dateline.types.articles import ArchivedArticle, ClusterMark
from dateline.types.folder import ARCHIVE_FILE

if TYPE_CHECKING:
    from dateline.search.index import Index
    from dateline.types.documents import RawDocument
    from dateline.types.history import ArticleRecord, Version

Articles = Store | IndexedArticles
"""The source from which the articles of an archive are read."""
ALL = "all"
_LINKS_FILE = "index.links"


def open_shared(folder: Path, names: str) -> tuple[Store, Index, list[str]]:
    """Open the archives of these names (separated by commas, or ALL): their store, their index, and warnings.

    `folder` is the archive that the search starts from.
    """
    choice = chosen_for(folder, address_override())
    if choice is None:
        raise IndexFault(f"{folder}: its index is not in a cluster with other archives; 'dateline index use' moves it to one")
    own = open_in_cluster(choice)
    assert isinstance(own, OpenSearchIndex)
    index = SharedIndex(own.cluster, None if names == ALL else [name.strip() for name in names.split(",")])
    homes = index.homes()
    archives = {name: _open_articles(index, name, home) for name, home in homes.items()}
    index.links = _load_links(folder, homes, archives)
    behind = {name: one.last_change() - homes[name].position for name, one in archives.items() if isinstance(one, Store)}
    warnings = [
        f"the last {number:,} changes of {name} are not in this answer; search that archive alone once to update its index"
        for name, number in behind.items()
        if number
    ]
    return cast(Store, SharedStore(_own(folder), archives, index)), index, warnings


def _own(folder: Path) -> Store:
    """The archive that the search starts from; a temporary empty one if there is none."""
    try:
        return Store.open(folder / ARCHIVE_FILE, create=False, reading=True)
    except ArchiveMissing:
        from shutil import rmtree
        from tempfile import mkdtemp

        temporary = mkdtemp(prefix="dateline-")
        register(rmtree, temporary, ignore_errors=True)
        return Store.open(Path(temporary) / ARCHIVE_FILE, create=True)


def _open_articles(index: SharedIndex, name: str, home: Home) -> Articles:
    """Open the source of an archive's articles: its index if that stores them, else its file."""
    if home.texts:
        return IndexedArticles(index.cluster, index.alias_of(name), name)
    try:
        return Store.open(Path(home.folder) / ARCHIVE_FILE, create=False, reading=True)
    except DatelineError as error:
        raise IndexFault(
            f"{name}: the texts of this archive are in its file, and cannot be read here: {error}; "
            "'dateline index use … --texts-in-index' in that archive keeps them in the index too"
        ) from error


def _load_links(folder: Path, homes: Mapping[str, Home], archives: Mapping[str, Articles]) -> list[Link]:
    """Find the stories that are in several archives; they come from the cache if no archive has changed since."""
    path = folder / _LINKS_FILE
    states = {
        name: [str(one.session.path), one.last_change()]
        if isinstance(one, Store)
        else [homes[name].generation, homes[name].position]
        for name, one in archives.items()
    }
    with suppress(OSError, ValueError, KeyError, TypeError):
        cached = json.loads(path.read_text("utf-8"))
        if (cached["method"], cached["archives"]) == (METHOD, states):
            return [Link(one["lead"], one["members"]) for one in cached["links"]]
    found = find_links({name: StoredSketches(one.session) if isinstance(one, Store) else one for name, one in archives.items()})
    links = [{"lead": link.lead, "members": link.members} for link in found]
    with suppress(OSError):  # the file is only a cache
        path.write_text(json.dumps({"method": METHOD, "archives": states, "links": links}), "utf-8")
    return found


class SharedStore:
    """The articles of several archives, by whole ids. Saved searches, outlets and other own data come from the archive in use."""

    def __init__(self, own: Store, stores: Mapping[str, Articles], index: SharedIndex) -> None:
        self._own = own
        self._stores = stores
        self._index = index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def last_change(self) -> int:
        """The position of the index, so that it never seems behind; `open_shared` has warned about what it lacks."""
        return self._index.position

    def size(self) -> int:
        """The number of all articles."""
        return sum(store.size() for store in self._stores.values())

    def article_ids(self) -> Iterable[str]:
        """The whole ids of all articles."""
        return (f"{name}~{article_id}" for name, store in self._stores.items() for article_id in store.article_ids())

    def get_many(self, ids: Iterable[str], damaged: list[str] | None = None) -> dict[str, ArchivedArticle]:
        """The articles of these ids that exist, in the same order."""
        wanted, found = list(dict.fromkeys(ids)), dict[str, ArchivedArticle]()
        for name, store in self._stores.items():
            own = [article_id.partition("~")[2] for article_id in wanted if article_id.startswith(f"{name}~")]
            found |= {
                f"{name}~{article.id}": self._with_whole_ids(name, article) for article in store.get_many(own, damaged).values()
            }
        return {article_id: found[article_id] for article_id in wanted if article_id in found}

    def get(self, article_id: str) -> ArchivedArticle:
        """The article with exactly that id; ArticleMissing if there is none."""
        found = self.get_many([article_id])
        if not found:
            raise ArticleMissing(f"there is no article {article_id}")
        return found[article_id]

    def find_id(self, prefix: str) -> str:
        """The whole id of the one article whose id starts with `prefix`, with or without its archive."""
        name, separator, start = prefix.partition("~")
        found = []
        for other, store in self._stores.items():
            if not separator or other == name:
                with suppress(ArticleMissing):
                    found.append(f"{other}~{store.find_id(start if separator else prefix)}")
        if len(found) != 1:
            raise ArticleMissing(
                f"there is no article {prefix}" if not found else f"{prefix} matches several articles: {', '.join(found)}"
            )
        return found[0]

    def raw_of(self, article_id: str, version: int | None = None) -> RawDocument:
        """The raw document of an article; ArchiveError if the file of its archive cannot be read."""
        with self._file_of(article_id) as (store, own):
            return store.raw_of(own, version)

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """Every version of an article; ArchiveError if the file of its archive cannot be read."""
        with self._file_of(article_id) as (store, own):
            return store.versions(own)

    def article_record(self, article_id: str) -> ArticleRecord:
        """Raise ArchiveError: only its own archive has the record of an article, under its id there."""
        name, _, own = article_id.partition("~")
        raise ArchiveError(
            f"{article_id}: whole articles are exported from one archive at a time; "
            f"run this in {self._index.homes()[name].folder}, where its id is {own}"
        )

    @contextmanager
    def _file_of(self, article_id: str) -> Iterator[tuple[Store, str]]:
        """The store of an article's archive, and the id of the article there."""
        name, _, own = article_id.partition("~")
        source = self._stores.get(name)
        if isinstance(source, Store):
            yield source, own
            return
        home = self._index.homes()[name]
        where = f"in the files in {home.folder}" if home.batch else f"in the file of its archive, {home.folder}"
        refusal = f"{article_id}: raw documents and older versions are {where}, and not in the index"
        try:
            if home.batch:
                raise ArchiveError(refusal)
            store = Store.open(Path(home.folder) / ARCHIVE_FILE, create=False, reading=True)
        except ArchiveError as error:
            raise ArchiveError(refusal) from error
        with store:
            yield store, own

    def copies_are_current(self) -> bool:
        """Always true: each archive groups its own copies when it is written to."""
        return True

    def cluster_of(self, article_id: str) -> Any:
        """The copies of an article's story in all archives; None if it has no copies."""
        from dateline.types.history import Cluster, Copy

        if link := self._index.link_of(article_id):
            others = sorted(set(link.members) - {link.lead})
            return Cluster((Copy(link.lead, 1.0), *(Copy(other, 1.0) for other in others)))
        name, _, own = article_id.partition("~")
        cluster = self._stores[name].cluster_of(own) if name in self._stores else None
        return cluster and Cluster(tuple(replace(copy, article_id=f"{name}~{copy.article_id}") for copy in cluster.copies))

    def clusters(self, ids: Iterable[str]) -> dict[str, ClusterMark]:
        """For each of `ids` with copies: the lead copy, and the number of copies."""
        return {article_id: article.cluster for article_id, article in self.get_many(ids).items() if article.cluster}

    def close(self) -> None:
        """Close the files."""
        for store in (self._own, *self._stores.values()):
            store.close()

    def _with_whole_ids(self, name: str, article: ArchivedArticle) -> ArchivedArticle:
        whole, mark = f"{name}~{article.id}", article.cluster
        if link := self._index.link_of(whole):
            mark = ClusterMark(link.lead, len(link.members), mark.similarity if mark else 1.0)
        elif mark:
            mark = replace(mark, lead=f"{name}~{mark.lead}")
        return replace(article, id=whole, cluster=mark)
