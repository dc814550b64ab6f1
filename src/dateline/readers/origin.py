"""Find the file or address behind the origin of a document, so that it can be read again."""

from __future__ import annotations

import re
from pathlib import Path


def place_of(origin: str) -> str | None:
    """What to read again after a failure at `origin`: the address without entry number or member name, or the file; else None."""
    if origin.lower().startswith(("http://", "https://")):
        return re.sub(r"(?<=/)([^/]*):\d+$", r"\1", origin.partition("!/")[0]) if origin.count("/") > 2 else origin
    path = file_of(origin)
    return None if path is None else str(path)


def file_of(origin: str) -> Path | None:
    """The file that contains `origin` ("dump.jsonl:17", "news.zip/a/b.txt"): its longest leading part that is a file, else None."""
    for end in range(len(origin), 0, -1):
        if end == len(origin) or origin[end] in ":/!#":
            path = Path(origin[:end])
            try:
                if path.is_file():
                    return path
            except (OSError, ValueError):  # a name that this system does not allow
                continue
    return None
