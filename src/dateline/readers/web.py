"""What is read from the web: answers become documents as files do, under their address, with what the server said of them."""

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
    """What fetches: `dateline.readers.fetching.Fetcher`, or what stands in for it."""

    def get(self, url: str) -> Answer:
        """What is at `url`; FetchError where it cannot be had."""
        ...


@dataclass(slots=True)
class Web:
    """What may be fetched in one run of reading: addresses that are given; with `follow`, what lists of addresses name too.

    `known` says when a page was fetched before, None where it was not: such a page is fetched anew only where its list says that it
    has changed since.
    """

    getter: Getter
    follow: bool = False
    known: Callable[[str], datetime | None] = lambda url: None
    depth: int = 0
    _seen: set[str] = field(default_factory=set)

    def refusal(self, pointer: Pointer) -> str | None:
        """Why what `pointer` leads to is not fetched now; None where it is."""
        url = without_fragment(pointer.url)
        if self.depth >= _DEEPEST:
            return f"is in lists nested {self.depth} deep; fetch it by itself"
        if url in self._seen:
            return "is listed twice; it was fetched once"
        self._seen.add(url)
        before = self.known(url) if pointer.page else None
        if before is not None and (pointer.changed is None or pointer.changed <= before):
            return "is in the archive already; give its address to fetch it again"
        return None


def without_fragment(url: str) -> str:
    """`url` without the part that only a browser looks at: by this name a page is known."""
    text = url.strip()
    return text.partition("#")[0] if without_users(text) == text else text  # a password may have a # in it


def answer_to_member(answer: Answer, url: str) -> Member:
    """An answer to a request for `url`, as something to be read; the type that the server names breaks ties."""
    name = posixpath.basename(urlsplit(answer.url).path)
    return Member(
        BytesIO(answer.content), "answer" + _ENDINGS[answer.media_type] if answer.media_type in _ENDINGS else name, url, url
    )


def with_server_facts(arrival: Arrival, answer: Answer, url: str, hints: Mapping[str, str] | None = None) -> Arrival:
    """What was read from an answer, with its capture time; a page with its address, its charset, and what its list said of it."""
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
    told = {**(hints or {}), **arrival.hints, **captured}
    return replace(arrival, media_type=media, identity=url, url=answer.url, fetched=answer.fetched, hints=told)
