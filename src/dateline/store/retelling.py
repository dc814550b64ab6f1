"""What a person says of a batch, where its documents came in before it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.store.database import Session
from dateline.store.rows import to_json

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument


def retold(raw: RawDocument, hints: Mapping[str, str]) -> RawDocument | None:
    """A document with further `hints`; None where it has them."""
    told = {**raw.hints, **hints}
    return None if told == raw.hints else replace(raw, hints=told)


def write_hints(session: Session, article_id: str, version: int, hints: Mapping[str, str]) -> None:
    """Write other hints with the sighting that made a version."""
    sql = "UPDATE sightings SET hints = ? WHERE id = (SELECT min(id) FROM sightings WHERE article_id = ? AND version = ?)"
    session.run(sql, (to_json(dict(hints)), article_id, version))
