"""The data that is kept between requests: lists and answers that are sent in pages, and how to undo changes.

It is kept in files of a temporary folder, which only this user can read and which is removed with the server. So the server's
processes can share it. Only the newest files of each kind are kept.
"""

from __future__ import annotations

import json
import secrets
import shutil
import struct
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError
from dateline.query import parse_query
from dateline.search.hits import Listing
from dateline.search.index import Stories

_SCORE = struct.Struct("<d")
_LIST, _ANSWER, _UNDO = ".list", ".answer", ".undo"
_GONE = "this list is not kept any more; request it again, without a cursor"


class Gone(DatelineError):
    """The requested list, answer or undo is not kept any more."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: its entries as a separate list, their start in the whole list, and the length of the whole list."""

    listing: Listing
    start: int
    length: int

    @property
    def end(self) -> int:
        """The start of the next part."""
        return self.start + len(self.listing.ids)


class SessionStore:
    """The temporary folder; it keeps `most` files of each kind."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._folder = Path(tempfile.mkdtemp(prefix="dateline-web-"))

    def close(self) -> None:
        """Remove the folder with everything in it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def keep_list(self, listing: Listing) -> str:
        """Keep a list; return its name."""
        width = max((len(one) for one, _ in listing.ids), default=0)
        head = {
            "query": str(listing.query),
            "width": width,
            "length": len(listing.ids),
            "total": listing.total,
            "stories": listing.stories,
            "collapsed": listing.collapsed,
            "notes": listing.notes,
            "further": list(listing.behind.further.items()),
        }
        rows = b"".join(one.encode().ljust(width) + _SCORE.pack(score) for one, score in listing.ids)
        return self._keep(_LIST, json.dumps(head).encode() + b"\n" + rows)

    def part(self, name: str, start: int, most: int) -> Part:
        """Return at most `most` entries of a list from `start` on; Gone if the list is not kept any more."""
        try:
            with open(self._path(name, _LIST), "rb") as stream:
                head = json.loads(stream.readline())
                size = head["width"] + _SCORE.size
                stream.seek(start * size, 1)
                rows = stream.read(most * size)
        except OSError as error:
            raise Gone(_GONE) from error
        ids = tuple(
            (rows[at : at + head["width"]].rstrip().decode(), _SCORE.unpack_from(rows, at + head["width"])[0])
            for at in range(0, len(rows), size)
        )
        query = parse_query(head["query"], date.today())
        counts = (head["total"], head["stories"], head["collapsed"], tuple(head["notes"]))
        return Part(Listing(query, ids, *counts, Stories(further=dict(map(tuple, head["further"])))), start, head["length"])

    def drop_list(self, name: str) -> None:
        """Remove a list."""
        self._path(name, _LIST).unlink(missing_ok=True)

    def keep_answer(self, answer: Mapping[str, Any]) -> str:
        """Keep an answer that is sent in pages; return its name."""
        return self._keep(_ANSWER, json.dumps(answer).encode())

    def answer(self, name: str) -> dict[str, Any]:
        """Return a kept answer; Gone if it is not kept any more."""
        return self._record(name, _ANSWER, _GONE)

    def keep_undo(self, change: Mapping[str, Any]) -> str:
        """Keep what is needed to undo a change; return its name."""
        return self._keep(_UNDO, json.dumps(change).encode())

    def undo(self, name: str) -> dict[str, Any]:
        """Return what is needed to undo a change; Gone if it is not kept any more."""
        return self._record(name, _UNDO, "this change can no longer be undone here; change it by hand")

    def _record(self, name: str, kind: str, gone: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._path(name, kind).read_bytes())
        except OSError as error:
            raise Gone(gone) from error
        return found

    def _keep(self, kind: str, content: bytes) -> str:
        name = secrets.token_urlsafe(12)
        (self._folder / (name + kind)).write_bytes(content)
        kept = sorted(self._folder.glob(f"*{kind}"), key=_modified_at)
        for old in kept[: -self._most]:
            old.unlink(missing_ok=True)
        return name

    def _path(self, name: str, kind: str) -> Path:
        plain = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "-_"))
        return self._folder / f"{plain or '-'}{kind}"


def _modified_at(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_mtime_ns
    return 0
