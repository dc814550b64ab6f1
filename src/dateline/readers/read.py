"""Bytes → documents: choose the reader for a stream, run it, and read the members of packages. It opens only single files."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from dateline.errors import ReadError
from dateline.readers.base import Arrival, Member, Pointer, Reader
from dateline.readers.detection import Detection, explain_unknown
from dateline.readers.error_boundary import iterate_safely
from dateline.readers.file_states import FileRead, Mark, state_of
from dateline.readers.limits import BoundedStream, CountedStream, UnpackBomb, UnpackBudget
from dateline.readers.wacz import with_page_facts
from dateline.types.documents import Failure, RawDocument, Skipped

_DEPTH = 6  # a mail archive inside a compressed tar inside a zip has four


@dataclass(frozen=True, slots=True)
class MemberBegin:
    """Marks where a member of a package begins, for callers that need the position of reading."""

    origin: str


@dataclass(frozen=True, slots=True)
class MemberEnd:
    """Marks the end of the member that began last."""


Found = Arrival | Mark | Pointer | MemberBegin | MemberEnd


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read streams: with which readers, in which format if one was given, and with which size limit for a document.

    `count` gets the number of bytes as they are read. With `passed`, members of these origins are skipped, and others are marked.
    """

    readers: Detection
    forced: Reader | None
    max_bytes: int
    count: Callable[[int], None] | None = None
    passed: frozenset[str] | None = None

    @classmethod
    def of(cls, readers: Detection, format: str | None, max_bytes: int, count: Callable[[int], None] | None = None) -> Self:
        """A reading with these readers; `format` is the name of the only one to use, if any."""
        return cls(readers, None if format is None else readers.by_name(format), max_bytes, count)

    def file(self, path: str, member: Member, *, asked: bool) -> Iterator[Found]:
        """Yield the documents in the file at `path`, with the name and origin of `member`, and a mark where the file ends."""
        try:
            with open(path, "rb", buffering=0) as stream:
                state = state_of(stream, path, self.forced.name if self.forced else None)
                whole = yield from self.given(replace(member, stream=stream), asked=asked)
                if state and whole:
                    yield FileRead(state)
        except OSError as error:
            yield Failure(member.origin, describe_os_error(error))

    def given(self, given: Member, *, asked: bool, seekable: bool = True) -> Generator[Found, None, bool]:
        """Yield the documents in `given`; return whether the system could read all of it."""
        budget = UnpackBudget(tell=self.count)
        try:
            yield from self._read(
                given, CountedStream(given.stream, budget.count_input, seekable=seekable), budget, (), asked=asked
            )
        except UnpackBomb as error:
            yield Failure(given.origin, str(error))
        return not budget.broken

    def _read(
        self, member: Member, source: CountedStream, budget: UnpackBudget, path: tuple[str, ...], *, asked: bool
    ) -> Iterator[Found]:
        """Yield the documents in `source` and in its members; `path` is the formats of the packages around it."""
        try:
            yield from iterate_safely("the program", lambda: self._read_documents(member, source, budget, path, asked=asked))
        except ReadError as error:
            yield Failure(member.origin, as_one_line(str(error)))
        except OSError as error:
            budget.broken = True
            yield Failure(member.origin, describe_os_error(error))

    def _read_documents(
        self, member: Member, source: CountedStream, budget: UnpackBudget, path: tuple[str, ...], *, asked: bool
    ) -> Iterator[Found]:
        reader = self._choose_reader(source.head(), member.name, asked=asked)
        if isinstance(reader, str):
            yield Skipped(member.origin, reader)
            return
        empty = True
        with BoundedStream(source, self.max_bytes) as stream:
            for found in iterate_safely(f"the reader {reader.name}", lambda: reader.read(stream, member.origin, member.identity)):
                empty = False
                budget.count_member()
                if isinstance(found, Member):
                    found = replace(found, page_facts=member.page_facts or found.page_facts)
                    yield from self._unpack(found, budget, (*path, reader.name), asked=asked and found.sole)
                elif isinstance(found, RawDocument) and member.page_facts:
                    yield with_page_facts(found, member.page_facts)
                elif isinstance(found, RawDocument | Pointer):
                    yield found
                elif isinstance(found, Failure | Skipped):
                    yield replace(found, reason=as_one_line(found.reason))
                else:
                    raise ReadError(
                        f"cannot be read: the reader {reader.name} returns {type(found).__name__}, which is not a document"
                    )
        if empty:
            yield Skipped(member.origin, f"has no documents of its format ({reader.name})")

    def _unpack(self, member: Member, budget: UnpackBudget, path: tuple[str, ...], *, asked: bool) -> Iterator[Found]:
        if len(path) >= _DEPTH:
            yield Failure(member.origin, f"is packed {len(path)} times ({' in '.join(reversed(path))}); unpack it first")
            return
        if self.passed is None:
            yield from self._read(member, CountedStream(member.stream, budget.count_output), budget, path, asked=asked)
        elif member.origin not in self.passed:
            yield MemberBegin(member.origin)
            yield from self._read(member, CountedStream(member.stream, budget.count_output), budget, path, asked=asked)
            yield MemberEnd()

    def _choose_reader(self, head: bytes, name: str, *, asked: bool) -> Reader | str:
        """The reader for a stream, or why it is skipped: the user did not name it, and nothing shows that it is a document."""
        if self.forced is not None:
            return self.readers.find_package_reader(head, name) or self.forced
        reader, certain = self.readers.find_reader(head, name)
        if not certain and not asked and not self.readers.has_known_suffix(name):
            suffix = Path(name).suffix
            return f"no reader for {suffix} files" if suffix else "no reader for files without a suffix"
        if reader is None:
            raise ReadError(explain_unknown(head))
        return reader


def as_one_line(reason: str) -> str:
    """A reason that may quote the input, made safe to print on one line."""
    return reason if reason.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in reason)


def describe_os_error(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; it may be a link to nothing"
    if isinstance(error, PermissionError):
        return "cannot be read without permission; ask for it or change it"
    return f"cannot be read: {error.strerror or error}"
