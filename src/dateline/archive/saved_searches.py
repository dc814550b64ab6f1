"""Saved searches: queries with a name, and their new results since the last time.

Change numbers decide what is new: an article is new when a version of it was ingested, not when it was cleaned again or tagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from dateline.archive.archive import Archive
from dateline.errors import DatelineError
from dateline.query import And, MatchAll, OnlyIds, Query, parse_query, saved_name
from dateline.search.snippet import article_snippet
from dateline.types.answers import SavedSearch
from dateline.types.history import FeedItem

_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class SavedSearches:
    """The saved searches of an archive."""

    archive: Archive

    def all(self) -> tuple[SavedSearch, ...]:
        """The saved searches, ordered by name."""
        return self.archive.store.saved()

    def texts(self) -> dict[str, str]:
        """Their queries by name, as `parse_query` takes them."""
        return {one.name: one.query for one in self.all()}

    def save(self, name: str, text: str) -> Query:
        """Save a query under a name for `saved:name`, and return its tree as of today; raise QueryError if it refers to itself."""
        kept = saved_name(name)
        if kept is None:
            raise DatelineError(f"'{name}' cannot be the name of a search; use letters, digits, - _ and ., at most 64 characters")
        query = parse_query(f"saved:{kept}", date.today(), {**self.texts(), kept: text})
        with self.archive.store.writing(_WAIT):
            self.archive.store.save(kept, text, datetime.now(UTC))
        return query

    def forget(self, name: str) -> None:
        """Delete a saved search; raise DatelineError if there is none with this name."""
        with self.archive.store.writing(_WAIT):
            self.archive.store.forget(name.lower())

    def recall(self, name: str) -> tuple[Query, SavedSearch]:
        """Return the tree that the search makes today, and the search."""
        searches = {one.name: one for one in self.all()}
        kept = saved_name(name)
        if kept is None:
            raise DatelineError(f"there is no saved search '{name}'; 'dateline saved' lists the saved searches")
        return parse_query(f"saved:{kept}", date.today(), self.texts()), searches[kept]

    def news(self, name: str) -> tuple[Query, int]:
        """Return the search limited to what is new since it was last shown, and the change number to mark it with afterwards."""
        last = self.archive.store.last_change()
        query, search = self.recall(name)
        if search.shown is None:
            return query, last
        return self.since(query, search.shown), last

    def since(self, query: Query, change: int) -> Query:
        """Limit a query to articles that were ingested after a change."""
        return And((query, OnlyIds(MatchAll(), self.archive.store.came_since(change))))

    def mark_shown(self, name: str, change: int) -> None:
        """Record that everything up to `change` was shown."""
        with self.archive.store.writing(_WAIT):
            self.archive.store.mark_news_shown(name.lower(), change)

    def feed(self, name: str, most: int) -> tuple[SavedSearch, tuple[FeedItem, ...]]:
        """Return the search, and its `most` articles whose newest versions were ingested last, the last first."""
        query, search = self.recall(name)
        store = self.archive.store
        found = store.get_many(store.newest(self.archive.ids(query), most)).values()
        return search, tuple(FeedItem(one, store.versions(one.id)[-1].seen, article_snippet(one, query)) for one in found)
