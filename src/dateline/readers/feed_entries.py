"""The entries of a fetched feed, each with the feed's address as its origin, because an entry's position changes over time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Member, Pointer
from dateline.readers.feed import FeedReader
from dateline.readers.json_feed import JsonFeedReader
from dateline.readers.limits import MAX_BYTES, BoundedStream
from dateline.readers.signatures import as_ascii, looks_like_page
from dateline.readers.web import with_server_facts
from dateline.text.decoding import decode, find_unicode
from dateline.types.documents import RawDocument

if TYPE_CHECKING:
    from dateline.readers.fetching.answer import Answer

_READERS = (FeedReader(), JsonFeedReader())
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding")
_LINK = re.compile(rb"<link\s[^<>]{0,1000}>", re.IGNORECASE)
_TYPE = re.compile(rb"type\s*=\s*[\"']?application/(?:(?:rss|atom)\+xml|feed\+json)", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']?([^\s\"'<>]{1,2000})", re.IGNORECASE)


def read_entries(answer: Answer, url: str) -> Iterator[Arrival | Pointer]:
    """Yield the entries of the feed in `answer`; raise ReadError if it is not a feed."""
    for reader in _READERS:
        if reader.recognise(answer.content[:65_536]) == Likeness.CERTAIN:
            with BoundedStream(BytesIO(_decode_content(answer)), MAX_BYTES) as stream:
                for found in reader.read(stream, url, url):
                    if isinstance(found, Pointer | Member):
                        yield found
                        continue
                    entry = with_server_facts(found, answer, url)
                    yield replace(entry, origin=url) if isinstance(entry, RawDocument) else entry
            return
    if not looks_like_page(answer.content):
        raise ReadError("is not a feed; check the address")
    named = _find_feed_link(answer)
    raise ReadError(
        "is a page, not a feed" + (f"; it links to the feed {named}" if named else "; look on the page for the address of its feed")
    )


def _decode_content(answer: Answer) -> bytes:
    """The content of `answer`, converted to UTF-8 if only the server states its charset."""
    if answer.charset is None or _DECLARED.search(answer.content[:1000]) or find_unicode(answer.content[:1000]):
        return answer.content
    return decode(answer.content, answer.charset)[0].encode()


def _find_feed_link(answer: Answer) -> str | None:
    """The address of the feed that a page links to; None if it links to none."""
    for link in _LINK.findall(as_ascii(answer.content)):
        if _TYPE.search(link) and (href := _HREF.search(link)):
            try:
                named: str = urljoin(answer.url, href[1].decode("ascii", "replace").replace("&amp;", "&"))
                return named
            except ValueError:
                continue
    return None
