"""Versions in the order in which they were captured, whatever the order in which they were read.

The captures of an article are the sightings under its own name; consecutive ones with the same bytes are one version. A capture
that was cut off counts as older than all complete ones. A document without a time of capture was captured when it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dateline.store.rows import name_number
from dateline.store.session import Session
from dateline.store.superseded_lines import insert_superseded_lines

if TYPE_CHECKING:
    from dateline.store.placement_types import Placement, Sighted
    from dateline.types.documents import RawDocument

_UNREAD = 1 << 62  # the number of a sighting that is not recorded yet: it comes after all others

_CAPTURES = """
    SELECT sightings.id, version, hash, fetched, seen, json_extract(hints, '$.truncated')
    FROM sightings JOIN raw ON raw.id = sightings.raw
    WHERE name = ?1 AND coalesce(identity, url) = ?2 AND +article_id = ?3
"""
_OWNER = """
    SELECT coalesce(identity, url) FROM sightings WHERE article_id = ? AND coalesce(identity, url) IS NOT NULL ORDER BY id LIMIT 1
"""
_SET_VERSION = "UPDATE articles SET version = (SELECT max(version) FROM sightings WHERE article_id = articles.id) WHERE id = ?"
_NEWEST = """
    SELECT sightings.raw, sightings.url, sightings.origin FROM sightings JOIN articles ON articles.id = article_id
    WHERE article_id = ? AND sightings.version = articles.version ORDER BY sightings.id LIMIT 1
"""


class Capture(NamedTuple):
    """One capture of an article; captures sort from old to new. `version` is the present version number of its sighting."""

    whole: bool
    moment: datetime
    number: int
    raw_id: str
    version: int = 0


def is_cut_off(raw: RawDocument) -> bool:
    """Whether the container cut a document off."""
    return bool(raw.hints.get("truncated"))


def has_its_time(raw: RawDocument) -> bool:
    """Whether the time of capture is known, and not in the future."""
    return raw.fetched is not None and aware(raw.fetched) <= datetime.now(UTC)


def capture_of(raw: RawDocument, raw_id: str, seen: datetime, number: int = _UNREAD, version: int = 0) -> Capture:
    """A document that was read at the time `seen`, as a capture."""
    return Capture(not is_cut_off(raw), _moment(raw.fetched, seen), number, raw_id, version)


def read_captures(session: Session, article_id: str, name: str) -> list[Capture]:
    """The captures of an article under a name."""
    return [
        Capture(not cut, _moment(fetched and _parse_time(fetched), _parse_time(seen)), number, raw_id, version)
        for number, version, raw_id, fetched, seen, cut in session.rows(_CAPTURES, (name_number(name), name, article_id))
    ]


def find_version_number(captures: Sequence[Capture], raw: RawDocument, raw_id: str, newest: Sighted) -> Placement:
    """Where a document belongs among the captures of its article."""
    from dateline.store.placement_types import Placement  # a search places nothing

    one = capture_of(raw, raw_id, datetime.now(UTC))
    for known in captures:
        if (known.whole, known.moment, known.raw_id) == (one.whole, one.moment, raw_id):
            return Placement("duplicate", newest.article_id, known.version)
    runs = _group_runs([*captures, one])
    place = next(place for place, run in enumerate(runs) if one in run)
    neighbour = next((known for known in runs[place] if known != one), None)
    if neighbour is not None:
        return Placement("duplicate", newest.article_id, neighbour.version)
    if place == len(runs) - 1:
        return Placement("new_version", newest.article_id, newest.version + 1)
    return Placement("new_version", newest.article_id, place + 1, newest=False)


def find_owner(session: Session, article_id: str) -> str | None:
    """The name under which an article was first seen; None if it has none."""
    found = session.row(_OWNER, (article_id,))
    return found[0] if found else None


def settle_versions(session: Session, article_id: str) -> dict[int, int]:
    """Number the versions of an article in the order of their captures. Return new numbers by old ones; empty if none changes."""
    owner = find_owner(session, article_id)
    captures = read_captures(session, article_id, owner) if owner is not None else []
    changed: dict[int, int] = {}
    moved: list[tuple[int, int]] = []
    for number, run in enumerate(_group_runs(captures), 1):
        for one in run:
            changed[one.version] = number  # if a version has several runs, the last counts: its text was current until then
            moved.append((number, one.number))
    if all(old == new for old, new in changed.items()) and len(changed) == len({number for number, _ in moved}):
        return {}
    own = {sighting for _, sighting in moved}
    for sighting, version in session.rows("SELECT id, version FROM sightings WHERE article_id = ?", (article_id,)):
        if sighting not in own:
            moved.append((changed.get(version) or version, sighting))
    for number, sighting in moved:
        session.run("UPDATE sightings SET version = ? WHERE id = ?", (number, sighting))
    for old, new in sorted(changed.items(), reverse=True):
        session.run("UPDATE former SET version = ? WHERE article_id = ? AND version = ?", (-new, article_id, old))
    session.run("UPDATE former SET version = -version WHERE article_id = ? AND version < 0", (article_id,))
    return changed


def insert_version(session: Session, article_id: str, texts: Iterable[str]) -> None:
    """Number the versions of an article again after one was inserted before the newest, and record its lines (`texts`)."""
    number = settle_versions(session, article_id)[0]
    insert_superseded_lines(session, article_id, number, texts)
    session.run(_SET_VERSION, (article_id,))


def make_newest(session: Session, article_id: str) -> list[int]:
    """Let an article be its newest version. Return the raw document that it was before, if that was another."""
    before = session.number("SELECT raw FROM articles WHERE id = ?", (article_id,))
    session.run(_SET_VERSION, (article_id,))
    raw, url, origin = session.rows(_NEWEST, (article_id,))[0]
    if raw == before:
        return []
    session.run("UPDATE articles SET raw = ?, url = ?, origin = ? WHERE id = ?", (raw, url, origin, article_id))
    return [before]


def _group_runs(captures: Iterable[Capture]) -> list[list[Capture]]:
    return [list(run) for _, run in groupby(sorted(captures), key=lambda one: one.raw_id)]


def _parse_time(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def _moment(fetched: datetime | None, seen: datetime) -> datetime:
    return min(aware(fetched), seen) if fetched else seen


def aware(moment: datetime) -> datetime:
    """A time with its zone; UTC if it has none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
