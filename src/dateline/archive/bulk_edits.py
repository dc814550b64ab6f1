"""Corrections of fields in many articles at once. A few articles are one commit, so that no article is corrected by half."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from dateline.archive.arguments import to_changes
from dateline.archive.recleaning import reclean_one
from dateline.archive.worker_pool import batches
from dateline.cleaning import Cleaner
from dateline.metadata.correction import check_value
from dateline.store import Store

Changes = Mapping[str, str | None]


def check_changes(changes: Changes) -> dict[str, str | None]:
    """Return `changes` in the form in which they are stored; raise DatelineError for an invalid field or value."""
    return {name: value if value is None else check_value(name, value) for name, value in to_changes(changes).items()}


def find_changed(store: Store, ids: Iterable[str], changes: Changes) -> tuple[str, ...]:
    """Return those of `ids` whose corrections differ from `changes`."""
    return tuple(one for one in dict.fromkeys(ids) if _differs(store.corrections(one), changes))


def edit_articles(store: Store, cleaner: Cleaner, ids: Iterable[str], changes: Changes, at: datetime) -> Iterator[Sequence[str]]:
    """Correct fields of articles permanently, and yield the ids of each commit after it."""
    for batch in batches(ids):
        with store.batch():
            for article_id in batch:
                store.correct(article_id, changes, at)
                reclean_one(store, cleaner, article_id)
        yield batch


def _differs(corrections: Mapping[str, str], changes: Changes) -> bool:
    return any(corrections.get(name) != value for name, value in changes.items())
