"""Why an answer of numbers has none: what a search for the same would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.output import warn

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.query import Query


def explain_empty(archive: Archive, query: Query) -> None:
    """Remark which part of a query without hits left nothing, and what was perhaps meant."""
    from dateline.types.answers import Window

    for note in archive.search(query, Window(limit=1)).notes:
        warn(note)
