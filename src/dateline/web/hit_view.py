"""A hit on a page: safe texts, and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.render.headline import headline
from dateline.render.layout import Span, marked
from dateline.render.results import copies_text, date_text
from dateline.text import shown
from dateline.types.answers import Hit
from dateline.web.urls import Pairs, article_url, safe_external_url, url_for


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit of a list."""

    id: str
    title: str
    titled: bool
    date: str
    source: str
    language: str
    address: str
    url: str | None
    copies: str
    copies_address: str
    snippet: tuple[Span, ...]
    likeness: str = ""
    shared: str = ""
    by: str = ""


def hit_view(hit: Hit, asked: Pairs = (), *, likeness: str = "", shared: Iterable[str] = (), by: str = "") -> HitView:
    """Make the view of a hit; `asked` are parameters for the article's page, so that it marks the matches."""
    metadata = hit.metadata
    return HitView(
        id=hit.article_id,
        title=shown(headline(metadata, hit.text)),
        titled=bool(metadata.title),
        date=date_text(metadata.published),
        source=shown(metadata.source or "source unknown"),
        language=plain_language(metadata.language),
        address=article_url(hit.article_id, pairs=asked),
        url=safe_external_url(hit.url),
        copies=copies_text(hit.copies) if hit.copies else "",
        copies_address=url_for("/search", [("q", f"cluster:{hit.article_id}"), ("all_copies", "1")]) if hit.copies else "",
        snippet=tuple(marked(hit.snippet.text, hit.snippet.spans)),
        likeness=likeness,
        shared=shown(", ".join(shared)),
        by=by,
    )


def plain_language(code: str | None) -> str:
    """A language code for the attribute lang; empty if it is unknown or not valid."""
    return code if code and code.isascii() and code.replace("-", "").isalnum() else ""
