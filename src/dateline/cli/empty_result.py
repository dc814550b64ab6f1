"""Explain why a count found nothing, with the warnings of a search for the same query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.output import warn

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.query import Query


def explain_empty(archive: Archive, query: Query) -> None:
    """Warn which part of the query matches nothing, and suggest what was perhaps meant."""
    from dateline.types.answers import Window

    for note in archive.search(query, Window(limit=1)).notes:
        warn(note)
