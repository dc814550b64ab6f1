"""The one place that opens things: files, folders, patterns, standard input, web addresses. Nothing that goes wrong ends it."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from dateline.errors import FetchError, ReadError
from dateline.fetching.address import is_address
from dateline.plugins import offers
from dateline.readers.base import Arrival, Member, Pointer, Reader
from dateline.readers.border import contained, fetched
from dateline.readers.bounded import MAX_BYTES, Bomb, BoundedStream, Meter, Source
from dateline.readers.choice import Choice, why_unknown
from dateline.readers.looking import FileKnown, FileRead, FileState, Mark, state_of
from dateline.readers.web import Web, as_member, bare, dressed
from dateline.types.documents import Failure, RawDocument, Skipped

_DEPTH = 6  # a mail archive inside a compressed tar inside a zip has four


@dataclass(frozen=True, slots=True)
class _Opener:
    readers: Choice
    forced: Reader | None
    stdin: BinaryIO | None
    max_bytes: int
    asked: bool = True
    web: Web | None = None
    hints: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[FileState], bool] | None = None
    count: Callable[[int], None] | None = None

    def open(self, path: str) -> Iterator[Arrival | Mark]:
        """Whatever stands behind one path that a user gave."""
        if path == "-":
            yield from self._read_stdin()
            return
        if is_address(path):
            yield from self._fetch(bare(path), self.hints)
            return
        try:
            found = os.path.isdir(path), os.path.lexists(path)
        except ValueError:  # a name that no file can have
            found = False, False
        if found[0]:
            yield from self._read_folder(path)
        elif found[1]:
            yield from self._read_file(path, asked=self.asked)
        elif glob.has_magic(path):
            yield from self._read_matches(path)
        else:
            yield Failure(_shown(path), "no such file or folder; check the path")

    def _read_stdin(self) -> Iterator[Arrival]:
        if self.stdin is None:
            yield Failure("stdin", "there is no standard input here; name a file")
            return
        yield from self._read_given(Member(self.stdin, "", "stdin", None), asked=True, seekable=False)

    def _read_matches(self, pattern: str) -> Iterator[Arrival | Mark]:
        matches = sorted(glob.glob(pattern, recursive=True))
        if not matches:
            yield Failure(_shown(pattern), "no file matches this pattern; check the path")
        for match in matches:
            yield from self._read_folder(match) if os.path.isdir(match) else self._read_file(match, asked=True)

    def _read_folder(self, folder: str) -> Iterator[Arrival | Mark]:
        empty = True
        for entry in _walk(folder):
            empty = False
            if isinstance(entry, Failure):
                yield entry
            elif not _is_regular(entry):
                yield Skipped(_shown(entry), "not a regular file")
            else:
                yield from self._read_file(entry, asked=False)
        if empty:
            yield Failure(_shown(folder), "the folder is empty; there is nothing to read")

    def _read_file(self, path: str, *, asked: bool) -> Iterator[Arrival | Mark]:
        origin = _shown(path)
        try:
            with open(path, "rb", buffering=0) as stream:
                state = state_of(stream, path, self.forced.name if self.forced else None)
                if state and self.known and self.known(state):
                    yield FileKnown(state)
                    return
                given = Member(stream, path, origin, "file:" + _shown(os.path.abspath(path)))
                whole = yield from self._read_given(given, asked=asked)
                if state and whole:
                    yield FileRead(state)
        except OSError as error:
            yield Failure(origin, _why(error))

    def _read_given(self, given: Member, *, asked: bool, seekable: bool = True) -> Generator[Arrival, None, bool]:
        """The documents in what was given; then whether the system let all of it be read."""
        meter = Meter(tell=self.count)
        try:
            yield from self._read(given, Source(given.stream, meter.give, seekable=seekable), meter, (), asked=asked)
        except Bomb as error:
            yield Failure(given.origin, str(error))
        return not meter.broken

    def _fetch(self, url: str, hints: Mapping[str, str]) -> Iterator[Arrival]:
        """What is at a web address, and where lists are followed, what it leads to."""
        if self.web is None:
            yield Failure(url, "is a web address, and nothing is fetched here; save it to a file")
            return
        try:
            answer = fetched(self.web.getter.get, url)
        except FetchError as error:
            yield Failure(url, _on_one_line(str(error)))
            return
        self.web.depth += 1
        try:
            for arrival in self._read_given(as_member(answer, url), asked=True):
                yield dressed(arrival, answer, url, hints)
        finally:
            self.web.depth -= 1

    def _follow(self, pointer: Pointer) -> Iterator[Arrival]:
        if self.web is None or not self.web.follow:
            yield replace(pointer.instead, reason=_on_one_line(pointer.instead.reason))
        elif reason := self.web.refusal(pointer):
            yield Skipped(bare(pointer.url), reason)
        else:
            yield from self._fetch(bare(pointer.url), pointer.hints)

    def _read(self, member: Member, source: Source, meter: Meter, path: tuple[str, ...], *, asked: bool) -> Iterator[Arrival]:
        """The documents in `source`, and in what is packed in it; `path` is the formats it is packed in."""
        try:
            yield from contained("the program", lambda: self._found(member, source, meter, path, asked=asked))
        except ReadError as error:
            yield Failure(member.origin, _on_one_line(str(error)))
        except OSError as error:
            meter.broken = True
            yield Failure(member.origin, _why(error))

    def _found(self, member: Member, source: Source, meter: Meter, path: tuple[str, ...], *, asked: bool) -> Iterator[Arrival]:
        reader = self._reader(source.head(), member.name, asked=asked)
        if isinstance(reader, str):
            yield Skipped(member.origin, reader)
            return
        empty, said = True, None
        with BoundedStream(source, self.max_bytes) as stream:
            for found in contained(f"the reader {reader.name}", lambda: reader.read(stream, member.origin, member.identity)):
                empty = False
                meter.find()
                if isinstance(found, Member):
                    yield from self._unpack(found, meter, (*path, reader.name), asked=asked and found.sole)
                elif isinstance(found, Pointer):
                    for arrival in self._follow(found):
                        if arrival != said:
                            yield arrival
                        said = found.instead
                elif isinstance(found, RawDocument):
                    yield found
                elif isinstance(found, Failure | Skipped):
                    yield replace(found, reason=_on_one_line(found.reason))
                else:
                    raise ReadError(f"cannot be read: the reader {reader.name} gives {type(found).__name__}, which is no document")
        if empty:
            yield Skipped(member.origin, f"holds no documents that its format ({reader.name}) knows of")

    def _unpack(self, member: Member, meter: Meter, path: tuple[str, ...], *, asked: bool) -> Iterator[Arrival]:
        if len(path) >= _DEPTH:
            yield Failure(member.origin, f"is packed {len(path)} times over ({' in '.join(reversed(path))}); unpack it first")
            return
        yield from self._read(member, Source(member.stream, meter.unpack), meter, path, asked=asked)

    def _reader(self, head: bytes, name: str, *, asked: bool) -> Reader | str:
        """The reader for something, or why it is passed over: nobody asked for it, and nothing says that it is a document."""
        if self.forced is not None:
            return self.readers.choose_package(head, name) or self.forced
        reader, certain = self.readers.choose(head, name)
        if not certain and not asked and not self.readers.is_known(name):
            suffix = Path(name).suffix
            return f"no reader for {suffix} files" if suffix else "no reader for files without a suffix"
        if reader is None:
            raise ReadError(why_unknown(head))
        return reader


def open_documents(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    readers: Sequence[Reader] | None = None,
    format: str | None = None,
    max_bytes: int = MAX_BYTES,
    asked: bool = True,
    web: Web | None = None,
    hints: Mapping[str, str] | None = None,
) -> Iterator[Arrival]:
    """The documents in `paths`: files, folders with all that is in them, quoted patterns, "-" for standard input, and, with `web`,
    addresses; `hints` is what is known of the pages there.

    Without `asked`, files are taken as those that lie in a folder: what does not look like news is passed over.
    """
    known = Choice.of(all_readers() if readers is None else readers)
    opener = _Opener(known, None if format is None else known.by_name(format), stdin, max_bytes, asked, web, hints or {})
    return (found for path in paths for found in opener.open(path) if not isinstance(found, Mark))


def open_files(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    format: str | None = None,
    asked: bool = True,
    web: Web | None = None,
    known: Callable[[FileState], bool] | None = None,
    count: Callable[[int], None] | None = None,
) -> Iterator[Arrival | Mark]:
    """The same with a mark where each file ends, by which `Archive.ingest` notes what it has taken in.

    A file whose state is `known` is passed over, with a mark that says so. `count` is told of bytes of the files as they are read.
    """
    choice = Choice.of(all_readers())
    forced = None if format is None else choice.by_name(format)
    opener = _Opener(choice, forced, stdin, MAX_BYTES, asked, web, known=known, count=count)
    return (found for path in paths for found in opener.open(path))


def bytes_in(paths: Sequence[str]) -> int | None:
    """The size of all files that `open_files` would find in `paths`; None where one has no size, such as standard input."""
    total = 0
    for path in paths:
        if path == "-" or "://" in path:
            return None
        matches = [path] if os.path.lexists(path) or not glob.has_magic(path) else glob.iglob(path, recursive=True)
        for match in matches:
            for entry in _walk(match):
                if isinstance(entry, str):
                    status = os.stat(entry)
                    if not stat.S_ISREG(status.st_mode):
                        return None
                    total += status.st_size
    return total


def all_readers(external: bool = True) -> tuple[Reader, ...]:
    """The readers of all plugins, the built-in ones first."""
    offered = [(plugin, reader) for plugin, readers in offers(external) for reader in readers]
    for plugin, reader in offered:
        if not isinstance(reader, Reader):
            raise ReadError(f"the plugin {plugin} offers {reader!r} as a reader; it needs a name, suffixes and a read method")
    return tuple(reader for _, reader in offered if isinstance(reader, Reader))


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


def _on_one_line(reason: str) -> str:
    """A reason that may quote what was read, fit to be shown."""
    return reason if reason.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in reason)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; a link may point nowhere"
    if isinstance(error, PermissionError):
        return "may not be read; ask for permission or change it"
    return f"cannot be read: {error.strerror or error}"
