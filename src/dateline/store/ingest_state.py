"""What ingests store besides articles: failures, known files, data learned about sources, subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.store.batches import Batches
from dateline.store.known_files import note_files, without_known
from dateline.store.learned_data import write_day_orders, write_source_languages, write_templates
from dateline.store.rows import plain, to_moment

if TYPE_CHECKING:
    from dateline.cleaning.templates import Template
    from dateline.metadata.day_order import DayOrder
    from dateline.metadata.source_languages import SourceLanguage
    from dateline.readers.file_states import FileState
    from dateline.store.feeds import Subscription
    from dateline.types.documents import Failure

_INSERT_FAILURE = """
    INSERT INTO failures (origin, reason, at) VALUES (?, ?, ?)
    ON CONFLICT (origin) DO UPDATE SET reason = excluded.reason, at = excluded.at
"""
_CLEAR_FAILURE = "DELETE FROM failures WHERE origin = ?"


class IngestState(Batches):
    """An archive file with what ingests store besides articles."""

    __slots__ = ()

    def forget_failures(self, origins: Iterable[str] | None = None) -> int:
        """Remove these failures from the list, or all. Return how many there were."""
        with self.batch():
            if origins is None:
                return self.session.run("DELETE FROM failures")
            return sum(map(self._clear_failure, origins))

    def _clear_failure(self, origin: str) -> int:
        return self.session.run(_CLEAR_FAILURE, (plain(origin),))

    def add_failure(self, failure: Failure, at: datetime) -> None:
        """Record a document that could not be ingested; the newest failure of an origin counts until it succeeds."""
        with self.batch():
            self.session.run(_INSERT_FAILURE, (plain(failure.origin), plain(failure.reason), to_moment(at)))

    def set_templates(self, templates: Iterable[Template]) -> None:
        """Store the learned repeated lines, in place of all earlier ones."""
        with self.batch():
            write_templates(self.session, templates)

    def set_day_orders(self, orders: Iterable[DayOrder]) -> None:
        """Store the learned orders of day and month, in place of all earlier ones."""
        with self.batch():
            write_day_orders(self.session, orders)

    def set_source_languages(self, languages: Iterable[SourceLanguage]) -> None:
        """Store the learned languages of sources, in place of all earlier ones."""
        with self.batch():
            write_source_languages(self.session, languages)

    def note_files(self, files: Iterable[FileState]) -> None:
        """Record that these files were ingested in their present state."""
        with self.batch():
            note_files(self.session, files)

    def without_known(self, files: Sequence[FileState]) -> list[FileState]:
        """Those of `files` that are new or have changed since they were ingested."""
        return without_known(self.session, files)

    def keep_feed(self, feed: Subscription) -> None:
        """Store a subscribed feed and how fetching it went, in place of the one with the same address."""
        from dateline.store.feeds import write_feed

        with self.batch():
            write_feed(self.session, feed)

    def drop_feed(self, url: str) -> bool:
        """Delete a subscribed feed; False if there was none with that address."""
        with self.batch():
            return self.session.run("DELETE FROM feeds WHERE url = ?", (plain(url),)) > 0
