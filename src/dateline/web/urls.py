"""Addresses of pages, and which addresses from outside may be linked to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from dateline.text import is_web_address, shown

Pairs = Iterable[tuple[str, str]]


def url_for(path: str, pairs: Pairs = ()) -> str:
    """The address of a page with these parameters."""
    text = _written(pairs)
    return f"{path}?{text}" if text else path


def with_parameters(address: str, pairs: Pairs) -> str:
    """The address of the same page with further parameters."""
    return f"{address}{'&' if '?' in address else '?'}{_written(pairs)}"


def _written(pairs: Pairs) -> str:
    """Parameters as they stand in an address; their names are words of ours."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in pairs])


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """A value as it stands in an address; a page has hundreds, and most are those of the page before."""
    return quote_plus(value)


def article_url(article_id: str, part: str = "", pairs: Pairs = ()) -> str:
    """The address of an article's page."""
    return url_for(f"/articles/{quote(article_id, safe='')}{part}", pairs)


def safe_external_url(address: str | None) -> str | None:
    """An address that a page may link to: one of the web, and nothing that a browser would run."""
    return shown(address) if address and is_web_address(address) else None
