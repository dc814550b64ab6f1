"""Documents from the web: an answer becomes documents as a file does, under its address and with what the server stated."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from dateline.readers.base import Arrival, Member, Pointer
from dateline.text import without_users
from dateline.types.documents import RawDocument

if TYPE_CHECKING:
    from dateline.readers.fetching.answer import Answer

_DEEPEST = 4  # an index of indexes of sitemaps has three
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/feed+json": ".json",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/x-opml": ".opml",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
}


class Getter(Protocol):
    """Anything that fetches: `dateline.readers.fetching.Fetcher`, or a substitute."""

    def get(self, url: str) -> Answer:
        """Fetch `url`; raise FetchError if that fails."""
        ...


@dataclass(slots=True)
class Web:
    """What one run may fetch: the given addresses and, with `follow`, the addresses in lists.

    `known` returns when a page was last fetched, or None. A known page is fetched again only if its list shows a later change.
    """

    getter: Getter
    follow: bool = False
    known: Callable[[str], datetime | None] = lambda url: None
    depth: int = 0
    _seen: set[str] = field(default_factory=set)

    def refusal(self, pointer: Pointer) -> str | None:
        """Why the target of `pointer` is not fetched now; None if it is."""
        url = without_fragment(pointer.url)
        if self.depth >= _DEEPEST:
            return f"is in lists nested {self.depth} deep; fetch it separately"
        if url in self._seen:
            return "is listed twice; it was fetched once"
        self._seen.add(url)
        before = self.known(url) if pointer.page else None
        if before is not None and (pointer.changed is None or pointer.changed <= before):
            return "is in the archive already; give its address to fetch it again"
        return None


def without_fragment(url: str) -> str:
    """`url` without its fragment, which only a browser uses. This is the identity of a page."""
    text = url.strip()
    return text.partition("#")[0] if without_users(text) == text else text  # a password may have a # in it


def answer_to_member(answer: Answer, url: str) -> Member:
    """The answer to a request for `url`, as a member to read; the server's media type breaks ties."""
    name = posixpath.basename(urlsplit(answer.url).path)
    return Member(
        BytesIO(answer.content), "answer" + _ENDINGS[answer.media_type] if answer.media_type in _ENDINGS else name, url, url
    )


def with_server_facts(arrival: Arrival, answer: Answer, url: str, hints: Mapping[str, str] | None = None) -> Arrival:
    """Add the capture time to what was read from an answer; to a page also its address, its charset, and the hints of its list."""
    if not isinstance(arrival, RawDocument):
        return arrival
    captured = {"captured": answer.fetched.isoformat()}
    if arrival.origin != url:
        if arrival.fetched or "captured" in arrival.hints:
            return arrival
        return replace(arrival, fetched=answer.fetched, hints={**arrival.hints, **captured})
    media = arrival.media_type
    if answer.charset and "charset=" not in media and arrival.content == answer.content:
        media = f"{media}; charset={answer.charset}"
    stated = {**(hints or {}), **arrival.hints, **captured}
    return replace(arrival, media_type=media, identity=url, url=answer.url, fetched=answer.fetched, hints=stated)
