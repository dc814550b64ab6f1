"""RSS and Atom feeds: each entry is a document. Feeds of any length are read in batches of entries.

Each batch is parsed as a small feed under the same head. So memory is bounded, a broken entry affects only its neighbours, and a
hostile feed cannot keep the parser busy for long. Entities that a feed declares are never expanded.
"""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, BinaryIO
from urllib.parse import urljoin

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Pointer
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.feed_dates import feed_date
from dateline.readers.fields import read_record
from dateline.readers.limits import CHUNK, bounded, megabytes
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import as_ascii, has_markup, xml_root
from dateline.text.decoding import decode, find_unicode
from dateline.types.documents import Failure, Skipped

_ATOM = re.compile(rb"www\.w3\.org/2005/Atom|purl\.org/atom|<(?:\w+:)?entry[\s>]")
_RDF = re.compile(rb"purl\.org/rss|my\.netscape\.com/rdf|purl\.org/net/rss")
_START = re.compile(rb"<(?:[\w.-]{1,50}:)?(?:item|entry)[\s>]")
_END = re.compile(rb"</(?:[\w.-]{1,50}:)?(?:item|entry)\s*>")
_ROOT = re.compile(rb"<((?:[\w.-]{1,50}:)?(?:rss|feed|RDF))[\s>]", re.IGNORECASE)
_CHANNEL = re.compile(rb"<(/?)((?:[\w.-]{1,50}:)?channel)[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]{0,100}+)[^<>]*+(?:(?<=(/)))?>")
_CDATA = re.compile(rb"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>)?")
_MAIL_AND_NAME = re.compile(r"(?=\S[^\s@]*+@\S)\S++\s++\((.+)\)$")
_PERSON = re.compile(
    rb"<((?:[\w.-]{1,50}:)?(?:author|creator|managingEditor|webMaster|publisher|contributor|owner))\b[^<>]*+>", re.I
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\w{1,8}|\w{2,10});")
_BATCH = 256 * 1024
_LONGEST_PERSON = 2_000
_LARGEST_ENTRY = 2 * 1024 * 1024
_DEEPEST = 100
_LONGEST_HEAD = 256 * 1024


@dataclass(frozen=True, slots=True)
class FeedReader:
    """Reads the entries of an RSS or Atom feed."""

    name: str = "feed"
    suffixes: tuple[str, ...] = (".rss", ".atom", ".rdf")
    signs: str = "the outermost element: <rss>, <feed> of Atom, or <rdf:RDF> with a channel"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the root element."""
        root, text = xml_root(head), as_ascii(head)
        is_feed = root == "rss" or (root == "feed" and _ATOM.search(text)) or (root == "rdf" and _RDF.search(text))
        return Likeness.CERTAIN if is_feed else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Pointer]:
        """Yield a document for each entry that has a text, and a pointer to its page for each other entry."""
        numbers = count(1)
        stream = _recode(bounded(stream))
        for head, batch, problem in _read_batches(stream):
            yield from _read_entries(head, batch, origin, identity, numbers) if batch else ()
            if problem:
                yield Failure(origin, problem)
        if next(numbers) == 1:
            yield Skipped(origin, "a feed without entries")


def _recode(stream: BinaryIO) -> BinaryIO:
    """`stream` in an encoding that contains ASCII, which the search for entries needs."""
    head = bounded(stream).peek(CHUNK)
    if find_unicode(head) in (None, "utf-8-sig"):
        return stream
    return io.BytesIO(decode(stream.read())[0].encode())


def _read_batches(stream: BinaryIO) -> Iterator[tuple[bytes, bytes, str | None]]:
    """Yield the feed's head with the next batch of entries, or with what is wrong."""
    head, rest, ended = b"", b"", False
    while not ended:
        piece = stream.read(CHUNK)
        rest, ended = rest + piece, not piece
        if not head:
            first = _START.search(rest)
            if first:
                head, rest = rest[: first.start()], rest[first.start() :]
            elif len(rest) > _LONGEST_HEAD:
                raise ReadError(f"has no entry in its first {_LONGEST_HEAD // 1024} KB")
            else:
                continue
        if len(rest) < _BATCH and not ended:
            continue
        end = max((match.end() for match in _END.finditer(rest)), default=0)
        if end:
            yield head, rest[:end], None
            rest = rest[end:]
        elif len(rest) > _LARGEST_ENTRY:
            yield head, b"", f"an entry holds more than {megabytes(_LARGEST_ENTRY)}, too large for an entry; it was skipped"
            at = max(rest.rfind(b"<item"), rest.rfind(b"<entry"), 0)
            rest = rest[at:] if at else b""
    if head and _START.search(rest):
        yield head, _close_elements(rest), "is cut off in the middle of its last entry; the rest of it was read"


def without_text(where: str, link: Any, entry: Mapping[str, Any]) -> Skipped | Pointer:
    """The pointer to the page of an entry without text, with the hints in the feed; Skipped if the entry has no link."""
    if not isinstance(link, str) or not _ADDRESS.match(link):
        return Skipped(where, "an entry without text")
    stated = {"title": _without_tags(str(entry.get("title") or "")), "published": str(entry.get("published") or "")}
    hints = {name: " ".join(value.split()) for name, value in stated.items() if value.strip()}
    return Pointer(link, where, Skipped(where, f"an entry without text; its page is {link}"), hints)


def _close_elements(rest: bytes) -> bytes:
    """A truncated entry with its open elements closed, because the parser drops unclosed ones."""
    rest = rest[: rest.rfind(b"<")] if rest.rfind(b"<") > rest.rfind(b">") else rest
    closing = b"]]>" if rest.rfind(b"<![CDATA[") > rest.rfind(b"]]>") else b""
    is_open: list[bytes] = []
    for ending, name, alone in _TAG.findall(_CDATA.sub(b"", rest + closing)):
        if ending and name in is_open:
            del is_open[len(is_open) - 1 - is_open[::-1].index(name) :]
        elif not ending and not alone and len(is_open) < _DEEPEST:
            is_open.append(name)
    return rest + closing + b"".join(b"</" + name + b">" for name in reversed(is_open))


def _read_entries(
    head: bytes, batch: bytes, origin: str, identity: str | None, numbers: Iterator[int]
) -> Iterator[Arrival | Pointer]:
    parsed = make_or_fail(origin, _parse_batch, head, batch)
    if isinstance(parsed, Failure):
        yield replace(parsed, origin=f"{origin}:{next(numbers)}")
        return
    links = Counter(entry.get("link") for entry in parsed.entries)
    for entry in parsed.entries:
        where = f"{origin}:{next(numbers)}"
        yield make_or_fail(where, _read_entry, entry, parsed.feed, where, (identity, links[entry.get("link")] > 1))


def _read_entry(entry: Any, feed: Any, where: str, context: tuple[str | None, bool]) -> Arrival | Pointer:
    """The document of an entry. If several entries share a link (the page of a live blog), its id is its identity."""
    container, shared = context
    link = entry.get("link")
    if not entry.get("guidislink"):  # an id declared as an address is already absolute, or is not an address
        link = _make_absolute(link, _base_addresses(feed, container))
    record = _make_record(entry, feed, link)
    if record is None:
        return without_text(where, link, entry)
    document = read_record(record, where, None, container)
    number = entry.get("id")
    if shared and number and number != entry.get("link"):
        return replace(document, identity=f"{container or link}#id={number}")
    return document


def _base_addresses(feed: Any, container: str | None) -> list[str]:
    """The possible base addresses of a feed's relative links, the most reliable first."""
    own = [link.get("href") for link in feed.get("links", ()) if link.get("rel") == "self"]
    return [base for base in (container, *own, feed.get("link")) if isinstance(base, str) and _ADDRESS.match(base)]


def _make_absolute(link: Any, bases: Sequence[str]) -> Any:
    if not isinstance(link, str) or not link.strip() or _ADDRESS.match(link.strip()) or not bases:
        return link
    try:
        return urljoin(bases[0], link.strip())
    except ValueError:
        return link


def _parse_batch(head: bytes, batch: bytes) -> Any:
    import feedparser

    declared, root = _DECLARED.search(head), _ROOT.search(head)
    body = head[root.start() :] if root else head  # the part before the root may declare entities, and is not needed
    text = decode(_drop_long_persons(body + batch) + _closing_tags(body), declared[1].decode() if declared else None)[0]
    # Pass a stream: feedparser would treat a string as an address or a file name, and fetch it.
    return feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False)


def _drop_long_persons(content: bytes) -> bytes:
    """`content` without overlong texts of persons, in which feedparser's search for addresses takes quadratic time."""
    parts, at, unclosed = [], 0, set()
    for start in _PERSON.finditer(content):
        if start.start() < at or start[1] in unclosed:
            continue
        end = content.find(b"</" + start[1], start.end())
        if end < 0:
            unclosed.add(start[1])
        elif end - start.end() > _LONGEST_PERSON:
            parts.append(content[at : start.end()])
            at = end
    return b"".join(parts) + content[at:]


def _closing_tags(head: bytes) -> bytes:
    """The end tags of what `head` leaves open."""
    root = _ROOT.search(head)
    channels = _CHANNEL.findall(head)
    closing = b"</" + channels[-1][1] + b">" if channels and not channels[-1][0] else b""
    return closing + (b"</" + root[1] + b">" if root else b"")


def _make_record(entry: Any, feed: Any, link: Any) -> dict[str, Any] | None:
    """The fields of an entry under the names of a record; None if it has no text."""
    texts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    found: Any = max(texts, key=lambda part: len(part.get("value") or ""), default={})
    text = found.get("value") or ""
    if not text.strip():
        return None
    is_html = "html" in (found.get("type") or "") and (has_markup(text) or bool(_ENTITY.search(text)))
    return {
        "html" if is_html else "text": text,
        "url": link,
        "guid": entry.get("id"),
        "title": _without_tags(entry.get("title") or ""),
        "published": feed_date(entry.get("published") or entry.get("created"), entry.get("published_parsed")),
        # feedparser's own `get` returns the published date if there is no updated date
        "updated": feed_date(dict.get(entry, "updated"), dict.get(entry, "updated_parsed")),
        "authors": _read_authors(entry),
        "source": (entry.get("source") or {}).get("title") or feed.get("title"),
        "tags": [tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", ())],
        "language": entry.get("language") or found.get("language") or feed.get("language"),
    }


def _read_authors(entry: Any) -> list[str]:
    """The names of persons. Addresses are removed here, because feedparser splits those with a long last part in two."""
    authors, written = entry.get("authors", ()), entry.get("author") or ""
    if "@" in written and len(authors) <= 1:
        context = _MAIL_AND_NAME.match(written)
        return [context[1] if context else _without_address(written)]
    names = [author.get("name") or "" for author in authors] or [written]
    return [_without_address(name) for name in names]


def _without_address(name: str) -> str:
    return " ".join(word for word in name.split() if "@" not in word).strip("<>()[],; ")


def _without_tags(title: str) -> str:
    return html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", title))


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [FeedReader()]
