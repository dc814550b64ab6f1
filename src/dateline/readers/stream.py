"""The one place that opens things: files, folders, patterns and standard input. Nothing that goes wrong with one stops the rest."""

from __future__ import annotations

import glob
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.plugins import plugin_manager
from dateline.readers.base import Arrival, Reader
from dateline.readers.sniff import binary_kind, guess_format
from dateline.types import Failure, Skipped

MAX_BYTES = 64 * 1024 * 1024
_CHUNK = 65_536


class BoundedStream(io.BufferedReader):
    """A stream that never hands over more than `limit` bytes in one piece, but raises ReadError and stays usable."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        super().__init__(stream, _CHUNK)  # type: ignore[arg-type]  # any stream with readinto will do
        self.limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes; all of them, if the limit allows, without a size."""
        if size is not None and size >= 0:
            return super().read(size)
        content = super().read(self.limit + 1)
        if len(content) > self.limit:
            raise ReadError(f"is larger than {_megabytes(self.limit)}, the most that one document may hold; split it")
        return content

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line; one over the limit is passed over, in small pieces, before the ReadError."""
        if size is not None and size >= 0:
            return super().readline(size)
        line = super().readline(self.limit + 1)
        if len(line) <= self.limit:
            return line
        length = len(line)
        while not line.endswith(b"\n") and (line := super().readline(_CHUNK)):
            length += len(line)
        raise ReadError(f"the line holds {_megabytes(length)}, more than the {_megabytes(self.limit)} that one document may")


@dataclass(frozen=True, slots=True)
class _Opener:
    readers: tuple[Reader, ...]
    forced: Reader | None
    stdin: BinaryIO | None
    max_bytes: int

    def open(self, path: str) -> Iterator[Arrival]:
        """Whatever stands behind one path that a user gave."""
        if path == "-":
            yield from self._read_stdin()
            return
        try:
            found = os.path.isdir(path), os.path.lexists(path)
        except ValueError:  # a name that no file can have
            found = False, False
        if found[0]:
            yield from self._read_folder(path)
        elif found[1]:
            yield from self._read_file(path)
        elif glob.has_magic(path):
            yield from self._read_matches(path)
        else:
            yield Failure(_shown(path), "no such file or folder; check the path")

    def _read_stdin(self) -> Iterator[Arrival]:
        if self.stdin is None:
            yield Failure("stdin", "there is no standard input here; name a file")
            return
        bounded = BoundedStream(self.stdin, self.max_bytes)
        try:
            yield from self._read_stream(bounded, "stdin", None, self.forced)
        finally:
            bounded.detach()  # the caller's stream stays open

    def _read_matches(self, pattern: str) -> Iterator[Arrival]:
        matches = sorted(glob.glob(pattern, recursive=True))
        if not matches:
            yield Failure(_shown(pattern), "no file matches this pattern; check the path")
        for match in matches:
            yield from self._read_folder(match) if os.path.isdir(match) else self._read_file(match)

    def _read_folder(self, folder: str) -> Iterator[Arrival]:
        empty = True
        for entry in _walk(folder):
            empty = False
            if isinstance(entry, Failure):
                yield entry
                continue
            reader = self.forced or self._by_suffix(entry)
            if reader is None:
                suffix = Path(entry).suffix
                yield Skipped(_shown(entry), f"no reader for {suffix} files" if suffix else "no reader for files without a suffix")
            elif not _is_regular(entry):
                yield Skipped(_shown(entry), "not a regular file")
            else:
                yield from self._read_file(entry)
        if empty:
            yield Failure(_shown(folder), "the folder is empty; there is nothing to read")

    def _read_file(self, path: str) -> Iterator[Arrival]:
        origin = _shown(path)
        identity = "file:" + _shown(os.path.abspath(path))
        try:
            with open(path, "rb") as stream:
                bounded = BoundedStream(stream, self.max_bytes)
                yield from self._read_stream(bounded, origin, identity, self.forced or self._by_suffix(path))
        except OSError as error:
            yield Failure(origin, _why(error))

    def _read_stream(self, stream: BoundedStream, origin: str, identity: str | None, reader: Reader | None) -> Iterator[Arrival]:
        try:
            yield from (reader or self._by_content(stream)).read(stream, origin, identity)
        except ReadError as error:
            yield Failure(origin, str(error))
        except OSError as error:
            yield Failure(origin, _why(error))

    def _by_suffix(self, path: str) -> Reader | None:
        name = os.path.basename(path).lower()
        fitting = [(len(suffix), reader) for reader in self.readers for suffix in reader.suffixes if name.endswith(suffix)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def _by_content(self, stream: BoundedStream) -> Reader:
        head = stream.peek(_CHUNK)
        kind = binary_kind(head)
        if kind is not None:
            raise ReadError(f"looks like a binary file ({kind}); give the text or HTML instead")
        return _by_name(self.readers, guess_format(head))


def open_documents(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    readers: Sequence[Reader] | None = None,
    format: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Arrival]:
    """The documents in `paths`: files, folders with all that is in them, quoted patterns, and "-" for standard input."""
    known = tuple(all_readers() if readers is None else readers)
    opener = _Opener(known, None if format is None else _by_name(known, format), stdin, max_bytes)
    return (arrival for path in paths for arrival in opener.open(path))


def all_readers(external: bool = True) -> tuple[Reader, ...]:
    """The readers of all plugins, the built-in ones first."""
    offered = [reader for group in plugin_manager(external).hook.dateline_readers() for reader in group]
    for reader in offered:
        if not isinstance(reader, Reader):
            raise ReadError(f"a plugin offers {reader!r} as a reader; it needs a name, suffixes and a read method")
    return tuple(offered)


def _by_name(readers: tuple[Reader, ...], name: str) -> Reader:
    for reader in readers:
        if reader.name == name:
            return reader
    known = ", ".join(reader.name for reader in readers)
    raise ReadError(f"no reader for the format {name}; there are {known}")


def _walk(folder: str) -> Iterator[str | Failure]:
    """The files under `folder` by name, each folder once however links turn; hidden ones are left out."""
    seen: set[tuple[int, int]] = set()
    stack = [folder]
    while stack:
        path = stack.pop()
        try:
            status = os.stat(path)
            if not stat.S_ISDIR(status.st_mode):
                yield path
                continue
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
                stack.extend(os.path.join(path, name) for name in names)
        except OSError as error:
            yield Failure(_shown(path), _why(error))


def _is_regular(path: str) -> bool:
    return stat.S_ISREG(os.stat(path).st_mode)


def _shown(path: str) -> str:
    """`path` with forward slashes, as text that can be stored even where the name is no valid Unicode."""
    return os.fsencode(Path(path).as_posix()).decode("utf-8", "backslashreplace")


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; a link may point nowhere"
    if isinstance(error, PermissionError):
        return "may not be read; ask for permission or change it"
    return f"cannot be read: {error.strerror or error}"


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB" if size >= 1024 * 1024 else f"{size} bytes"
