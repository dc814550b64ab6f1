"""Bytes → documents. A reader knows one format; `open_documents` finds the bytes and the reader for them."""

from __future__ import annotations

from dateline.readers.base import Arrival, Reader
from dateline.readers.bounded import MAX_BYTES
from dateline.readers.formats import Format, list_formats
from dateline.readers.stream import all_readers, open_documents
from dateline.readers.web import Web

__all__ = ["MAX_BYTES", "Arrival", "Format", "Reader", "Web", "all_readers", "list_formats", "open_documents"]
