"""Sightings: where and when a document was seen. Truth. A name that equals the URL is written once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from dateline.store.placement import find_identity
from dateline.store.rows import name_number, plain, plain_or_none, to_json, to_moment
from dateline.store.session import Session
from dateline.store.version_order import aware

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument

_INSERT = """
    INSERT INTO sightings (id, raw, article_id, version, origin, name, identity, url, media_type, fetched, seen, hints)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# A name has few sightings, and an article may have thousands: the plus signs keep SQLite from using the index of articles.
_SAME_NAME = """
    SELECT id, fetched FROM sightings
    WHERE name = ? AND coalesce(identity, url) = ? AND +article_id = ? AND +version = ? AND origin = ? LIMIT 2
"""
_FIRST_AND_LAST = 2
_SAME_NAMELESS = "SELECT 1 FROM sightings WHERE article_id = ? AND version = ? AND origin = ? AND name IS NULL LIMIT 1"


def write_sighting(
    session: Session, document: RawDocument, home: tuple[int, str, int], seen: datetime, number: int | None = None
) -> None:
    """Record that `document` was seen; `home` is the number of its bytes, its article, and the version."""
    name, url = find_identity(document), plain_or_none(document.url)
    place = (plain(document.origin), name_number(name) if name else None, None if name == url else name, url)
    fetched = document.fetched.isoformat() if document.fetched else None
    hints = to_json(dict(document.hints)) if document.hints else None
    session.run(_INSERT, (number, *home, *place, plain(document.media_type), fetched, to_moment(seen), hints))


def is_noted(session: Session, document: RawDocument, article_id: str | None, version: int, seen: datetime) -> bool:
    """Whether this version has a sighting at this place: one is enough. For a page at its address, the last is kept too."""
    name, place = find_identity(document), (article_id, version, plain(document.origin))
    if name is None:
        return bool(session.row(_SAME_NAMELESS, place))
    known = session.rows(_SAME_NAME, (name_number(name), name, *place))
    if not known or document.fetched is None or document.origin != document.url:
        return bool(known)
    moments = sorted((aware(datetime.fromisoformat(fetched)), number) for number, fetched in known if fetched)
    if not moments or aware(document.fetched) <= moments[-1][0]:
        return bool(moments) and aware(document.fetched) >= moments[0][0]
    if len(moments) < _FIRST_AND_LAST:
        return False
    new_row = (document.fetched.isoformat(), to_moment(seen), moments[-1][1])
    return session.run("UPDATE sightings SET fetched = ?, seen = ? WHERE id = ?", new_row) > 0
