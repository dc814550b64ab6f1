"""The one place that opens inputs: files, folders, patterns, standard input and web addresses. No error stops it."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from dateline.errors import FetchError
from dateline.readers.base import Arrival, Member, Pointer, Reader
from dateline.readers.detection import Detection, ReadOptions, all_readers, readers_with
from dateline.readers.error_boundary import fetch_or_fail
from dateline.readers.fetching.address import is_address
from dateline.readers.file_states import FileKnown, FileState, Mark, read_file_state
from dateline.readers.in_worker import ReadingPlan, WorkerReading
from dateline.readers.limits import MAX_BYTES
from dateline.readers.paths import HIDDEN, is_regular, shown_path, walk_folder
from dateline.readers.read import Found, MemberBegin, MemberEnd, Reading, as_one_line
from dateline.readers.web import Web, answer_to_member, with_server_facts, without_fragment
from dateline.types.documents import Failure, Skipped
from dateline.workers.worker import Limits

_PLAIN = ReadOptions()


@dataclass(frozen=True, slots=True)
class _Opener:
    reading: Reading | WorkerReading
    format: str | None
    stdin: BinaryIO | None
    asked: bool = True
    web: Web | None = None
    hints: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[FileState], bool] | None = None

    def open(self, path: str) -> Iterator[Arrival | Mark]:
        """The documents behind one path that a user gave."""
        if path == "-":
            yield from self._read_stdin()
            return
        if is_address(path):
            yield from self._fetch(without_fragment(path), self.hints)
            return
        try:
            found = os.path.isdir(path), os.path.lexists(path)
        except ValueError:  # not a valid file name
            found = False, False
        if found[0]:
            yield from self._read_folder(path)
        elif found[1]:
            yield from self._read_file(path, asked=self.asked)
        elif glob.has_magic(path):
            yield from self._read_matches(path)
        else:
            yield Failure(shown_path(path), "no such file or folder; check the path", noted=False)

    def _read_stdin(self) -> Iterator[Arrival | Mark]:
        if self.stdin is None:
            yield Failure("stdin", "there is no standard input here; give a file", noted=False)
            return
        yield from self._resolve_pointers(self.reading.given(Member(self.stdin, "", "stdin", None), asked=True, seekable=False))

    def _read_matches(self, pattern: str) -> Iterator[Arrival | Mark]:
        matches = sorted(glob.glob(pattern, recursive=True))
        if not matches:
            yield Failure(shown_path(pattern), "no file matches this pattern; check the path", noted=False)
        for match in matches:
            yield from self._read_folder(match) if os.path.isdir(match) else self._read_file(match, asked=True)

    def _read_folder(self, folder: str) -> Iterator[Arrival | Mark]:
        empty = True
        for entry in walk_folder(folder):
            empty = empty and isinstance(entry, Skipped) and entry.reason == HIDDEN
            if isinstance(entry, Failure | Skipped):
                yield entry
            elif not is_regular(entry):
                yield Skipped(shown_path(entry), "not a regular file")
            else:
                yield from self._read_file(entry, asked=False)
        if empty:
            yield Failure(shown_path(folder), "the folder is empty; there is nothing to read")

    def _read_file(self, path: str, *, asked: bool) -> Iterator[Arrival | Mark]:
        if self.known and (state := read_file_state(path, self.format)) and self.known(state):
            yield FileKnown(state)
            return
        yield from self.file(path, path, asked=asked)

    def file(self, path: str, called: str, *, asked: bool | None = None) -> Iterator[Arrival | Mark]:
        """The documents in one file; `called` is the name for users, which differs if the file is a local copy."""
        origin, name = (called, called) if "://" in called else (shown_path(called), shown_path(os.path.abspath(called)))
        member = Member(BytesIO(), called, origin, f"file:{name}")
        return self._resolve_pointers(self.reading.file(path, member, asked=self.asked if asked is None else asked))

    def _fetch(self, url: str, hints: Mapping[str, str]) -> Iterator[Arrival | Mark]:
        """The documents at a web address and, if lists are followed, at the addresses that it lists."""
        if self.web is None:
            yield Failure(url, "is a web address, which cannot be fetched here; save the page to a file")
            return
        try:
            answer = fetch_or_fail(self.web.getter.get, url)
        except FetchError as error:
            yield Failure(url, as_one_line(str(error)))
            return
        self.web.depth += 1
        try:
            for arrival in self._resolve_pointers(self.reading.given(answer_to_member(answer, url), asked=True)):
                yield arrival if isinstance(arrival, Mark) else with_server_facts(arrival, answer, url, hints)
        finally:
            self.web.depth -= 1

    def _resolve_pointers(self, found: Iterable[Found]) -> Iterator[Arrival | Mark]:
        """The items found, with the targets of pointers in place of these; a list that is not followed is reported once."""
        reported = None
        for one in found:
            if isinstance(one, Pointer):
                for arrival in self._resolve(one):
                    if arrival != reported:
                        yield arrival
                    reported = one.instead
            elif not isinstance(one, MemberBegin | MemberEnd):
                yield one

    def _resolve(self, pointer: Pointer) -> Iterator[Arrival | Mark]:
        if self.web is None or not self.web.follow:
            yield replace(pointer.instead, reason=as_one_line(pointer.instead.reason))
        elif reason := self.web.refusal(pointer):
            yield Skipped(without_fragment(pointer.url), reason)
        else:
            yield from self._fetch(without_fragment(pointer.url), pointer.hints)


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
    limits: Limits | None = None,
) -> Iterator[Arrival]:
    """The documents in `paths`: files, folders with everything in them, quoted patterns, "-" for standard input, and, with `web`,
    addresses. `hints` is what is known about the pages at these addresses.

    Without `asked`, files are treated like those in a folder: a file that does not look like news is skipped. With `limits`, and no
    `readers`, files are read in a separate process, which is ended if a document exceeds the limits.
    """
    reading = _make_reading(readers, format, max_bytes, limits)
    opener = _Opener(reading, format, stdin, asked, web, hints or {})
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
    limits: Limits | None = None,
    options: ReadOptions = _PLAIN,
) -> Iterator[Arrival | Mark]:
    """The documents in `paths` with a mark where each file ends, by which `Archive.ingest` records the files that it has ingested.

    A file whose state is `known` is skipped, with a mark that says so. `count` gets the number of bytes as they are read. `options`
    are the user's options for reading.
    """
    reading = _make_reading(None, format, limits=limits, count=count, options=options)
    opener = _Opener(reading, format, stdin, asked, web, known=known)
    return (found for path in paths for found in opener.open(path))


def open_as(
    path: str,
    called: str,
    *,
    asked: bool = True,
    format: str | None = None,
    limits: Limits | None = None,
    options: ReadOptions = _PLAIN,
) -> Iterator[Arrival | Mark]:
    """The documents in the one file at `path` and a mark where it ends, under the name that the user `called` it.

    That name may be an address in an object store, from which the file was copied.
    """
    opener = _Opener(_make_reading(None, format, limits=limits, options=options), format, None, asked)
    return opener.file(path, called)


def _make_reading(
    readers: Sequence[Reader] | None,
    format: str | None,
    max_bytes: int = MAX_BYTES,
    limits: Limits | None = None,
    count: Callable[[int], None] | None = None,
    options: ReadOptions = _PLAIN,
) -> Reading | WorkerReading:
    if limits is None or readers is not None:
        chosen = readers_with(options) if readers is None else readers
        return Reading.of(Detection.of(chosen), format, max_bytes, count)
    if format is not None:
        Detection.of(all_readers()).by_name(format)  # raises at once if there is no format of that name
    return WorkerReading(limits, ReadingPlan(format, max_bytes, options=options), count)
