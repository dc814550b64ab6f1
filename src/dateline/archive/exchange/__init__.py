"""Articles on their way between archives and files: exported as JSONL, CSV, Parquet or Markdown, and imported from JSONL.

Everything streams, and a file or folder gets its name only when it is complete.
"""

from __future__ import annotations

from dateline.archive.exchange.forms import Form, write_export
from dateline.archive.exchange.jsonl import read_records

__all__ = ["Form", "read_records", "write_export"]
