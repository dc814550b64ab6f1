"""Addresses of pages, and which addresses from outside may be linked to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from dateline.text import is_web_address, shown

Pairs = Iterable[tuple[str, str]]


def to(path: str, pairs: Pairs = ()) -> str:
    """The address of a page with these parameters."""
    text = urlencode([*pairs])
    return f"{path}?{text}" if text else path


def and_also(address: str, pairs: Pairs) -> str:
    """The address of the same page with further parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode([*pairs])}"


def to_article(article_id: str, part: str = "", pairs: Pairs = ()) -> str:
    """The address of an article's page."""
    return to(f"/articles/{quote(article_id, safe='')}{part}", pairs)


def outside(address: str | None) -> str | None:
    """An address that a page may link to: one of the web, and nothing that a browser would run."""
    return shown(address) if address and is_web_address(address) else None
