"""Check that the files of an index are as the engine wrote them.

The quick check compares sizes and times. A file whose state differs from the manifest is checked by its checksum before it is used,
and so are small files. The full check computes the checksums of all files. The engine ends each file with a line of JSON that has
the checksum of the content before it, then the length of that line, then a magic number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from dateline.errors import IndexDamaged
from dateline.search.manifest import LIST, Listing, Manifest, State, knows_its_files, read_listing, readable, state_of

_MAGIC = 1337
_TAIL_SIZE = 8  # bytes of the length and the magic number
_FOOTER = {"version", "crc"}
_LONGEST_FOOTER = 4096
_BLOCK = 1 << 20
_AT_OPENING = 4 << 20  # bytes of small files; checking them takes some two milliseconds


@dataclass(slots=True)
class IndexFiles:
    """The files of a generation in the folder `place`, each with the state in which it was last found undamaged.

    `summed` counts the bytes that needed a checksum because the manifest did not have the current state of their files.
    """

    place: Path
    listing: Listing | None = None
    summed: int = 0
    _checked: dict[str, State] = field(default_factory=dict)

    def check_changed(self, manifest: Manifest) -> bool:
        """Check all files in the engine's list, and return whether the list changed since the last check.

        IndexDamaged if a file is damaged.
        """
        seen = state_of(self.place / LIST)
        if self.listing is not None and seen == self._checked.get(LIST):
            place = str(self.place)
            fault = next((name for name in self.listing.files if state_of(f"{place}/{name}") != self._checked[name]), None)
            if fault is None:
                return False
            if seen == state_of(self.place / LIST):  # else the engine has just merged the file away
                self._checked.pop(fault)
        listing = read_listing(self.place)
        left = _AT_OPENING
        for name in sorted(listing.files, key=lambda name: state_of(self.place / name) or (0, 0, 0)):
            left -= self._check_file(name, manifest, left)
        if seen is None or (listing.commit == manifest.commit and not listing.fits(manifest)):
            raise _damage_error(self.place / LIST)
        self.listing, self._checked[LIST] = listing, seen
        return True

    def faults(self, manifest: Manifest) -> Iterator[Path]:
        """Yield the damaged files, found by the checksums of all files."""
        try:
            listing = read_listing(self.place)
        except IndexDamaged:
            yield self.place / LIST
            return
        if not listing.fits(manifest):
            yield self.place / LIST
        if not knows_its_files(self.place):
            yield self.place
        yield from (self.place / name for name in listing.files if not checksum_matches(self.place / name))

    def _check_file(self, name: str, manifest: Manifest, left: int) -> int:
        """Check a file, and return the number of bytes read.

        A file of more than `left` bytes is not read if the manifest has its state.
        """
        now = state_of(self.place / name)
        if now is not None and self._checked.get(name) == now:
            return 0
        if now is None:
            raise _damage_error(self.place / name)
        known = manifest.files.get(name) == now
        if known and now[0] > left:
            self._checked[name] = now
            return 0
        if not checksum_matches(self.place / name):
            raise _damage_error(self.place / name)
        self._checked[name] = now
        self.summed += 0 if known else now[0]
        return now[0]


def checksum_matches(path: Path) -> bool:
    """Whether a file of the engine exists and its content has the checksum that it states."""
    try:
        with readable(path), open(path, "rb") as stream:
            length = stream.seek(0, os.SEEK_END) - _TAIL_SIZE
            stream.seek(max(length, 0))
            tail = stream.read(_TAIL_SIZE)
            footer, magic = int.from_bytes(tail[:4], "little"), int.from_bytes(tail[4:], "little")
            if magic != _MAGIC or footer > min(length, _LONGEST_FOOTER):
                return False
            stream.seek(length - footer)
            stated = json.loads(stream.read(footer))
            stream.seek(0)
            return set(stated) == _FOOTER and bool(stated["crc"] == _compute_checksum(stream, length - footer))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return False


def _compute_checksum(stream: BinaryIO, length: int) -> int:
    found = 0
    while length > 0 and (piece := stream.read(min(_BLOCK, length))):
        found = crc32(piece, found)
        length -= len(piece)
    return found


def _damage_error(path: Path) -> IndexDamaged:
    return IndexDamaged(f"{path}: is damaged; 'dateline reindex' builds the index again")
