"""What a person says of articles, for good: fields, tags, notes, deletion; and what is learned of sources."""

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
    """An open archive that can be changed."""

    __slots__ = ()

    def learn(self, *, keep: bool = True) -> Learned:
        """Find the lines that each source repeats on many stories, the order in which it writes day and month, and its languages.

        With `keep`, later cleaning takes those lines out, and reads by that order the dates that leave it open; the languages
        settle which one a short text is in.
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
        """Set fields of an article for good, whatever is read from it later; "" means unknown, None takes a change back."""
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
        """The same for several articles; the ids of those that it changes. Without `keep` it only tells."""
        from dateline.archive.bulk_edits import check_changes, edit_articles, find_changed

        told = check_changes(changes)
        with self._follower.writing() if keep else nullcontext():
            changed = find_changed(self.store, map(self.find, to_names(ids)), told)
            for batch in edit_articles(self.store, self.cleaner, changed, told, _now()) if keep else ():
                self._follower.sync_if_due()
                if progress:
                    for article_id in batch:
                        progress(article_id, True)
        return changed

    def corrections(self, article_id: str) -> dict[str, str]:
        """The fields of an article that a person has set."""
        return self.store.corrections(self.find(article_id))

    def tag(self, ids: Iterable[str], put: Iterable[str] = (), taken: Iterable[str] = (), *, keep: bool = True) -> tuple[str, ...]:
        """Put tags on articles and take tags off, for good; the ids of those that it changes. Without `keep` it only tells."""
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
        """Write a note on an article, for good, in place of the one it had; an empty text takes it off."""
        with self._follower.writing():
            article_id = self.find(article_id)
            self.store.annotate(article_id, "\n".join(to_texts(text, "a note's lines")).strip(), _now())
        return self.store.get(article_id)

    def delete(self, ids: Iterable[str], *, forget_names: bool = False) -> tuple[str, ...]:
        """Take articles away for good with all their versions, all of them or none; their whole ids.

        Their names are kept as not wanted, so that no ingest brings them back; with `forget_names` they are not.
        """
        with self._follower.writing():
            gone = tuple(dict.fromkeys(map(self.find, to_names(ids))))
            delete_articles(self.store, gone, None if forget_names else _now())
        return gone


def _now() -> datetime:
    return datetime.now(UTC)
