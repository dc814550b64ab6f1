"""What people say of articles and names, and the queries that they keep: laid over what was found, and kept by each cleaning."""

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
    """What people say of articles, of names, and which queries they keep."""

    __slots__ = ()

    def override(self, article_id: str, texts: Iterable[str], keep: bool | None) -> None:
        """Note that a person wants lines of these texts kept or dropped, whatever a cleaner says; None takes the word back."""
        with self.batch():
            write_overrides(self.session, article_id, texts, keep)

    def overrides(self, article_id: str) -> LineOverrides:
        """The lines that a person has put back or taken out."""
        return read_overrides(self.session, article_id)

    def correct(self, article_id: str, changes: Mapping[str, str | None], at: datetime) -> None:
        """Note what a person says of single fields; None takes an earlier word back."""
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
        """Note the tags that a person puts on an article and takes off it."""
        with self.batch():
            write_tags(self.session, article_id, map(plain, put), map(plain, taken), to_moment(at))
            self._touch(article_id)

    def annotate(self, article_id: str, text: str, at: datetime) -> None:
        """Note what a person writes on an article, in place of what stood there; an empty text takes it off."""
        with self.batch():
            write_note(self.session, article_id, plain(text), to_moment(at))
            self._touch(article_id)

    def rename(self, kind: NameKind, names: Sequence[str], becomes: str | None, at: datetime) -> int:
        """Note that names are another, or (None) are to be hidden; how many articles that changes."""
        with self.batch():
            write_names(self.session, kind, map(plain, names), plain_or_none(becomes), to_moment(at))
            return self._touch_naming(kind, names)

    def take_back_names(self, kind: NameKind, names: Sequence[str]) -> int:
        """Undo corrections of names; returns the number of articles that change."""
        with self.batch():
            return self._touch_naming(kind, names) if forget_names(self.session, kind, map(plain, names)) else 0

    def fill_names(self) -> None:
        """Find the names in articles that came in before there were any, a batch at a time: what was interrupted goes on."""
        last: str | None = ""
        while last is not None:
            with self.batch():
                last = fill_names(self.session, last)

    def save(self, name: str, query: str, at: datetime) -> None:
        """Keep a query under a name, in place of what stood there."""
        with self.batch():
            write_saved(self.session, name, plain(query), to_moment(at))

    def forget(self, name: str) -> None:
        """Take a saved search away."""
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
