"""What the readers of packages share: which members are refused, and how to read a format that needs a seekable stream."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Member
from dateline.readers.limits import Unpacked, bounded, megabytes
from dateline.types.documents import Failure, Skipped

_ABSOLUTE = re.compile(r"[\\/]|[A-Za-z]:")
_PARTS = re.compile(r"[\\/]+")
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def find_refusal(name: str, kind: int = 0) -> str | None:
    """Why a member of that name and kind (from a file mode) is refused; None if it is allowed."""
    if _ABSOLUTE.match(name):
        return "refused: its name is an absolute path, as in archives that are made to overwrite files"
    if ".." in _PARTS.split(name):
        return "refused: its name leads out of the archive with '..'"
    if kind in _KINDS:
        return f"refused: it is {_KINDS[kind]}, not a file"
    return None


def is_hidden(name: str) -> bool:
    """Whether a member or a folder around it is hidden, or is one of the extra files of macOS."""
    return any((part.startswith(".") and part != ".") or part == "__MACOSX" for part in _PARTS.split(name))


def read_member(name: str, pieces: Iterator[bytes], origin: str, identity: str | None) -> Iterator[Arrival | Member]:
    """Yield the member `name` of a package, and what is wrong with it."""
    where = f"{origin}!/{name}"
    if is_hidden(name):
        yield Skipped(where, "a hidden file")
        return
    unpacked = Unpacked(pieces)
    if not unpacked.begin() and unpacked.fault:
        yield Failure(where, unpacked.fault)
        return
    yield Member(unpacked, name, where, None if identity is None else f"{identity}!/{name}")
    if unpacked.fault:
        yield Failure(where, unpacked.fault)


def make_seekable(stream: BinaryIO) -> BinaryIO:
    """`stream` itself if it is seekable, else a copy in memory; ReadError if it is too large for that."""
    if stream.seekable():
        return stream
    limited = bounded(stream)
    try:
        return io.BytesIO(limited.read())
    except ReadError as error:
        most = megabytes(limited.limit)
        reason = f"is larger than {most}, the limit for such a file inside another or on standard input; unpack it first"
        raise ReadError(reason) from error


def storable_name(name: str) -> str:
    """A member's name as text that can be stored."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text if text.isprintable() else "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
