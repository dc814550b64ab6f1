"""Bytes → documents. A reader knows one format; `open_documents` opens the bytes and finds the reader for them."""

from __future__ import annotations

from dateline.readers.base import Arrival, Reader
from dateline.readers.detection import all_readers
from dateline.readers.file_states import FileKnown, FileRead, FileState, Mark
from dateline.readers.formats import Format, list_formats
from dateline.readers.limits import MAX_BYTES
from dateline.readers.paths import bytes_in
from dateline.readers.stream import open_documents, open_files
from dateline.readers.web import Web

__all__ = [
    "MAX_BYTES",
    "Arrival",
    "FileKnown",
    "FileRead",
    "FileState",
    "Format",
    "Mark",
    "Reader",
    "Web",
    "all_readers",
    "bytes_in",
    "list_formats",
    "open_documents",
    "open_files",
]
