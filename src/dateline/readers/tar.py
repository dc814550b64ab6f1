"""Tar archives, read from front to back with only one header in memory: no list of members, nothing on disk."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Member
from dateline.readers.limits import CHUNK, megabytes
from dateline.readers.packages import find_refusal, read_member, storable_name
from dateline.readers.plugins import hookimpl
from dateline.types.documents import Failure

_BLOCK = 512
_LONGEST_HEADER = 1024 * 1024
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_REFUSED = {
    tarfile.LNKTYPE: "refused: it is a link, not a file",
    tarfile.SYMTYPE: "refused: it is a link, not a file",
    tarfile.CHRTYPE: "refused: it is a device, not a file",
    tarfile.BLKTYPE: "refused: it is a device, not a file",
    tarfile.FIFOTYPE: "refused: it is a pipe, not a file",
    tarfile.GNUTYPE_SPARSE: "is a sparse file, with holes in it; unpack it first",
}
_PAX_FIELD = re.compile(rb"(\d{1,7}) ([^=\n]{1,100})=")


@dataclass(slots=True)
class _Extended:
    """The facts about a member in the extended headers before it, for which its own header has no room."""

    name: str | None = None
    size: int | None = None
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class TarReader:
    """Reads the members of a tar archive in order."""

    name: str = "tar"
    suffixes: tuple[str, ...] = (".tar",)
    signs: str = "a first header with a correct checksum"
    packs: str = "files"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the checksum of the first header."""
        return Likeness.NONE if _parse_header(head[:_BLOCK]) is None else Likeness.CERTAIN

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member]:
        """Yield the members, and a Failure for each that cannot or may not be read."""
        found = False
        extended = _Extended()
        while block := stream.read(_BLOCK):
            if not block.strip(b"\0"):
                break
            info = _parse_header(block)
            if info is None:
                raise ReadError("is damaged in the middle" if found else "is not a tar archive")
            if info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, b"X"):
                _extend(extended, info, _read_extended_header(stream, info.size))
                continue
            found = found or info.type != tarfile.DIRTYPE
            yield from _read_member(stream, info, extended, origin, identity)
            extended = _Extended()
        if not found:
            raise ReadError("the archive is empty; there is nothing to read")


def _read_member(
    stream: BinaryIO, info: tarfile.TarInfo, extended: _Extended, origin: str, identity: str | None
) -> Iterator[Arrival | Member]:
    name = storable_name(info.name if extended.name is None else extended.name)
    size = info.size if extended.size is None else extended.size
    reason = find_refusal(name) or _REFUSED.get(info.type) or ("is a sparse file; unpack it first" if extended.sparse else None)
    pieces = _read_pieces(stream, 0 if info.type in (tarfile.LNKTYPE, tarfile.SYMTYPE) else size)
    if reason:
        yield Failure(f"{origin}!/{name}", reason)
    elif info.type in _FILES:
        yield from read_member(name, pieces, origin, identity)
    for _ in pieces:
        pass


def _read_pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = stream.read(min(left, CHUNK))
        if not piece:
            raise ReadError("is cut off: the archive ends in the middle of it")
        left -= len(piece)
        yield piece
    stream.read(-size % _BLOCK)


def _parse_header(block: bytes) -> tarfile.TarInfo | None:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError, OverflowError):
        return None
    return info if info.size >= 0 else None


def _read_extended_header(stream: BinaryIO, size: int) -> bytes:
    if size > _LONGEST_HEADER:
        raise ReadError(f"is damaged or hostile: a header of {megabytes(size)}")
    return b"".join(_read_pieces(stream, size))


def _extend(extended: _Extended, info: tarfile.TarInfo, content: bytes) -> None:
    if info.type == tarfile.GNUTYPE_LONGNAME:
        extended.name = content.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")
    if info.type not in (tarfile.XHDTYPE, b"X"):
        return
    at = 0
    while match := _PAX_FIELD.match(content, at):
        end = at + int(match[1])
        value = content[match.end() : end - 1]
        if match[2] == b"path":
            extended.name = value.decode("utf-8", "surrogateescape")
        elif match[2] == b"size" and value.isdigit() and len(value) < 20:
            extended.size = int(value)
        extended.sparse = extended.sparse or match[2].startswith(b"GNU.sparse")
        if end <= match.end():
            break
        at = end


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [TarReader()]
