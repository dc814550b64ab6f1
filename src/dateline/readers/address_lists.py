"""Lists of addresses (sitemaps, those of news among them, and OPML): known, so that they are not taken for stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.plugins import hookimpl
from dateline.readers.base import Arrival, Likeness
from dateline.readers.sniff import xml_root
from dateline.types import Skipped


@dataclass(frozen=True, slots=True)
class AddressListReader:
    """Passes over a file that only says where stories are."""

    name: str
    roots: tuple[str, ...]
    suffixes: tuple[str, ...]
    signs: str
    reason: str

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the outermost element."""
        return Likeness.CERTAIN if xml_root(head) in self.roots else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """No documents, but a word on why."""
        yield Skipped(origin, self.reason)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The readers of this module."""
    return [
        AddressListReader(
            "sitemap",
            ("urlset", "sitemapindex"),
            (),
            "the outermost element: <urlset> or <sitemapindex>; passed over",
            "a sitemap: it lists addresses and headlines, but no texts",
        ),
        AddressListReader(
            "opml",
            ("opml",),
            (".opml",),
            "the outermost element <opml>; passed over",
            "a list of feeds (OPML), not a document",
        ),
    ]
