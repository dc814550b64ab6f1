"""Subscribed feeds and how fetching them went, and which pages were fetched. Truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.store.rows import name_number, plain, plain_or_none
from dateline.store.session import Session
from dateline.text.addresses import canonical_address

_COLUMNS = "url, title, folder, pages, added, etag, modified, tried, status, failures, due"
_WRITE = f"INSERT OR REPLACE INTO feeds ({_COLUMNS}) VALUES ({', '.join('?' * 11)})"
_FETCHED = "SELECT origin, fetched FROM sightings WHERE fetched IS NOT NULL AND name IN ({})"
# SQLite uses the index (`addresses.py`) only if the query repeats its condition word for word.
_FETCHED_AT = "SELECT origin, fetched FROM sightings WHERE fetched IS NOT NULL AND origin LIKE 'http%' AND origin IN ({})"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that is fetched again and again; `folder` is its place in lists of feeds ("News/Local").

    With `pages`, the pages that its entries link to are fetched too. `etag` and `modified` are headers of the answer that was
    ingested last. `tried` is the time of the last request and `status` its result. After several `failures` in a row, the feed is
    not fetched before `due`.
    """

    url: str
    title: str | None = None
    folder: str | None = None
    pages: bool = False
    added: datetime | None = None
    etag: str | None = None
    modified: str | None = None
    tried: datetime | None = None
    status: str | None = None
    failures: int = 0
    due: datetime | None = None


def read_feeds(session: Session) -> tuple[Subscription, ...]:
    """All subscribed feeds, by folder and address."""
    rows = session.rows(f"SELECT {_COLUMNS} FROM feeds ORDER BY coalesce(folder, ''), url")
    return tuple(
        Subscription(
            url, title, folder, bool(pages), _moment(added), etag, modified, _moment(tried), status, failures, _moment(due)
        )
        for url, title, folder, pages, added, etag, modified, tried, status, failures, due in rows
    )


def write_feed(session: Session, feed: Subscription) -> None:
    """Store `feed`, in place of the one with the same address."""
    texts = (plain_or_none(feed.title), plain_or_none(feed.folder), int(feed.pages))
    state = (feed.etag, feed.modified, _text(feed.tried), plain_or_none(feed.status), feed.failures, _text(feed.due))
    session.run(_WRITE, (plain(feed.url), *texts, _text(feed.added), *state))


def read_fetched(session: Session, addresses: Iterable[str]) -> dict[str, datetime]:
    """Those of `addresses` whose own page was fetched, or deleted with a tombstone; each with the last time."""
    wanted = {plain(address): plain(canonical_address(address)) for address in addresses}
    names = set(wanted.values())
    rows = session.rows_among("SELECT name, at FROM unwanted WHERE name IN ({})", names)
    rows += session.rows_among(_FETCHED, [name_number(name) for name in names])
    rows += session.rows_among(_FETCHED_AT, wanted)  # pages that are stored under another address
    last: dict[str, datetime] = {}
    for place, moment in rows:
        name, fetched = canonical_address(place), datetime.fromisoformat(moment)
        last[name] = max(fetched, last.get(name, fetched))
    return {address: last[name] for address, name in wanted.items() if name in last}


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
