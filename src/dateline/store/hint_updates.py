"""Batch metadata and hints of containers for documents that were ingested before these were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.store.rows import to_json
from dateline.store.session import Session

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument


def merge_hints(raw: RawDocument, arrival: RawDocument) -> RawDocument | None:
    """A document with the hints it has when it is ingested again; None if these are known.

    Where it was read from before, what its carrier says counts, which may be read otherwise now; elsewhere, what a person says.
    """
    from dateline.metadata.batch_metadata import select_hints  # completing a word opens the archive too, and needs no metadata

    said = arrival.hints if arrival.origin == raw.origin else select_hints(arrival.hints)
    told = {**raw.hints, **{name: text for name, text in said.items() if name != "captured"}}  # that is of one capture
    return None if told == raw.hints else replace(raw, hints=told)


def write_hints(session: Session, article_id: str, version: int, hints: Mapping[str, str]) -> None:
    """Write other hints with the sighting that made a version."""
    sql = "UPDATE sightings SET hints = ? WHERE id = (SELECT min(id) FROM sightings WHERE article_id = ? AND version = ?)"
    session.run(sql, (to_json(dict(hints)), article_id, version))
