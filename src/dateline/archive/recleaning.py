"""Recleaning: make all articles again from the raw documents, with the current cleaner and people's edits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dateline.archive.follower import Follower
from dateline.archive.intake import apply_human_edits
from dateline.archive.worker_pool import WorkerPool, batches, clean_in_worker
from dateline.cleaning import Cleaner
from dateline.errors import ArchiveDamaged, DatelineError
from dateline.store import Store
from dateline.store.differences import compare_metadata, compare_texts, find_superseded_lines, list_lines
from dateline.types.articles import ArchivedArticle, CleanedArticle
from dateline.types.documents import Failure, RawDocument
from dateline.types.history import Diff
from dateline.workers.worker import Limits

Progress = Callable[[str, bool], None]
LEFT = " was not cleaned again: "
"""Part of the warning about an article that cannot be cleaned again."""


def reclean(follower: Follower, pool: WorkerPool, notes: list[str], progress: Progress | None = None) -> tuple[int, int]:
    """Clean every article again, under the writer lock; return (articles changed, articles seen).

    A warning in `notes` names each article that cannot be cleaned.
    """
    store, changed, seen = follower.store, 0, 0

    def raws(batch: Sequence[str]) -> dict[int, RawDocument]:
        with store.batch():
            for article_id in batch:
                store.settle_versions(article_id)
        return {place: raw for place, article_id in enumerate(batch) if (raw := _read_raw(store, article_id, notes))}

    for batch, cleaned in pool.clean_ahead(batches(store.article_ids()), raws):
        with store.batch():
            for place, article_id in enumerate(batch):
                article, differs = cleaned.get(place), False
                if article is None:  # its raw document is damaged, and a warning names it already
                    pass
                elif isinstance(article, Failure):
                    notes.append(f"{article_id}{LEFT}{article.reason}")
                else:
                    differs = write_cleaned(
                        store, pool.cleaner, article_id, apply_human_edits(store, article_id, article), pool.limits
                    )
                changed, seen = changed + differs, seen + 1
                if progress:
                    progress(article_id, differs)
        follower.sync_if_due()
    return changed, seen


def _read_raw(store: Store, article_id: str, notes: list[str]) -> RawDocument | None:
    try:
        return store.raw_of(article_id)
    except ArchiveDamaged as error:
        notes.append(f"{article_id}{LEFT}{error}")
        return None


def clean_again(store: Store, cleaner: Cleaner, article_id: str, version: int | None = None) -> CleanedArticle:
    """Clean a version of an article (None: the newest) again."""
    return apply_human_edits(store, article_id, cleaner.clean(store.raw_of(article_id, version)))


def write_cleaned(store: Store, cleaner: Cleaner, article_id: str, article: CleanedArticle, limits: Limits | None = None) -> bool:
    """Write an article that was cleaned again, with the superseded lines of its older versions; return whether anything differs."""
    try:
        former = find_superseded_lines(
            _read_older_lines(store, cleaner, article_id, limits), list_lines(article.metadata.title, article.body)
        )
    except ArchiveDamaged:  # an older version is damaged; its known lines stay
        return store.replace(article_id, article)
    return store.replace(article_id, article) | store.set_former(article_id, former)


def reclean_one(store: Store, cleaner: Cleaner, article_id: str) -> bool:
    """Clean the newest version of an article again and write it; return whether anything differs."""
    return write_cleaned(store, cleaner, article_id, clean_again(store, cleaner, article_id))


def version_of(store: Store, cleaner: Cleaner, found: ArchivedArticle, number: int) -> ArchivedArticle:
    """Return a version of an article as the present cleaner sees it."""
    if number == found.version:
        return found
    version = {version.number: version for version in store.versions(found.id)}.get(number)
    if version is None:
        raise DatelineError(f"{found.id} has no version {number}; 'dateline versions {found.id}' lists its versions")
    raw = store.raw_of(found.id, number)
    article = clean_again(store, cleaner, found.id, number)
    return replace(found, version=number, article=article, origin=raw.origin, url=raw.url, seen=version.seen, former=())


def compare_versions(store: Store, cleaner: Cleaner, article_id: str, old: int | None, new: int | None) -> Diff:
    """Return what changed from version `old` (None: the one before) to `new` (None: the newest), both cleaned in the same way."""
    versions = {version.number: version for version in store.versions(article_id)}
    new = max(versions) if new is None else new
    old = max(versions) - 1 if old is None else old
    if len(versions) == 1 and not old:
        raise DatelineError(f"{article_id} has only one version; there is nothing to compare")
    for number in (old, new):
        if number not in versions:
            raise DatelineError(f"{article_id} has no version {number}; 'dateline versions {article_id}' lists its versions")
    before, after = clean_again(store, cleaner, article_id, old), clean_again(store, cleaner, article_id, new)
    fields = compare_metadata(before.metadata, after.metadata)
    return Diff(article_id, versions[old], versions[new], fields, compare_texts(before.body, after.body))


def _read_older_lines(store: Store, cleaner: Cleaner, article_id: str, limits: Limits | None) -> Iterator[tuple[int, list[str]]]:
    for version in store.versions(article_id)[:-1]:
        article = clean_in_worker(cleaner, [store.raw_of(article_id, version.number)], limits)[0]
        if isinstance(article, CleanedArticle):  # a version that can no longer be cleaned has no lines
            article = apply_human_edits(store, article_id, article)
            yield version.number, list_lines(article.metadata.title, article.body)


def cleaner_of(folder: Path, store: Store | None = None) -> Cleaner:
    """Return a cleaner with the rules and outlets in an archive's folder, and with what its store has learned."""
    from dateline.cleaning import Cleaner
    from dateline.cleaning.site_rules import read_site_rules
    from dateline.cleaning.templates import Templates
    from dateline.metadata.day_order import DayOrders
    from dateline.metadata.outlets import read_outlets
    from dateline.metadata.source_languages import SourceLanguages

    cleaner = Cleaner(read_site_rules(folder / "sites"), outlets=read_outlets(folder / "outlets.toml"))
    if store is None:
        return cleaner
    templates, days = Templates.of(store.templates()), DayOrders.of(store.day_orders())
    return replace(cleaner, templates=templates, days=days, languages=SourceLanguages.of(store.source_languages()))
