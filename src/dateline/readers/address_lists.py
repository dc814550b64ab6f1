"""Lists of addresses: sitemaps (including news sitemaps), OPML, and plain lists. They contain no stories, only pointers to them.

With fetching turned on, the listed addresses are read; otherwise the list is skipped with a reason. Entities that a file declares
are never expanded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Pointer
from dateline.readers.fields import moment
from dateline.readers.limits import CHUNK, megabytes
from dateline.readers.lines import decoded_pieces, numbered_lines
from dateline.readers.opml import read_outlines
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import as_ascii, binary_kind, xml_root
from dateline.types.documents import Failure, Skipped

_HEAD = 8_192
_ADDRESS = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)
_LINE = re.compile(rb"https?://[^\s<>\"]+$", re.IGNORECASE)
_END = re.compile(r"</(?:[\w.-]{1,50}:)?(url|sitemap)\s{0,20}>")
_LARGEST = 2 * 1024 * 1024
_FIELD_REACH = 64 * 1024
_SITEMAP = "a sitemap: it lists addresses and headlines, but no texts; --fetch fetches what it lists"
_FEEDS = "a list of feeds (OPML), not a document; 'dateline feeds import' subscribes to them, --fetch fetches them once"
_PLAIN = "a list of addresses; --fetch fetches what it lists"


def _field_pattern(prefix: str, name: str) -> re.Pattern[str]:
    value = r"[^<>]{0,200}>\s{0,200}(?:<!\[CDATA\[(.{0,8000}?)\]\]>|([^<]{0,8000}))"
    return re.compile(rf"<{prefix}{name}(?=[\s>]){value}", re.DOTALL)


_OWN, _NEWS = r"(?:(?!image|video|xhtml)[\w.-]{1,50}:)?", r"(?:news|n):"
_LOC, _CHANGED = _field_pattern(_OWN, "loc"), _field_pattern(_OWN, "lastmod")
_HINTS = {
    "title": _field_pattern(_NEWS, "title"),
    "published": _field_pattern(_NEWS, "publication_date"),
    "source": _field_pattern(_NEWS, "name"),
    "language": _field_pattern(_NEWS, "language"),
    "tags": _field_pattern(_NEWS, "keywords"),
}


@dataclass(frozen=True, slots=True)
class SitemapReader:
    """Reads the addresses in a sitemap, with the hints of a news sitemap, and the addresses of sitemaps in an index."""

    name: str = "sitemap"
    suffixes: tuple[str, ...] = ()
    signs: str = "the outermost element: <urlset> or <sitemapindex>; what it lists is read with --fetch"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the root element."""
        return Likeness.CERTAIN if xml_root(head) in ("urlset", "sitemapindex") else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Pointer]:
        """Yield a pointer to each story or sitemap."""
        instead, found = Skipped(origin, _SITEMAP), False
        for number, (kind, block) in enumerate(_find_entries(decoded_pieces(stream.read(CHUNK), stream)), 1):
            url = _field_value(_LOC, block)
            if _ADDRESS.match(url):
                found = True
                hints = {name: value for name, pattern in _HINTS.items() if (value := _field_value(pattern, block))}
                if "tags" in hints:
                    hints["tags"] = "\n".join(filter(None, map(str.strip, hints["tags"].split(","))))
                yield Pointer(url, f"{origin}:{number}", instead, hints, kind == "url", moment(_field_value(_CHANGED, block)))
        if not found:
            yield Skipped(origin, "a sitemap without addresses")


@dataclass(frozen=True, slots=True)
class OpmlReader:
    """Reads the addresses in a list of feeds."""

    name: str = "opml"
    suffixes: tuple[str, ...] = (".opml",)
    signs: str = "the outermost element <opml>; what it lists is read with --fetch"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the root element."""
        return Likeness.CERTAIN if xml_root(head) == "opml" else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Pointer]:
        """Yield a pointer to each feed."""
        text = "".join(decoded_pieces(stream.read(CHUNK), stream))
        found = False
        for number, outline in enumerate(read_outlines(text), 1):
            found = True
            yield Pointer(outline.url, f"{origin}:{number}", Skipped(origin, _FEEDS), page=False)
        if not found:
            yield Skipped(origin, "a list of feeds (OPML) without feeds")


@dataclass(frozen=True, slots=True)
class AddressesReader:
    """Reads a text in which each line is an address; empty lines and lines that begin with # are left out."""

    name: str = "addresses"
    suffixes: tuple[str, ...] = (".urls", ".url-list")
    signs: str = "a web address on every line, and nothing else; what it lists is read with --fetch"

    def recognise(self, head: bytes) -> Likeness:
        """Certain if every line is an address: no story consists of addresses."""
        if binary_kind(head) is not None:
            return Likeness.NONE
        lines = as_ascii(head).split(b"\n")
        found = Likeness.NONE
        for line in map(bytes.strip, lines[:-1] if len(head) >= _HEAD and len(lines) > 1 else lines):
            if line and not line.startswith(b"#"):
                if not _LINE.match(line):
                    return Likeness.NONE
                found = Likeness.CERTAIN
        return found

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Pointer]:
        """Yield a pointer for each line."""
        instead, found = Skipped(origin, _PLAIN), False
        for number, line in numbered_lines(stream, blank=False):
            where = f"{origin}:{number}"
            text = line.strip() if isinstance(line, str) else ""
            if isinstance(line, ReadError):
                yield Failure(where, str(line))
            elif _ADDRESS.match(text):
                found = True
                yield Pointer(text, where, instead)
            elif text and not text.startswith("#"):
                yield Failure(where, "not a web address; expected one on each line, with http:// or https://")
        if not found:
            yield Skipped(origin, "a list without addresses")


def _find_entries(pieces: Iterator[str]) -> Iterator[tuple[str, str]]:
    """The complete entries of a sitemap, each with the name of its element."""
    rest = ""
    for piece in pieces:
        rest += piece
        at = 0
        for match in _END.finditer(rest):
            yield match[1], rest[at : match.start()]
            at = match.end()
        rest = rest[at:]
        if len(rest) > _LARGEST:
            raise ReadError(
                f"an entry holds more than {megabytes(_LARGEST)}, too large for an address; what comes before it was read"
            )


def _field_value(pattern: re.Pattern[str], block: str) -> str:
    match = pattern.search(block[:_FIELD_REACH])
    return "" if match is None else " ".join(html.unescape(match[1] or match[2] or "").split())


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The readers of this module."""
    return [SitemapReader(), OpmlReader(), AddressesReader()]
