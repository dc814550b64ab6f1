"""Read in a watched worker. If reading hangs, crashes or takes all memory, that is one failure, and the documents so far are kept.

In a package, reading then starts again and skips the member that failed, so that the other members are read too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO, RawIOBase

from dateline.errors import WorkerLost
from dateline.readers.base import Member
from dateline.readers.detection import Detection, ReadOptions, readers_with
from dateline.readers.read import Found, MemberBegin, MemberEnd, Reading
from dateline.types.documents import Failure
from dateline.workers.process import receive_input, send
from dateline.workers.worker import Limits, worker

LOST = "cannot be read to its end"
"""The beginning of the reason when a file cost a worker."""
_MOST_LOST = 3  # failed members of one file; after that the whole file fails
_REPORT_EVERY = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """What the worker needs to know, in addition to the bytes to read."""

    format: str | None
    max_bytes: int
    asked: bool = True
    name: str = ""
    origin: str = ""
    identity: str | None = None
    passed: frozenset[str] = frozenset()
    options: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True)
class WorkerReading:
    """Does the same as a `Reading`, in a worker with `limits`."""

    limits: Limits
    plan: ReadingPlan
    count: Callable[[int], None] | None = None

    def file(self, path: str, member: Member, *, asked: bool) -> Iterator[Found]:
        """The documents in the file at `path`, with the name and origin of `member`, and a mark where the file ends."""
        return self._read_in_workers(member, asked, _read_file, os.path.abspath(path))

    def given(self, member: Member, *, asked: bool, seekable: bool = True) -> Iterator[Found]:
        """The documents in a stream; a stream that is not `seekable` can be read only once."""
        if seekable:
            return self._read_in_workers(member, asked, _read_content, member.stream.read())
        take = getattr(member.stream, "read1", member.stream.read)
        return self._read_in_workers(member, asked, _read_input, feed=lambda size: take(size) or b"")

    def _read_in_workers(
        self,
        member: Member,
        asked: bool,
        work: Callable[..., Iterator[Found]],
        *given: object,
        feed: Callable[[int], bytes] | None = None,
    ) -> Iterator[Found]:
        plan = replace(self.plan, asked=asked, name=member.name, origin=member.origin, identity=member.identity)
        skipped = 0
        while True:
            place = _Place()
            try:
                with worker() as one:
                    for read, found in one.answers(self.limits, work, plan, *given, feed=feed):
                        if self.count and not plan.passed:
                            self.count(read)
                        if place.at(found) and place.number > skipped:
                            yield found
                return
            except WorkerLost as error:
                culprit, before = place.entered[-1] if place.entered else (member.origin, 0)
                yield Failure(culprit, f"{LOST} ({error})")
                if feed or not place.entered or len(plan.passed) + 1 == _MOST_LOST:
                    if culprit != member.origin:
                        yield Failure(member.origin, f"{LOST} (too many of its documents fail)")
                    return
                plan, skipped = replace(plan, passed=plan.passed | {culprit}), before


@dataclass(slots=True)
class _Place:
    """The position of reading: the members entered, each with the number of items found before it."""

    number: int = 0
    entered: list[tuple[str, int]] = field(default_factory=list)

    def at(self, found: Found) -> bool:
        """Record an item that was found; return whether it is to be passed on."""
        if isinstance(found, MemberBegin):
            self.entered.append((found.origin, self.number))
        elif isinstance(found, MemberEnd):
            self.entered.pop()
        else:
            self.number += 1
            return True
        return False


def _read_file(plan: ReadingPlan, path: str) -> Iterator[Found]:
    return _read_and_report(plan, lambda reading, member: reading.file(path, member, asked=plan.asked))


def _read_content(plan: ReadingPlan, content: bytes) -> Iterator[Found]:
    return _read_and_report(plan, lambda reading, member: reading.given(replace(member, stream=BytesIO(content)), asked=plan.asked))


def _read_input(plan: ReadingPlan) -> Iterator[Found]:
    return _read_and_report(
        plan, lambda reading, member: reading.given(replace(member, stream=_InputStream()), asked=plan.asked, seekable=False)
    )


def _read_and_report(plan: ReadingPlan, read: Callable[[Reading, Member], Iterator[Found]]) -> Iterator[Found]:
    """Yield the items found, and report the bytes read before each item and after every large piece."""
    size = 0

    def count(more: int) -> None:
        nonlocal size
        size += more
        if size >= _REPORT_EVERY:
            send("read", size)
            size = 0

    reading = replace(Reading.of(_detection(plan.options), plan.format, plan.max_bytes, count), passed=plan.passed)
    for found in read(reading, Member(BytesIO(), plan.name, plan.origin, plan.identity)):
        if size:
            send("read", size)
            size = 0
        yield found


@cache
def _detection(options: ReadOptions) -> Detection:
    return Detection.of(readers_with(options))


class _InputStream(RawIOBase):
    """The bytes that the parent process reads, as a stream."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # the only kind that BufferedReader passes
        piece = receive_input(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
