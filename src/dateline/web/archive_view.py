"""The pages about the whole archive: sources, saved searches with their new results, and the help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.render.manual_page import blocks_of
from dateline.render.results import number_of
from dateline.text import shown
from dateline.types.answers import Window
from dateline.web import answers
from dateline.web.hit_view import HitView, hit_view
from dateline.web.listing import read_hits
from dateline.web.urls import url_for

_MAX_ITEMS = 50
_MAX_SEARCHES = 200


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The page of sources."""

    summary: str
    rows: tuple[dict[str, str], ...]


def sources_view(archive: Archive) -> SourcesView:
    """Make the page of sources."""
    record: Any = answers.sources(archive, {"format": "json"})
    rows = []
    for one in record["sources"]:
        narrowed = ("source", one["source"]) if one["source"] else ("unknown", "source")
        share = f" ({one['undated'] / one['articles']:.0%})" if one["undated"] else ""
        rows.append(
            {
                "name": shown(one["source"] or "(unknown)"),
                "address": url_for("/search", [narrowed]),
                "articles": f"{one['articles']:,}",
                "first": one["first"] or "–",
                "last": one["last"] or "–",
                "undated": f"{one['undated']:,}{share}",
                "templates": f"{one['templates']:,}",
            }
        )
    total = sum(one["articles"] for one in record["sources"])
    return SourcesView(f"{len(rows):,} sources, {number_of(total)}.", tuple(rows))


def saved_view(archive: Archive, visits: Mapping[str, int]) -> list[dict[str, str]]:
    """The saved searches, each with the number of articles since the visitor's last visit."""
    searches, rows = SavedSearches(archive), []
    for one in searches.all()[:_MAX_SEARCHES]:
        query, since = answers.recalled(searches, one.name), visits.get(one.name)
        articles = "uses a search that was deleted" if query is None else f"{archive.count(query):,}"
        new = "–" if since is None or query is None else f"{archive.count(searches.since(query, since)):,}"
        rows.append({"name": shown(one.name), "query": shown(one.query), "articles": articles, "new": new})
    return rows


@dataclass(frozen=True, slots=True)
class NewsView:
    """The page of a saved search: its new articles, or if there are none the newest ones."""

    name: str
    query: str
    address: str
    total: str
    heading: str
    hits: tuple[HitView, ...]


def news_view(archive: Archive, name: str, visits: Mapping[str, int]) -> NewsView:
    """Make the page of a saved search, with the articles since the last visit."""
    searches = SavedSearches(archive)
    query, search = searches.recall(name)
    since, asked = visits.get(search.name), query
    if since is not None:
        asked = searches.since(query, since)
    total, new = archive.count(query), archive.count(asked)
    heading = f"{number_of(new)} new since your last visit" if since is not None else "The newest articles"
    if since is not None and not new:
        heading, asked = "Nothing new since your last visit; the newest articles", query
    listing = archive.listing(asked, Window(_MAX_ITEMS, 0, "newest"), all_copies=True)
    hits = tuple(hit_view(hit, [("q", f"saved:{search.name}")]) for hit in read_hits(archive, listing))
    return NewsView(
        search.name, shown(search.query), url_for("/search", [("q", f"saved:{search.name}")]), number_of(total), heading, hits
    )


def visits_of(text: str | None) -> dict[str, int]:
    """Parse the cookie of earlier visits: a change number for each saved search; anything else in it is ignored."""
    try:
        found = json.loads(bytes.fromhex(text or ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: change for name, change in found.items() if isinstance(name, str) and type(change) is int and 0 <= change < 1 << 53
    }


def as_cookie(visits: Mapping[str, int]) -> str:
    """Visits as the text of a cookie, the last _MAX_ITEMS of them."""
    return json.dumps(dict(list(visits.items())[-_MAX_ITEMS:]), separators=(",", ":")).encode().hex()


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the help page: rows of a table, items of a list, a heading, or paragraphs."""

    form: str
    rows: tuple[tuple[str, ...], ...]
    level: int = 2


def help_view() -> list[Group]:
    """The page about the query language, from the package's own file."""
    text = files("dateline.cli").joinpath("pages", "query.md").read_text("utf-8")
    found = []
    for form, group in groupby(blocks_of(text), key=lambda block: block[0]):
        rows = [tuple(_plain(text) for text in texts) for _, texts in group]
        if form == "heading":
            found += [Group(form, (row,)) for row in rows]
        else:
            found.append(Group(form, tuple(rows)))
    return found


def _plain(text: str) -> str:
    return text.replace("`", "").replace("**", "")
