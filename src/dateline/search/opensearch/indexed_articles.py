"""The articles of one archive, read from its index in a cluster, which stores them with their texts.

They have the state of the last sync. Their data is checked on reading, as other programs can change it there.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.errors import ArticleMissing, IndexFault
from dateline.search.opensearch.dialect import Part
from dateline.search.opensearch.long_lists import ClusterQuery
from dateline.search.opensearch.mapping import ARTICLE, COPY_KEYS, LEAD
from dateline.search.opensearch.stored_article import stored_article
from dateline.search.schema import story_key
from dateline.store.read import only_id
from dateline.store.rows import DERIVED, article_values
from dateline.store.text_cache import comparable
from dateline.syndication.lead_copy import CopyFacts
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from dateline.search.opensearch.cluster import Cluster
    from dateline.syndication.shingles import ShingledText
    from dateline.types.history import Cluster as Story

_CHUNK = 500
_SKETCHES = 5_000
_ALL: Part = {"match_all": {}}


@dataclass(frozen=True, slots=True)
class IndexedArticles:
    """The articles behind an archive's alias."""

    cluster: Cluster
    alias: str
    archive: str

    def size(self) -> int:
        """The number of articles."""
        return self._query(_ALL).total()

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in order."""
        return (str(row["id"]) for row in self._query(_ALL).each(["id"]))

    def find_id(self, prefix: str) -> str:
        """The id of the one article whose id starts with `prefix`."""
        return only_id(prefix, self._ids_starting_with)

    def get_many(self, ids: Iterable[str], damaged: list[str] | None = None) -> dict[str, ArchivedArticle]:
        """The articles of these ids that exist, in the same order; invalid ones are reported in `damaged`."""
        wanted, found = list(dict.fromkeys(ids)), dict[str, ArchivedArticle]()
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            sources = self._query(_ALL).articles(chunk)
            sizes = self._count_copies(one[ARTICLE]["cluster"][0] for one in sources.values() if "cluster" in one.get(ARTICLE, {}))
            for article_id in chunk:
                if article_id in sources:
                    found |= self._read_article(article_id, sources[article_id], sizes, damaged)
        return found

    def get(self, article_id: str) -> ArchivedArticle:
        """The article with exactly that id; ArticleMissing if there is none."""
        for article in self.get_many([article_id]).values():
            return article
        raise ArticleMissing(f"there is no article {article_id}")

    def cluster_of(self, article_id: str) -> Story | None:
        """The copies of an article's story, including itself; None if it has no copies."""
        from dateline.types.history import Cluster, Copy

        mark = self.get(article_id).cluster
        if mark is None:
            return None
        ids = [str(row["id"]) for row in self._query(_story_query(mark.lead)).each(["id"])]
        copies = [Copy(one.id, one.cluster.similarity) for one in self.get_many(ids).values() if one.cluster]
        return Cluster(tuple(sorted(copies, key=lambda copy: (copy.article_id != mark.lead, -copy.similarity, copy.article_id))))

    def leads(self) -> dict[str, str]:
        """The lead copy of each article that has copies here."""
        query_of_copies = self._query({"exists": {"field": "story"}})
        return {str(row["id"]): str(row[LEAD]) for row in query_of_copies.each(["id", LEAD]) if LEAD in row}

    def sketches(self) -> Iterator[list[tuple[int, str, bytes]]]:
        """The articles with the sketches of their texts, in chunks."""
        rows = (row for row in self._query(_ALL).each(["id", COPY_KEYS]) if COPY_KEYS in row)
        numbered = ((number, str(row["id"]), b64decode(f"{row[COPY_KEYS]}==")) for number, row in enumerate(rows, start=1))
        while some := list(islice(numbered, _SKETCHES)):
            yield some

    def texts(self, ids: Iterable[str]) -> Mapping[str, ShingledText]:
        """The texts of articles in the form that is compared."""
        return comparable([(one.id, one.article.kind, one.article.body) for one in self.get_many(ids).values()])

    def facts(self, article_id: str) -> CopyFacts | None:
        """The facts that decide the choice of a lead copy; None if the article was deleted meanwhile."""
        found = self.get_many([article_id]).get(article_id)
        if found is None:
            return None
        row: dict[str, Any] = dict(zip(DERIVED, article_values(found.article), strict=True))
        return CopyFacts(article_id, row["source"], row["domain"], row["published"], row["published_last"], len(row["body"]))

    def close(self) -> None:
        """Do nothing: the index owns the connections."""

    def _read_article(
        self, article_id: str, source: Mapping[str, Any], sizes: Mapping[str, int], damaged: list[str] | None
    ) -> dict[str, ArchivedArticle]:
        try:
            record = source[ARTICLE]
            return {article_id: stored_article(article_id, record, sizes[record["cluster"][0]] if "cluster" in record else 1)}
        except (ValueError, LookupError, TypeError) as error:
            message = f"{self.archive}~{article_id}: its entry in the index is invalid ({error}); 'dateline reindex' repairs it"
            if damaged is None:
                raise IndexFault(message) from error
            damaged.append(message)
            return {}

    def _count_copies(self, leads: Iterable[str]) -> dict[str, int]:
        """The number of copies in the story of each lead copy."""
        wanted = sorted(set(leads))
        return dict(zip(wanted, self.cluster.counts(self.alias, [_story_query(lead) for lead in wanted]), strict=True))

    def _ids_starting_with(self, start: str, most: int) -> Sequence[str]:
        rows, _ = self._query({"prefix": {"id": start}}).rows((), ["id"], 0, most)
        return [str(row["id"]) for row in rows]

    def _query(self, query: Part) -> ClusterQuery:
        return ClusterQuery(self.cluster, self.alias, query)


def _story_query(lead: str) -> Part:
    """The query for the articles of the story of a lead copy."""
    key = 2 * story_key(lead)
    return {"terms": {"story": [key, key + 1]}}
