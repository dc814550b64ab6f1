"""View: everything that can be read from an open archive file. `Store` adds writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.errors import ArticleMissing
from dateline.store.clusters import followed_change, read_cluster, read_marks
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionaries
from dateline.store.learned_data import read_day_orders, read_source_languages, read_templates
from dateline.store.ledger import Ledger
from dateline.store.name_index import count_unsought, read_names
from dateline.store.raw_documents import RawDocuments
from dateline.store.read import find_id, read_changes, read_ids, read_many, read_raw, read_versions
from dateline.store.saved import read_came_since, read_newest, read_saved
from dateline.store.session import Session
from dateline.types.articles import ArchivedArticle, ClusterMark

if TYPE_CHECKING:
    from dateline.cleaning.templates import Template
    from dateline.metadata.day_order import DayOrder
    from dateline.metadata.source_languages import SourceLanguage
    from dateline.store.feeds import Subscription
    from dateline.store.statistics import SourceCount, Stats
    from dateline.types.answers import SavedSearch
    from dateline.types.documents import Failure, RawDocument
    from dateline.types.history import ArticleRecord, Change, Cluster, KnownChange, NameChange, Version

_LAST_CHANGE = "SELECT max(coalesce((SELECT max(change) FROM articles), 0), coalesce((SELECT max(change) FROM deletions), 0))"


@dataclass(slots=True)
class StoreReader:
    """The contents of an open archive file; use it from the thread that opened it."""

    session: Session
    _dictionaries: Dictionaries = field(init=False)
    _ledger: Ledger = field(init=False)
    _raws: RawDocuments = field(init=False)

    def __post_init__(self) -> None:
        codec = Codec()
        self._dictionaries = Dictionaries(self.session, codec)
        self._ledger = Ledger(self.session, self._dictionaries)
        self._raws = RawDocuments(self.session, codec, self._dictionaries)

    def templates(self) -> tuple[Template, ...]:
        """The repeated lines that were learned of each source."""
        return read_templates(self.session)

    def day_orders(self) -> tuple[DayOrder, ...]:
        """The order of day and month that was learned of each source."""
        return read_day_orders(self.session)

    def source_languages(self) -> tuple[SourceLanguage, ...]:
        """The languages that were learned of each source."""
        return read_source_languages(self.session)

    def saved(self) -> tuple[SavedSearch, ...]:
        """The saved searches, by name."""
        return read_saved(self.session)

    def names(self) -> tuple[NameChange, ...]:
        """A person's corrections of names, by kind and name."""
        return read_names(self.session)

    def feeds(self) -> tuple[Subscription, ...]:
        """The subscribed feeds, by folder and address."""
        from dateline.store.feeds import read_feeds

        return read_feeds(self.session)

    def fetched(self, addresses: Iterable[str]) -> dict[str, datetime]:
        """Those of `addresses` whose own page was fetched, each with the last time."""
        from dateline.store.feeds import read_fetched

        return read_fetched(self.session, addresses)

    def came_since(self, change: int) -> frozenset[str]:
        """The ids of the articles with a version that was ingested after `change`; cleaning or tagging does not count."""
        return read_came_since(self.session, change)

    def newest(self, ids: Iterable[str], most: int) -> tuple[str, ...]:
        """Those of `ids` that were ingested last, the newest first."""
        return read_newest(self.session, ids, most)

    def failures(self) -> tuple[Failure, ...]:
        """The documents that could not be ingested, in the order they came."""
        from dateline.store.statistics import read_failures

        return read_failures(self.session)

    def find_id(self, prefix: str) -> str:
        """The id of the one article whose id begins with `prefix`."""
        return find_id(self.session, prefix)

    def get(self, article_id: str) -> ArchivedArticle:
        """The article with exactly that id."""
        for article in read_many(self.session, self._ledger, [article_id]):
            return article
        raise ArticleMissing(f"there is no article {article_id}")

    def get_many(self, ids: Iterable[str], damaged: list[str] | None = None) -> dict[str, ArchivedArticle]:
        """The articles that exist among `ids`, in that order.

        If a ledger is damaged, `damaged` reports it and the article has only its text; without that list, ArchiveDamaged is raised.
        """
        wanted = list(dict.fromkeys(ids))
        found = {article.id: article for article in read_many(self.session, self._ledger, wanted, damaged)}
        return {article_id: found[article_id] for article_id in wanted if article_id in found}

    def article_record(self, article_id: str) -> ArticleRecord:
        """Everything that is stored about the article with exactly that id."""
        from dateline.store.article_records import read_article_record

        return read_article_record(self.session, self._ledger, self._raws, article_id)

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in order; safe while others write."""
        return read_ids(self.session)

    def raw_of(self, article_id: str, version: int | None = None) -> RawDocument:
        """The raw document that a version of an article (default: the newest) was cleaned from, as it was given."""
        return read_raw(self.session, self._raws, article_id, version)

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of an article, the oldest first."""
        return read_versions(self.session, article_id)

    def cluster_of(self, article_id: str) -> Cluster | None:
        """The copies of an article's story, including the article; None if it has no copies."""
        return read_cluster(self.session, article_id)

    def clusters(self, ids: Iterable[str]) -> dict[str, ClusterMark]:
        """For those of `ids` that have copies: the lead, and the number of copies."""
        return read_marks(self.session, ids)

    def copies_are_current(self) -> bool:
        """Whether all articles have been compared for copies; False in an archive from before there were clusters."""
        return followed_change(self.session) == self.last_change()

    @property
    def has_vectors(self) -> bool:
        """Whether there are vectors of articles, to search by meaning."""
        from dateline.store.vectors import is_there

        return is_there(self.session)

    @property
    def vectors_state(self) -> tuple[str | None, int, int] | None:
        """The model of the vectors, the last change that they follow, and the highest number; None if there are none."""
        from dateline.store.vectors import Vectors

        vectors = Vectors(self.session)
        return (vectors.model, vectors.followed, vectors.last) if self.has_vectors else None

    def count_unsought(self) -> int:
        """The number of articles that were not searched for people, places and organisations."""
        return count_unsought(self.session)

    def last_change(self) -> int:
        """The number of the newest change; 0 in an empty archive."""
        return self.session.number(_LAST_CHANGE)

    def size(self) -> int:
        """The number of articles."""
        return self.session.number("SELECT count(*) FROM articles")

    def changes_since(self, number: int, damaged: list[str] | None = None) -> Iterator[Change]:
        """The changes after change `number`, in order: every article written since, as it is now, and every deletion.

        `damaged` as for `get_many`.
        """
        from dateline.types.history import Change

        return (change for change in self.changes_beside({}, number, damaged) if isinstance(change, Change))

    def changes_beside(
        self, known: Mapping[str, int], number: int, damaged: list[str] | None = None
    ) -> Iterator[Change | KnownChange]:
        """As `changes_since`; `known` maps ids to changes: for an article whose last change is known, only the cluster is read."""
        return read_changes(self.session, self._ledger, number, damaged, known)

    def sources(self) -> tuple[SourceCount, ...]:
        """All sources, the one with most articles first."""
        from dateline.store.statistics import read_sources

        return read_sources(self.session)

    def stats(self) -> Stats:
        """The archive in numbers."""
        from dateline.store.statistics import read_stats

        return read_stats(self.session)

    def damage(self) -> tuple[dict[str, int], tuple[str, ...]]:
        """The damaged raw documents (their numbers by their hashes), and the articles whose ledgers are damaged."""
        from dateline.store.verify import damaged_articles, damaged_raws

        raws = {raw_id: number for number, raw_id in damaged_raws(self.session, self._raws)}
        return raws, tuple(damaged_articles(self.session, self._ledger))

    def raw_content(self, raw_id: str) -> bytes | None:
        """The bytes of the raw document with that hash; None if it is not stored."""
        number = self._raws.number(raw_id)
        return self._raws.read([number])[number] if number else None

    def places_of(self, raws: Iterable[int]) -> tuple[str, ...]:
        """The places that the raw documents with these numbers were read from."""
        rows = self.session.rows_among("SELECT DISTINCT origin FROM sightings WHERE raw IN ({}) ORDER BY origin", raws)
        return tuple(origin for (origin,) in rows)

    def articles_of(self, raws: Iterable[int]) -> tuple[str, ...]:
        """The articles that raw documents with these numbers belong to."""
        rows = self.session.rows_among("SELECT DISTINCT article_id FROM sightings WHERE raw IN ({}) ORDER BY article_id", raws)
        return tuple(article_id for (article_id,) in rows)

    def verify(self) -> Iterator[str]:
        """The faults of the archive, in sentences; none if all is well."""
        from dateline.store.vectors import find_vector_faults
        from dateline.store.verify import find_faults
        from dateline.store.verify_copies import find_copy_faults  # it imports NumPy

        yield from find_faults(self.session, self._ledger, self._raws)
        yield from find_copy_faults(self.session, self.last_change())
        yield from find_vector_faults(self.session)
