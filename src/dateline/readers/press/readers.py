"""The readers of press databases. Each detects its exports, in any container, by content that only this database writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import BinaryIO

from dateline.readers.base import Arrival, Likeness, read_document
from dateline.readers.plugins import hookimpl
from dateline.readers.press import europresse, factiva, nexis, proquest
from dateline.readers.press.markup_lines import MarkupLine, markup_lines
from dateline.readers.signatures import as_ascii, binary_kind, has_tags, looks_like_page, xml_root
from dateline.text.decoding import decode
from dateline.types.documents import RawDocument

_NEXIS_PAGE = (b"<!-- hide xml section from browser", b"lxncomment")
# In lower case, and each with a fixed beginning that is fast to find, because every page is searched.
_FACTIVA_TITLE = re.compile(rb"<title>\s*(?:dow jones )?factiva\s*</title>")
_FACTIVA_ARTICLE = re.compile(rb"class=['\"]article [a-z]{2}article\b")


@dataclass(frozen=True, slots=True)
class PressReader:
    """Reads the exports of one database; `is_export` looks at the first lines, `documents` reads them all."""

    name: str
    signs: str
    is_export: Callable[[bytes], bool]
    documents: Callable[[Sequence[MarkupLine], str], Iterator[Arrival]]
    suffixes: tuple[str, ...] = (".txt", ".html", ".htm")

    def recognise(self, head: bytes) -> Likeness:
        """Certain by content that only this database writes."""
        return Likeness.CERTAIN if binary_kind(head) is None and self.is_export(head) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield the articles of the export in `stream`."""
        content = read_document(stream)
        if xml_root(content) == "ppsresponse":
            from dateline.readers.press.factiva_xml import documents_in_xml

            found: list[Arrival] = list(documents_in_xml(content, origin))
        else:
            found = list(self.documents(lines_of(content), origin))
        for arrival in found:
            if len(found) == 1 and isinstance(arrival, RawDocument) and arrival.identity is None:
                arrival = replace(arrival, origin=origin, identity=identity)  # a single record has the identity of its file
            yield arrival


def lines_of(content: bytes) -> list[MarkupLine]:
    """The lines of an export, from HTML or from plain text."""
    text = decode(content)[0]
    if looks_like_page(content) or has_tags(content):
        return markup_lines(text)
    return [MarkupLine(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def is_press_export(head: bytes) -> bool:
    """Whether a file that begins with `head` is an export of a known database."""
    return any(reader.recognise(head) for reader in READERS)


def _from_texts(
    documents: Callable[[Sequence[str], str], Iterator[Arrival]],
) -> Callable[[Sequence[MarkupLine], str], Iterator[Arrival]]:
    return lambda lines, origin: documents([line.text for line in lines], origin)


@lru_cache(4)  # three of the readers call it with the same bytes
def _decode_text(head: bytes) -> str:
    return "" if looks_like_page(head) or xml_root(head) else decode(head)[0]


def _is_nexis(head: bytes) -> bool:
    small = as_ascii(head).lower()
    return any(sign in small for sign in _NEXIS_PAGE) or nexis.is_export(_decode_text(head))


def _is_factiva(head: bytes) -> bool:
    if xml_root(head) == "ppsresponse":
        return b"factiva" in head
    if not looks_like_page(head):
        return factiva.is_export(_decode_text(head))
    small = as_ascii(head).lower()
    return any(sign.search(small) for sign in (_FACTIVA_TITLE, _FACTIVA_ARTICLE))


def _is_europresse(head: bytes) -> bool:
    return looks_like_page(head) and b"DocPublicationName" in as_ascii(head)


def _is_proquest(head: bytes) -> bool:
    if looks_like_page(head):
        return b"DocID_MSTAR" in as_ascii(head) and b"proquest" in as_ascii(head).lower()
    return proquest.is_export(_decode_text(head))


READERS: Sequence[PressReader] = (
    PressReader("nexis", 'the line "1 of 10 DOCUMENTS", or the labels of a Nexis record', _is_nexis, _from_texts(nexis.documents)),
    PressReader(
        "factiva",
        'records that end in "Document" and Factiva\'s number, or its pages and XML',
        _is_factiva,
        _from_texts(factiva.documents),
    ),
    PressReader("europresse", "the classes of Europresse's pages", _is_europresse, europresse.documents),
    PressReader("proquest", 'the labels "Full text" and "ProQuest document ID"', _is_proquest, _from_texts(proquest.documents)),
)


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The readers of this module."""
    return READERS
