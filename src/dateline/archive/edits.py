"""A person's permanent edits of articles: fields, tags, notes, deletion; and what is learned about sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateline.archive.arguments import (
    to_names,
    to_texts,
)
from dateline.archive.articles import Articles
from dateline.store.annotations import apply_own_tags
from dateline.store.deletion import delete_articles
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from dateline.cleaning.learning import Learned


class Edits(Articles):
    """An open archive with methods that change articles."""

    __slots__ = ()

    def learn(self, *, keep: bool = True) -> Learned:
        """Find the lines that each source repeats on many stories, the order in which it writes day and month, and its languages.

        With `keep`, later cleaning removes those lines, reads ambiguous dates in that order, and uses the languages for short
        texts.
        """
        from dateline.cleaning.learning import learn
        from dateline.cleaning.templates import Templates
        from dateline.metadata.day_order import DayOrders
        from dateline.metadata.source_languages import SourceLanguages

        found = learn(found.article for found in self.articles())
        if keep:
            with self._follower.writing(), self.store.batch():
                self.store.set_templates(found.templates)
                self.store.set_day_orders(found.day_orders)
                self.store.set_source_languages(found.languages)
            templates, days = Templates.of(found.templates), DayOrders.of(found.day_orders)
            self._cleaner = replace(self.cleaner, templates=templates, days=days, languages=SourceLanguages.of(found.languages))
        return found

    def edit(self, article_id: str, changes: Mapping[str, str | None]) -> ArchivedArticle:
        """Correct fields of an article permanently; "" means unknown, None removes a correction."""
        found = self.find(article_id)
        self.edit_all([found], changes)
        return self.get(found)

    def edit_all(
        self,
        ids: Iterable[str],
        changes: Mapping[str, str | None],
        *,
        keep: bool = True,
        progress: Callable[[str, bool], None] | None = None,
    ) -> tuple[str, ...]:
        """The same for several articles; returns the ids of those that change. Without `keep` nothing is written."""
        from dateline.archive.bulk_edits import check_changes, edit_articles, find_changed

        checked = check_changes(changes)
        with self._follower.writing() if keep else nullcontext():
            changed = find_changed(self.store, map(self.find, to_names(ids)), checked)
            for batch in edit_articles(self.store, self.cleaner, changed, checked, _now()) if keep else ():
                self._follower.sync_if_due()
                if progress:
                    for article_id in batch:
                        progress(article_id, True)
        return changed

    def corrections(self, article_id: str) -> dict[str, str]:
        """The fields of an article that a person has corrected."""
        return self.store.corrections(self.find(article_id))

    def tag(self, ids: Iterable[str], put: Iterable[str] = (), taken: Iterable[str] = (), *, keep: bool = True) -> tuple[str, ...]:
        """Add and remove tags of articles permanently; returns the ids of those that change. Without `keep` nothing is written."""
        from dateline.metadata.correction import check_tags

        on, off = check_tags(to_texts(put, "tags")), check_tags(to_texts(taken, "tags"))
        with self._follower.writing() if keep else nullcontext():
            wanted = [self.find(article_id) for article_id in to_names(ids)]
            tags = {found.id: found.article.metadata.tags for found in self.read(wanted)}
            changed = tuple(article_id for article_id, has in tags.items() if apply_own_tags(has, on, off) != has)
            if keep:
                with self.store.batch():
                    for article_id in changed:
                        self.store.tag(article_id, on, off, _now())
        return changed

    def note(self, article_id: str, text: str) -> ArchivedArticle:
        """Write a permanent note on an article in place of the old one; an empty text removes it."""
        with self._follower.writing():
            article_id = self.find(article_id)
            self.store.annotate(article_id, "\n".join(to_texts(text, "a note's lines")).strip(), _now())
        return self.store.get(article_id)

    def delete(self, ids: Iterable[str], *, forget_names: bool = False) -> tuple[str, ...]:
        """Delete articles permanently with all their versions, all of them or none; returns their full ids.

        Each leaves a tombstone, so that no ingest brings it back; with `forget_names` it leaves none.
        """
        with self._follower.writing():
            gone = tuple(dict.fromkeys(map(self.find, to_names(ids))))
            delete_articles(self.store, gone, None if forget_names else _now())
        return gone


def _now() -> datetime:
    return datetime.now(UTC)
