"""The URLs of pages, and the external URLs that a page may link to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from dateline.text import is_web_address, shown

Pairs = Iterable[tuple[str, str]]


def url_for(path: str, pairs: Pairs = ()) -> str:
    """The URL of a page with these parameters."""
    text = _query_string(pairs)
    return f"{path}?{text}" if text else path


def with_parameters(address: str, pairs: Pairs) -> str:
    """The URL of the same page with further parameters."""
    return f"{address}{'&' if '?' in address else '?'}{_query_string(pairs)}"


def _query_string(pairs: Pairs) -> str:
    """Parameters as a query string; the names are Dateline's own and need no quoting."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in pairs])


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """A quoted value. A page has hundreds, mostly the same as the page before, so they are cached."""
    return quote_plus(value)


def article_url(article_id: str, part: str = "", pairs: Pairs = ()) -> str:
    """The URL of an article's page."""
    return url_for(f"/articles/{quote(article_id, safe='')}{part}", pairs)


def safe_external_url(address: str | None) -> str | None:
    """The address if a page may link to it: only http and https, nothing that a browser would run."""
    return shown(address) if address and is_web_address(address) else None
