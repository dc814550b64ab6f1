"""From queries and names to articles. Searching, reading and editing build on this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from dateline.archive.arguments import (
    to_name,
    to_query,
    to_window,
)
from dateline.archive.maintenance import Maintenance
from dateline.errors import ArchiveLocked, ArchiveReadOnly
from dateline.query import MatchAll, Query, list_leaves
from dateline.query.copies import expand_copies
from dateline.query.source_aliases import expand_source_aliases
from dateline.search.index import Index
from dateline.search.post_filter import post_filter
from dateline.search.stories import limit_to_stories
from dateline.store.read import read_past_damage
from dateline.types.answers import Sort, Window
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from dateline.types.history import Copy


class Queries(Maintenance):
    """An open archive that understands queries and the names of articles."""

    __slots__ = ()

    @property
    def lag(self) -> str | None:
        """What the last answer lacks because another process is writing it; None if it is complete."""
        return self._follower.lag

    def find(self, name: str) -> str:
        """Find the full id of an article by its id (or the beginning of it), its address in any form, or its path."""
        from dateline.archive.lookup import find_article

        return find_article(self.store, self.ids, to_name(name))

    def get(self, article_id: str) -> ArchivedArticle:
        """Return the article with this id, or any other name that `find` takes."""
        return self.store.get(self.find(article_id))

    def ids(self, query: Query | str, sort: Sort = "newest", *, unique: bool = False) -> tuple[str, ...]:
        """Return the ids of all articles that match `query`, by default the newest first.

        With `unique`, here and in other methods, return one article of each story.
        """
        parsed, window = self._parse(query), to_window(Window(limit=None, sort=sort))
        found = self._follower.answer(lambda index: index.search(self._post_filtered(parsed, index, unique=unique), window))
        return tuple(article_id for article_id, _ in found.ids)

    def read(self, ids: Iterable[str], damaged: list[str] | None = None) -> Iterator[ArchivedArticle]:
        """Read the articles with these ids, a batch at a time, without those that do not exist; `damaged` as for `articles`."""
        from dateline.archive.worker_pool import batches

        for batch in batches(ids):
            if damaged is None:
                yield from self.store.get_many(batch).values()
            else:
                yield from read_past_damage(lambda some: self.store.get_many(some).values(), batch, damaged)

    def _read(self, ids: Iterable[str]) -> Iterator[ArchivedArticle]:
        """Do the same for an answer: an article with a damaged ledger counts with its text, and a warning names it."""
        from dateline.archive.worker_pool import batches

        for batch in batches(ids):
            yield from self.store.get_many(batch, self.notes).values()

    def _select_ids(self, query: Query | str | None, unique: bool) -> Iterator[str]:
        query = None if query is None else self._parse(query)
        if not unique and (query is None or isinstance(query, MatchAll)):
            return self.store.article_ids()
        return iter(self.ids(query or MatchAll(), "oldest", unique=unique))

    def _parse(self, given: Query | str) -> Query:
        return to_query(given, self._saved_queries(given) if isinstance(given, str) else {})

    def _saved_queries(self, given: object) -> dict[str, str]:
        """Return the texts of the saved searches if a query names one."""
        return {one.name: one.query for one in self.store.saved()} if "saved:" in str(given).lower() else {}

    def _with_aliases(self, query: Query) -> Query:
        def canonical(name: str) -> str | None:
            from dateline.metadata.outlets import load_outlets

            known = self.cleaner.outlets.find(name) or load_outlets().find(name)
            return known.name if known else None

        return expand_source_aliases(query, canonical)

    def _post_filtered(self, query: Query, index: Index, *, unique: bool = False) -> Query:
        sure = post_filter(expand_copies(self._with_aliases(query), self._story), index, self._read)
        return limit_to_stories(sure, index) if unique else sure

    def _explain_empty(self, query: Query, index: Index) -> tuple[str, ...]:
        from dateline.search.explain import BY_MEANING, explain_no_results
        from dateline.search.suggest import suggestions
        from dateline.types.history import NAME_KINDS

        found = explain_no_results(
            query, lambda part: index.count(self._post_filtered(part, index)), lambda leaf: suggestions(leaf, index)
        )
        named = any(getattr(leaf, "field", None) in NAME_KINDS for leaf in list_leaves(query))
        found += self.why_no_names() if named else ()
        return (*found, BY_MEANING) if self.store.has_vectors else found

    def why_no_names(self) -> tuple[str, ...]:
        """A warning if people, places and organisations were not looked for in all articles; it reads the whole archive."""
        number = self.store.count_unsought()
        have = "article has" if number == 1 else "articles have"
        return (f"{number:,} {have} not been searched for names; run 'dateline reindex'.",) if number else ()

    def _copies(self, article_id: str) -> tuple[Copy, ...]:
        if not self.store.copies_are_current():
            # An archive from before there were clusters. If another process is writing, that one groups it.
            with suppress(ArchiveLocked, ArchiveReadOnly), self.store.batch():
                pass
        cluster = self.store.cluster_of(article_id)
        return cluster.copies if cluster else ()

    def _story(self, article_id: str) -> frozenset[str]:
        whole = self.find(article_id)
        return frozenset((whole, *(copy.article_id for copy in self._copies(whole))))
