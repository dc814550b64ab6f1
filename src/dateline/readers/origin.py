"""From where a document was read, as its origin tells, back to what can be read again."""

from __future__ import annotations

import re
from pathlib import Path


def place_of(origin: str) -> str | None:
    """What to read again for a failure there: an address without the number of the entry or the name of the member, or a file."""
    if origin.lower().startswith(("http://", "https://")):
        return re.sub(r"(?<=/)([^/]*):\d+$", r"\1", origin.partition("!/")[0]) if origin.count("/") > 2 else origin
    path = file_of(origin)
    return None if path is None else str(path)


def file_of(origin: str) -> Path | None:
    """The file that `origin` ("dump.jsonl:17", "news.zip/a/b.txt") lies in: the longest part of it that is a file."""
    for end in range(len(origin), 0, -1):
        if end == len(origin) or origin[end] in ":/!#":
            path = Path(origin[:end])
            try:
                if path.is_file():
                    return path
            except (OSError, ValueError):  # a name that this system cannot hold
                continue
    return None
