"""Compressed streams: gzip, bzip2, xz and zstd. A file may have several parts one after the other, as many tools write them.

Only a small piece is in memory, so a stream may be larger than any disk. A truncated or damaged stream gives the data before the
damage.
"""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Likeness, Member
from dateline.readers.limits import CHUNK, Unpacked, megabytes
from dateline.readers.plugins import hookimpl
from dateline.types.documents import Failure

_WINDOW = 128 * 1024 * 1024  # well above the needs of xz at its highest level and of zstd without --long
_ZSTD_PIECE = 512  # four bytes of zstd can expand to 128 KB, so this many expand to 16 MB at most
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
_MOST_DICTIONARY = 16 * 1024 * 1024


_RECORD_START = 64  # bytes in which a part shows whether it is a record
_FAULTS = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)


class _Damaged(ReadError):
    """Compressed data that is invalid; `packed` is the last piece of it that was read."""

    def __init__(self, message: str, packed: bytes) -> None:
        super().__init__(message)
        self.packed = packed


class Decompressor(Protocol):
    """The interface of the decompressors in bz2 and lzma, which the classes here adopt for the other formats."""

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed data is reached."""

    @property
    def needs_input(self) -> bool:
        """Whether more input is needed before more output comes."""

    @property
    def unused_data(self) -> bytes:
        """The input after the end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Add `data` to the input and return the next output."""
        ...


class _Gunzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Unzstd:
    def __init__(self, dictionary: bytes | None = None) -> None:
        from zstandard import ZstdCompressionDict, ZstdDecompressor

        known = ZstdCompressionDict(dictionary) if dictionary else None
        self._inner = ZstdDecompressor(dict_data=known, max_window_size=_WINDOW).decompressobj(write_size=CHUNK)
        self._waiting = memoryview(b"")

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + bytes(self._waiting)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        from zstandard import ZstdError

        self._waiting = memoryview(bytes(self._waiting) + data) if data else self._waiting
        piece, self._waiting = self._waiting[:_ZSTD_PIECE], self._waiting[_ZSTD_PIECE:]
        try:
            return self._inner.decompress(piece)
        except ZstdError as error:
            raise OSError(str(error)) from error


@dataclass(frozen=True, slots=True)
class CompressionReader:
    """Reads the files of one compression format."""

    name: str
    suffixes: tuple[str, ...]
    magic: re.Pattern[bytes]
    signs: str
    make: Callable[[bytes | None], Decompressor]
    packs: str = "one file"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the mark at the start."""
        return Likeness.CERTAIN if self.magic.match(head) else Likeness.NONE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival | Member]:
        """Yield the one compressed stream and its faults; in a web archive, also the records after the damage."""
        unpacked, where, part = Unpacked(self._unpack(stream)), origin, 1
        while True:
            if unpacked.begin() or not unpacked.fault:
                yield Member(unpacked, self._inner_name(origin), where, identity, sole=True)
            if unpacked.fault:
                yield Failure(where, unpacked.fault)
            if not isinstance(unpacked.error, _Damaged):
                return
            packed = self._find_next_record(unpacked.error.packed, stream)
            if not packed:
                return
            part += 1
            unpacked, where = Unpacked(self._unpack(stream, packed)), f"{origin}#{part}"

    def _inner_name(self, name: str) -> str:
        for suffix in self.suffixes:
            if name.lower().endswith(suffix):
                return name[: -len(suffix)] + (".tar" if suffix.startswith(".t") else "")
        return name

    def _find_next_record(self, packed: bytes, stream: BinaryIO) -> bytes:
        """The data from the next web archive record after the damage on; empty if there is none."""
        at = 1
        while True:
            while found := self.magic.search(packed, at):
                at = found.start() + 1
                with suppress(*_FAULTS):
                    if self.make(None).decompress(packed[found.start() :], _RECORD_START).startswith(b"WARC/"):
                        return packed[found.start() :]
            packed = packed[-_RECORD_START:]
            more = stream.read(CHUNK)
            if not more:
                return b""
            packed, at = packed + more, 0

    def _unpack(self, stream: BinaryIO, start: bytes = b"") -> Iterator[bytes]:
        packed = start or stream.read(CHUNK)
        dictionary, packed = _split_dictionary(packed, stream)
        decompressor = self.make(dictionary)
        ended, fed = False, b""
        while True:
            if not packed and decompressor.needs_input:
                packed = stream.read(CHUNK)
                ended = not packed
            fed = packed or fed
            try:
                piece = decompressor.decompress(packed, CHUNK)
            except _FAULTS as error:
                raise _Damaged(_describe_error(error), fed) from error
            packed = b""
            if piece:
                yield piece
            if decompressor.eof:
                packed = _find_next_part(decompressor.unused_data, stream)
                if not packed:
                    return
                if not self.magic.match(packed):
                    raise _Damaged("is followed by data that is not compressed; what comes before it was read", packed)
                decompressor = self.make(dictionary)
            elif ended and not piece and decompressor.needs_input:
                raise ReadError("is cut off in the middle of its compressed data; what comes before was read")


def _find_next_part(rest: bytes, stream: BinaryIO) -> bytes:
    """The data from the next compressed part on, after the zeros that tapes and block devices leave; empty at the end."""
    rest = rest.lstrip(b"\0")
    while len(rest) < _LONGEST_MAGIC and (more := stream.read(CHUNK)):
        rest = (rest + more).lstrip(b"\0")
    return rest


def _split_dictionary(packed: bytes, stream: BinaryIO) -> tuple[bytes | None, bytes]:
    """Split the dictionary at the start of a .warc.zst from the data after it."""
    if not packed.startswith(_DICTIONARY_MAGIC) or len(packed) < 8:
        return None, packed
    (size,) = struct.unpack_from("<I", packed, 4)
    if size > _MOST_DICTIONARY:
        raise ReadError(f"begins with a dictionary of {megabytes(size)}, which is not plausible")
    packed += stream.read(max(0, size + 8 - len(packed)))
    dictionary, packed = packed[8 : size + 8], packed[size + 8 :]
    if dictionary.startswith(_ZSTD_MAGIC):
        inner = _Unzstd()
        try:
            dictionary = inner.decompress(dictionary)
            while not inner.needs_input and not inner.eof and len(dictionary) <= _MOST_DICTIONARY:
                dictionary += inner.decompress(b"")
        except OSError as error:
            raise ReadError(_describe_error(error)) from error
    return dictionary or None, packed


def _describe_error(error: Exception) -> str:
    text = str(error).lower()
    if "memory" in text:
        return f"needs more than {megabytes(_WINDOW)} of memory to unpack; compress it again without --long"
    if "dictionary" in text:
        return "was compressed with a separate dictionary; unpack it first"
    return "is damaged; what comes before the damage was read"


_READERS = (
    CompressionReader("gzip", (".gz", ".tgz"), re.compile(b"\x1f\x8b\x08"), "the mark 1F 8B", lambda _: _Gunzip()),
    CompressionReader(
        "bzip2",
        (".bz2", ".tbz2", ".tbz"),
        re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
        "the mark BZh",
        lambda _: bz2.BZ2Decompressor(),
    ),
    CompressionReader(
        "xz",
        (".xz", ".txz"),
        re.compile(rb"\xfd7zXZ\x00"),
        "the mark FD 7zXZ",
        lambda _: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_WINDOW),
    ),
    CompressionReader(
        "zstd",
        (".zst", ".zstd", ".tzst"),
        re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
        "the mark 28 B5 2F FD",
        _Unzstd,
    ),
)
_LONGEST_MAGIC = 10


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The readers of this module."""
    return _READERS
