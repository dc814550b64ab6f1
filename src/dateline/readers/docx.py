"""Word documents (.docx): the paragraphs of the text. A Nexis Uni export is split into its articles; any other is one article."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import ParseError, iterparse

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness
from dateline.readers.limits import MAX_BYTES, megabytes
from dateline.readers.packages import make_seekable
from dateline.readers.plugins import hookimpl
from dateline.readers.press import nexis
from dateline.types.documents import RawDocument

_TEXT = "word/document.xml"
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads the paragraphs of one Word document."""

    name: str = "docx"
    suffixes: tuple[str, ...] = (".docx",)
    signs: str = "a zip archive with the parts of a Word document"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the names of the parts."""
        return Likeness.CERTAIN if head.startswith(b"PK\x03\x04") and b"word/" in head else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """Yield the articles of the document in `stream`."""
        lines = list(_paragraphs(make_seekable(stream)))
        if nexis.is_export("\n".join(lines)):
            yield from nexis.documents(lines, origin)
            return
        text = "\n\n".join(filter(str.strip, lines)).replace("\f", "")
        if not text.strip():
            raise ReadError("the document has no text")
        yield RawDocument(text.encode(), "text/plain; charset=utf-8", origin, identity)


def _paragraphs(stream: BinaryIO) -> Iterator[str]:
    """The paragraphs of a document's text, with a form feed where a section begins."""
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(_TEXT) as part:
            content = part.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ReadError(f"its text takes more than {megabytes(MAX_BYTES)} as XML; split it")
        if b"<!" in content:
            raise ReadError("declares XML entities, as no Word document does; it was not read")
        yield from _read_paragraphs(content)
    except (zipfile.BadZipFile, zlib.error, KeyError, ParseError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ReadError(f"cannot be read as a Word document ({error}); save it as text") from error


def _read_paragraphs(content: bytes) -> Iterator[str]:
    pieces: list[str] = []
    for _, element in iterparse(BytesIO(content)):
        name = element.tag.rpartition("}")[2]
        if name == "t":
            pieces.append(element.text or "")
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        elif name == "sectPr":
            pieces.append("\f")
        elif name == "p":
            text = "".join(pieces)
            pieces.clear()
            element.clear()
            yield from text.split("\n")


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [WordReader()]
