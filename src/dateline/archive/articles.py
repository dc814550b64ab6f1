"""The articles of an archive, one by one or all, with their documents, copies and versions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from dateline.archive.queries import Queries
from dateline.errors import ArticleMissing
from dateline.query import Query
from dateline.store.read import read_past_damage
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument
    from dateline.types.history import ArticleRecord, Copy, Diff, Version


class Articles(Queries):
    """An open archive with methods that read articles."""

    __slots__ = ()

    def articles(
        self, query: Query | str | None = None, *, unique: bool = False, damaged: list[str] | None = None
    ) -> Iterator[ArchivedArticle]:
        """Read all articles, or all that match `query`, one by one.

        A damaged article is left out and named in `damaged` if that list is given; otherwise it raises an error.
        """
        return self.read(self._select_ids(query, unique), damaged)

    def records(
        self, query: Query | str | None = None, *, unique: bool = False, damaged: list[str] | None = None
    ) -> Iterator[ArticleRecord]:
        """Read the article records of all articles, or of all that match `query`, one by one; `damaged` as for `articles`."""
        for article_id in self._select_ids(query, unique):
            with suppress(ArticleMissing):  # deleted meanwhile
                if damaged is None:
                    yield self.store.article_record(article_id)
                else:
                    yield from read_past_damage(lambda ids: map(self.store.article_record, ids), [article_id], damaged)

    def raw(self, article_id: str, version: int | None = None) -> RawDocument:
        """Return the raw document of an article, by default of its newest version, exactly as it was given."""
        return self.store.raw_of(self.find(article_id), version)

    def address(self, article_id: str) -> str:
        """Return the web address of an article; raise DatelineError if it has none that a browser may open."""
        from dateline.archive.lookup import address_of

        return address_of(self.get(article_id))

    def origins(self, article_id: str) -> dict[str, str]:
        """Return where each field of an article was found in its document, which is read again for this."""
        from dateline.archive.recleaning import clean_again

        return dict(clean_again(self.store, self.cleaner, self.find(article_id)).metadata.origins)

    def batch_metadata(self, article_id: str) -> dict[str, str]:
        """Return the batch metadata of the ingest that added the newest version, by field."""
        from dateline.metadata.batch_metadata import list_fields

        return list_fields(self.raw(article_id).hints)

    def copies(self, article_id: str) -> tuple[tuple[Copy, ArchivedArticle], ...]:
        """Return the copies of an article's story with the article itself, the lead copy first; empty if it has no copies."""
        copies = self._copies(self.find(article_id))
        articles = self.store.get_many(copy.article_id for copy in copies)
        return tuple((copy, articles[copy.article_id]) for copy in copies if copy.article_id in articles)

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """Return every version of an article, the oldest first."""
        return self.store.versions(self.find(article_id))

    def version(self, article_id: str, number: int) -> ArchivedArticle:
        """Return a version of an article, cleaned by the same cleaner as the newest."""
        from dateline.archive.recleaning import version_of

        return version_of(self.store, self.cleaner, self.get(article_id), number)

    def diff(self, article_id: str, old: int | None = None, new: int | None = None) -> Diff:
        """Return what changed from version `old` to version `new`; the defaults are the newest version and the one before."""
        from dateline.archive.recleaning import compare_versions

        return compare_versions(self.store, self.cleaner, self.find(article_id), old, new)
