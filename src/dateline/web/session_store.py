"""What lasts between two requests: lists and answers that are sent in pages, and what undoes a change.

It lies in files of a folder of its own, which few may read and which goes with the server; so several processes may share it. Only
so many are kept, the newest.
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
_GONE = "this list is not kept any more; ask for it anew, without a cursor"


class Gone(DatelineError):
    """What was kept is kept no longer."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a list: as a list of its own, where it begins, and how long the whole is."""

    listing: Listing
    start: int
    length: int

    @property
    def end(self) -> int:
        """Where the next piece begins."""
        return self.start + len(self.listing.ids)


class SessionStore:
    """The folder; `most` of each kind are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._folder = Path(tempfile.mkdtemp(prefix="dateline-web-"))

    def close(self) -> None:
        """Throw all away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def keep_list(self, listing: Listing) -> str:
        """Keep a list to be read later; the name to ask for it by."""
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
        """So many of a list, from a place on; Gone where it is not kept any more."""
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
        told = (head["total"], head["stories"], head["collapsed"], tuple(head["notes"]))
        return Part(Listing(query, ids, *told, Stories(further=dict(map(tuple, head["further"])))), start, head["length"])

    def drop_list(self, name: str) -> None:
        """Keep a list no longer."""
        self._path(name, _LIST).unlink(missing_ok=True)

    def keep_answer(self, told: Mapping[str, Any]) -> str:
        """Keep an answer to be told piece by piece; the name to ask for it by."""
        return self._keep(_ANSWER, json.dumps(told).encode())

    def answer(self, name: str) -> dict[str, Any]:
        """An answer that was kept; Gone where it is not kept any more."""
        return self._record(name, _ANSWER, _GONE)

    def keep_undo(self, told: Mapping[str, Any]) -> str:
        """Keep what undoes a change; the name to ask for it by."""
        return self._keep(_UNDO, json.dumps(told).encode())

    def undo(self, name: str) -> dict[str, Any]:
        """What undoes a change; Gone where that is not kept any more."""
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
        kept = sorted(self._folder.glob(f"*{kind}"), key=_age)
        for old in kept[: -self._most]:
            old.unlink(missing_ok=True)
        return name

    def _path(self, name: str, kind: str) -> Path:
        plain = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_"))
        return self._folder / f"{plain or '-'}{kind}"


def _age(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_mtime_ns
    return 0
