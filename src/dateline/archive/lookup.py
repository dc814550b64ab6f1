"""Find the article that a typed name means: an id or its beginning, an address in any form, or a path."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from dateline.errors import ArticleMissing, DatelineError
from dateline.query import Location, Query
from dateline.search.address_tokens import matches_location
from dateline.store import Store
from dateline.text import is_web_address, web_address
from dateline.text.addresses import canonical_address
from dateline.types.articles import ArchivedArticle

_ADDRESS_CHARACTERS = frozenset("/\\.:")
_MOST_CANDIDATES = 200
_SHOWN = 5

Search = Callable[[Query], Sequence[str]]


def address_of(found: ArchivedArticle) -> str:
    """Return the web address of an article; raise DatelineError if it has none that a browser may open."""
    if not found.url or not is_web_address(found.url):
        kept = f"the address {found.url!r}, which is not a web address" if found.url else "no address"
        raise DatelineError(f"{found.id} has {kept}; 'dateline show {found.id}' shows the article")
    return found.url


def find_article(store: Store, search: Search, name: str) -> str:
    """Return the id of the one article that `name` names; raise ArticleMissing if there is none, or more than one."""
    name = name.strip()
    if not _ADDRESS_CHARACTERS.intersection(name):  # no id contains one of these
        return store.find_id(name)
    for known in (canonical_address(web_address(name)), f"file:{os.path.abspath(name)}"):
        if seen := store.facts.last_sighting(known):
            return seen.article_id
    typed = " ".join(name.replace('"', " ").split())
    for field in ("url", "origin"):
        near = store.get_many(search(Location(typed, field))[:_MOST_CANDIDATES])
        found = [one.id for one in near.values() if matches_location(field, typed, one)]
        if len(found) > 1:
            shown = ", ".join(sorted(found)[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
            listing = f"'dateline search {Location(typed, field)}'"
            raise ArticleMissing(f"several articles are at {name!r}: {shown}; give the id of one, {listing} lists them")
        if found:
            return found[0]
    raise ArticleMissing(
        f"there is no article at {name!r}; 'dateline search' shows ids, url: or origin: finds parts of an address or a path"
    )
