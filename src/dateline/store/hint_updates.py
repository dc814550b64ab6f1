"""Add batch metadata and container hints to documents that were ingested without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.store.rows import to_json
from dateline.store.session import Session

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument


def merge_hints(raw: RawDocument, arrival: RawDocument) -> RawDocument | None:
    """`raw` with the hints that it has after it is ingested again; None if nothing changes.

    From the same origin, the container's hints count, because a reader may read them differently now. From another origin, only
    hints of a person count.
    """
    from dateline.metadata.batch_metadata import select_hints  # shell completion opens the archive too, and needs no metadata

    stated = arrival.hints if arrival.origin == raw.origin else select_hints(arrival.hints)
    merged = {**raw.hints, **{name: text for name, text in stated.items() if name != "captured"}}  # it belongs to one capture
    return None if merged == raw.hints else replace(raw, hints=merged)


def write_hints(session: Session, article_id: str, version: int, hints: Mapping[str, str]) -> None:
    """Replace the hints of the sighting that made a version."""
    sql = "UPDATE sightings SET hints = ? WHERE id = (SELECT min(id) FROM sightings WHERE article_id = ? AND version = ?)"
    session.run(sql, (to_json(dict(hints)), article_id, version))
