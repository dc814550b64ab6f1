"""A saved search as an Atom feed (RFC 4287), and the list of saved searches.

Ids are stable: a feed's id is made from the name of the search and the time it was saved, an entry's id from the article's id. A
date without a time is given in the summary only, never as an instant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from dateline.render.headline import headline
from dateline.render.results import date_text
from dateline.text import shown, shown_text
from dateline.types.answers import SavedSearch
from dateline.types.history import FeedItem

_ATOM = "http://www.w3.org/2005/Atom"
INVALID_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(search: SavedSearch, items: Sequence[FeedItem]) -> str:
    """The feed, with an entry for each item in the given order."""
    feed = Xml.Element("feed", xmlns=_ATOM)
    _add(feed, "id", _uri(f"saved:{search.name}:{search.at.isoformat()}"))
    _add(feed, "title", f"{search.name} · Dateline")
    _add(feed, "subtitle", search.query)
    _add(feed, "updated", _timestamp(max((item.at for item in items), default=search.at)))
    _add(_add(feed, "author"), "name", "Dateline")
    for item in items:
        _add_entry(feed, item)
    Xml.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(feed, "unicode")}\n'


def saved_lines(searches: Sequence[SavedSearch]) -> Iterator[str]:
    """A line for each saved search: its name, a tab, its query."""
    for one in searches:
        yield f"{shown(one.name)}\t{shown(one.query)}"


def saved_record(searches: Iterable[SavedSearch]) -> dict[str, Any]:
    """The saved searches as JSON."""
    return {"v": 1, "saved": [{"name": one.name, "query": one.query, "saved": one.at.isoformat()} for one in searches]}


def _add_entry(feed: Xml.Element, item: FeedItem) -> None:
    found, known = item.found, item.found.article.metadata
    entry = _add(feed, "entry")
    _add(entry, "id", _uri(f"article:{found.id}"))
    _add(entry, "title", headline(known, found.article.body))
    _add(entry, "updated", _timestamp(item.at))
    if known.published and known.published.precision == "instant" and (moment := _zoned_time(known.published.iso)):
        _add(entry, "published", moment)
    for name in known.authors:
        _add(_add(entry, "author"), "name", name)
    if found.url and found.url.startswith(("http://", "https://")):
        _add(entry, "link", rel="alternate", href=found.url)
    for tag in known.tags:
        _add(entry, "category", term=tag)
    facts = f"{date_text(known.published)} · {known.source or 'source unknown'} · {found.id}"
    _add(entry, "summary", f"{facts}\n{item.snippet.text}", type="text")


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, name, {key: shown(INVALID_XML.sub("", value)) for key, value in attributes.items()})
    element.text = None if text is None else shown_text(INVALID_XML.sub("", text))
    return element


def _zoned_time(iso: str) -> str | None:
    moment = datetime.fromisoformat(iso)
    return _timestamp(moment) if moment.tzinfo else None


def _timestamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _uri(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'dateline:{name}')}"
