"""What people state about articles and names, and the queries that they save. Cleaning again keeps all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.store.annotations import write_note, write_tags
from dateline.store.batches import Batches
from dateline.store.name_index import articles_naming, fill_names, forget_names, names_behind, write_names
from dateline.store.overrides import read_overrides, write_overrides
from dateline.store.rows import plain, plain_or_none, to_moment
from dateline.store.saved import forget_saved, write_saved
from dateline.types.articles import LineOverrides

if TYPE_CHECKING:
    from dateline.types.history import NameKind


class HumanEdits(Batches):
    """An archive file with the edits of articles and names by people, and their saved queries."""

    __slots__ = ()

    def override(self, article_id: str, texts: Iterable[str], keep: bool | None) -> None:
        """Record that a person wants lines with these texts kept or dropped, whatever a cleaner decides; None undoes that."""
        with self.batch():
            write_overrides(self.session, article_id, texts, keep)

    def overrides(self, article_id: str) -> LineOverrides:
        """The lines that a person keeps or drops."""
        return read_overrides(self.session, article_id)

    def correct(self, article_id: str, changes: Mapping[str, str | None], at: datetime) -> None:
        """Record a person's values for single fields; None removes an earlier one."""
        with self.batch():
            for name, value in changes.items():
                self.session.run("DELETE FROM corrections WHERE article_id = ? AND field = ?", (article_id, name))
                if value is not None:
                    row = (article_id, name, plain(value), to_moment(at))
                    self.session.run("INSERT INTO corrections (article_id, field, value, at) VALUES (?, ?, ?, ?)", row)

    def corrections(self, article_id: str) -> dict[str, str]:
        """The fields that a person has set, with their values."""
        return dict(self.session.rows("SELECT field, value FROM corrections WHERE article_id = ? ORDER BY field", (article_id,)))

    def tag(self, article_id: str, put: Iterable[str], taken: Iterable[str], at: datetime) -> None:
        """Record the tags that a person puts on an article and takes off it."""
        with self.batch():
            write_tags(self.session, article_id, map(plain, put), map(plain, taken), to_moment(at))
            self._touch(article_id)

    def annotate(self, article_id: str, text: str, at: datetime) -> None:
        """Replace a person's note on an article; an empty text deletes it."""
        with self.batch():
            write_note(self.session, article_id, plain(text), to_moment(at))
            self._touch(article_id)

    def rename(self, kind: NameKind, names: Sequence[str], becomes: str | None, at: datetime) -> int:
        """Record that names become another name, or (None) are hidden. Return the number of articles that change."""
        with self.batch():
            write_names(self.session, kind, map(plain, names), plain_or_none(becomes), to_moment(at))
            return self._touch_naming(kind, names)

    def take_back_names(self, kind: NameKind, names: Sequence[str]) -> int:
        """Undo corrections of names; returns the number of articles that change."""
        with self.batch():
            return self._touch_naming(kind, names) if forget_names(self.session, kind, map(plain, names)) else 0

    def fill_names(self) -> None:
        """Find the names in articles that were ingested before names were found, in batches: an interrupted run continues."""
        last: str | None = ""
        while last is not None:
            with self.batch():
                last = fill_names(self.session, last)

    def save(self, name: str, query: str, at: datetime) -> None:
        """Save a query under a name, in place of an earlier one."""
        with self.batch():
            write_saved(self.session, name, plain(query), to_moment(at))

    def forget(self, name: str) -> None:
        """Delete a saved search."""
        with self.batch():
            forget_saved(self.session, name)

    def mark_news_shown(self, name: str, change: int) -> None:
        """Record that a saved search has shown everything up to `change`."""
        with self.batch():
            self.session.run("UPDATE saved SET shown = ? WHERE name = ?", (change, name))

    def _touch_naming(self, kind: NameKind, names: Iterable[str]) -> int:
        named = articles_naming(self.session, kind, names_behind(self.session, kind, map(plain, names)))
        for article_id in named:
            self._touch(article_id)
        return len(named)
