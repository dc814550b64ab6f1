"""MHTML: a page that a browser saved with all its images, in the form of a mail message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, check_text
from dateline.readers.mime import header_names, header_text, is_saved_page, read_message, sent_at, text_part
from dateline.readers.plugins import hookimpl
from dateline.types.documents import RawDocument


@dataclass(frozen=True, slots=True)
class MhtmlReader:
    """Reads the page that a browser saved as MHTML."""

    name: str = "mhtml"
    suffixes: tuple[str, ...] = (".mhtml", ".mht")
    signs: str = "headers of mail with multipart/related, and those that browsers write when they save a page"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the headers that browsers write; possible for anything else with mail headers."""
        if is_saved_page(head):
            return Likeness.CERTAIN
        return Likeness.POSSIBLE if header_names(head) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield the one page in `stream`, with its address and the time of saving."""
        content = stream.read()
        check_text(content)
        message = read_message(content)
        page = text_part(message)
        if page is None:
            raise ReadError("holds no page; only pictures, or nothing at all")
        places = (header_text(message, "Snapshot-Content-Location"), page.location or "")
        url = next((place for place in places if re.match(r"https?://\S+$", place)), None)
        saved = sent_at(message)
        hints = {"title": header_text(message, "Subject"), "captured": saved.isoformat() if saved else ""}
        found = {key: value for key, value in hints.items() if value}
        yield RawDocument(page.content, page.media_type, origin, url or identity, url, saved, found)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [MhtmlReader()]
