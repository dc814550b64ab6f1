"""Zip archives: members are read in place, and nothing is unpacked to disk. Hostile names and overlapping members are refused."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Member
from dateline.readers.limits import CHUNK, megabytes
from dateline.readers.packages import find_refusal, make_seekable, read_member, storable_name
from dateline.readers.plugins import hookimpl
from dateline.readers.wacz import is_archive, is_wacz, read_page_facts
from dateline.types.documents import Failure, Skipped

_MOST_LISTED = 32 * 1024 * 1024
_SMALL_CHUNK = 4_096  # bzip2 and lzma unpack all their input at once, to up to 20,000 times its size
_OFFICE = re.compile(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|mimetype|_rels/|META-INF/)", re.DOTALL)
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OSError, IndexError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class ZipReader:
    """Reads the members of a zip archive, in the order of its directory."""

    name: str = "zip"
    suffixes: tuple[str, ...] = (".zip", ".wacz")
    signs: str = "the mark PK, except in office documents and e-books"
    packs: str = "files"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the magic number at the start."""
        return Likeness.CERTAIN if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not _OFFICE.match(head) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member]:
        """Yield the members, and a Failure for each that cannot or may not be read."""
        stream = make_seekable(stream)
        _check_directory(stream)
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise ReadError(f"is not a complete zip archive ({error})") from error
        files = [info for info in archive.infolist() if not info.is_dir()]
        if not files:
            raise ReadError("the archive is empty; there is nothing to read")
        overlapping, wacz = _find_overlapping(files), is_wacz({info.filename for info in files})
        page_facts = read_page_facts(archive) if wacz else {}
        for info in files:
            name = storable_name(info.filename)
            if wacz and not is_archive(name):
                yield Skipped(f"{origin}!/{name}", "metadata of the WACZ; its pages are in its web archives")
                continue
            reason = find_refusal(name, stat.S_IFMT(info.external_attr >> 16))
            if reason is None and info.header_offset in overlapping:
                reason = "refused: it shares its bytes with another member, as in archives that are made to fill a disk"
            if reason is None and info.flag_bits & 1:
                reason = "is encrypted; unpack it with its password first"
            if reason:
                yield Failure(f"{origin}!/{name}", reason)
            else:
                for found in read_member(name, _read_pieces(archive, info), origin, identity):
                    yield replace(found, page_facts=page_facts) if isinstance(found, Member) else found


def _read_pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    size = CHUNK if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else _SMALL_CHUNK
    try:
        with archive.open(info) as member:
            while piece := member.read(size):
                yield piece
    except NotImplementedError as error:
        raise ReadError("is packed in a way that Dateline cannot read; unpack it first") from error
    except _BROKEN as error:
        raise ReadError("is damaged") from error


def _find_overlapping(files: Sequence[zipfile.ZipInfo]) -> set[int]:
    """The offsets of members that begin inside other members."""
    found, end = set(), 0
    for info in sorted(files, key=lambda info: info.header_offset):
        if info.header_offset < end:
            found.add(info.header_offset)
        end = max(end, info.header_offset + info.compress_size)
    return found


def _check_directory(stream: BinaryIO) -> None:
    """Raise ReadError if the list of members is too long for memory, because zipfile reads it whole."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557))
    tail = stream.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    listed = struct.unpack_from("<I", tail, at + 12)[0] if 0 <= at <= len(tail) - 16 else 0
    wide = tail.rfind(b"PK\x06\x06", 0, max(at, 0))
    if listed == 0xFFFFFFFF:
        listed = struct.unpack_from("<Q", tail, wide + 40)[0] if 0 <= wide <= len(tail) - 48 else size
    stream.seek(0)
    if min(listed, size) > _MOST_LISTED:
        raise ReadError(f"has a list of members of {megabytes(listed)}; split it into archives of fewer files")


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [ZipReader()]
