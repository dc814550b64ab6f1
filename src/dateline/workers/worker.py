"""Workers: processes that do what may hang, crash or take all memory, so that it can be ended and everything else goes on.

A worker answers one request after the other, and is watched from outside while somebody waits for it: native code hears no alarm.
One that has done its request is kept for the next; one that was given up on is killed. A worker never outlives its parent.
"""

from __future__ import annotations

import atexit
import math
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from dateline.errors import DatelineError, WorkerLost
from dateline.workers.process import TOO_MUCH, run_with_set_up, set_up

_T = TypeVar("_T")
_R = TypeVar("_R")

_GLANCE = 0.05  # seconds between two looks at a worker
_BEGINNING = 60.0  # seconds that a worker may take to start, and to import what it needs
_TOGETHER = 2.0  # seconds for several that are done together; each takes some hundredths
_PER_BYTE = 1e-6
_PATIENCE = 3.0  # times its seconds, for one that had no turn to work
_KEPT = 4
_START = (
    "import os, pickle, sys; pipe = os.fdopen(os.dup(0), 'rb'); sys.path[:], first = pickle.load(pipe); "
    "from dateline.workers.process import run_worker; run_worker(pipe, first)"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take: seconds, with one more for each megabyte of it, and bytes of memory in its process.

    `spent` is what it has had of the seconds.
    """

    seconds: float = 6.0
    memory: int = 400 * 1024 * 1024
    spent: float = 0.0

    @property
    def left(self) -> float:
        """The seconds that it still has."""
        return self.seconds - self.spent


class Worker:
    """A process that answers requests, and is killed when it takes too long or too much."""

    def __init__(self, *first: str) -> None:
        """One that begins by importing the modules that are named `first`."""
        self.knows: object = None
        self.home = _home()
        self.usable = True
        self._due = math.inf
        self._fault: str | None = None
        try:
            self._process = subprocess.Popen([sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise DatelineError(f"no worker process can be started: {error.strerror}; close some programs") from error
        self._send((sys.path, first))

    def answers(
        self,
        limits: Limits,
        work: Callable[..., Iterable[_T]],
        *given: Any,
        size: int = 0,
        feed: Callable[[int], bytes] | None = None,
    ) -> Iterator[tuple[int, _T]]:
        """What `work` yields there of what is `given` (`size` bytes of it), each with the number of bytes that were read for it.

        What `work` wants to be fed with, `feed` is asked for. WorkerLost where the next takes longer or more memory than `limits`
        allow, or ends the process.
        """
        self.usable, done = False, threading.Event()
        threading.Thread(target=self._watch, args=(limits, done), daemon=True).start()
        try:
            self._due = time.monotonic() + _BEGINNING + size * _PER_BYTE
            self._send((limits.seconds, limits.memory, work, given))
            yield from self._received(limits, size, feed)
            self.usable = True
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise WorkerLost(self._why(limits)) from error
        finally:
            done.set()
            if not self.usable:
                self.end()

    def _received(self, limits: Limits, size: int, feed: Callable[[int], bytes] | None) -> Iterator[tuple[int, Any]]:
        stream, read = self._process.stdout, 0
        assert stream is not None
        while True:
            kind, value = pickle.load(stream)
            if kind == "ended":
                self._due = math.inf
                return
            if kind == "failed":
                raise value if isinstance(value, DatelineError) else WorkerLost(f"{type(value).__name__}: {value}")
            if kind == "begun":
                self._due = time.monotonic() + limits.left + size * _PER_BYTE
            elif kind == "read":
                self._due += value * _PER_BYTE
                read += value
            elif kind == "wants" and feed is not None:
                left, self._due = self._due - time.monotonic(), math.inf
                self._send(feed(value))
                self._due = time.monotonic() + left
            elif kind == "found":
                self._due = math.inf
                yield read, value
                self._due, read = time.monotonic() + limits.left, 0

    def _send(self, what: object) -> None:
        stream = self._process.stdin
        assert stream is not None
        pickle.dump(what, stream, pickle.HIGHEST_PROTOCOL)
        stream.flush()

    def _watch(self, limits: Limits, done: threading.Event) -> None:
        due, begun, before = math.inf, 0.0, 0.0
        while not done.wait(_GLANCE):
            now, memory = time.monotonic(), _memory_of(self._process.pid)
            if self._due != due:
                due, begun, before = self._due, now, _work_of(self._process.pid)[0]
            if memory > limits.memory:
                self._fault = _too_much(limits)
            elif now > due:
                work, waits = _work_of(self._process.pid)
                # On a busy machine it may have had no turn to work.
                if waits or work - before >= (due - begun) / 2 or now - begun > _PATIENCE * (due - begun):
                    self._fault = f"not done after {limits.seconds:,.0f} seconds"
            if self._fault:
                self._process.kill()
                return

    def _why(self, limits: Limits) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        if self._process.returncode == TOO_MUCH:
            return _too_much(limits)
        return self._fault or "it ended the process that tried"

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.usable = False
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        self._process.wait()


def _too_much(limits: Limits) -> str:
    return f"it needs more than {limits.memory / 1024 / 1024:,.0f} MB of memory"


def _memory_of(process: int) -> int:
    """The memory that a process holds; 0 where the system does not tell so: there it looks at itself."""
    try:
        with open(f"/proc/{process}/statm", "rb") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _work_of(process: int) -> tuple[float, bool]:
    """The seconds that a process has worked, and whether it waits for something; where the system does not tell so, it does."""
    try:
        with open(f"/proc/{process}/stat", "rb") as stream:
            fields = stream.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), fields[0] != b"R"
    except (OSError, IndexError, ValueError):
        return 0.0, True


def _home() -> tuple[object, ...]:
    """What a worker takes over when it starts: one that took over something else is no use."""
    return (os.getpid(), *sys.path)


_idle: list[Worker] = []
_lock = threading.Lock()


@contextmanager
def worker() -> Iterator[Worker]:
    """A worker for some requests: one that is idle, else a new one."""
    with _lock:
        fitting = [one for one in _idle if one.home == _home()]
        if fitting:
            _idle.remove(fitting[-1])
    found = fitting[-1] if fitting else Worker()
    try:
        yield found
    finally:
        with _lock:
            kept = found.usable and len(_idle) < _KEPT
            if kept:
                _idle.append(found)
        if not kept:
            found.end()


def prepare(*first: str) -> None:
    """Start a worker that will be wanted soon, so that it imports the modules named `first` while others are imported here."""
    with _lock:
        if not any(one.home == _home() for one in _idle):
            _idle.append(Worker(*first))


@atexit.register
def end_idle() -> None:
    """End the workers that nobody uses."""
    with _lock:
        mine = [one for one in _idle if one.home[0] == os.getpid()]
        _idle.clear()
    for one in mine:
        one.end()


@dataclass(frozen=True, slots=True)
class Job(Generic[_T, _R]):
    """Work on several things of a kind, done in a worker that has been given a `setting`: one answer for each of them.

    `weigh` says how many bytes one of them is, `lost` what becomes of one that the worker did not survive, and why.
    """

    work: Callable[[Any, Sequence[_T]], Sequence[_R]]
    setting: object
    weigh: Callable[[_T], int]
    lost: Callable[[_T, str], _R]

    def done(self, items: Sequence[_T], limits: Limits) -> list[_R]:
        """The answers for `items`: for all together, as that is faster, and where that fails for one after the other.

        What one takes counts once: what all together took is no longer there for the one that it was spent on.
        """
        begun = time.monotonic()
        if len(items) > 1:
            with suppress(WorkerLost):
                return self._asked(items, replace(limits, spent=max(0.0, limits.seconds - _TOGETHER)))
        limits, found = replace(limits, spent=min(time.monotonic() - begun, limits.seconds / 2)), []
        for item in items:
            try:
                found += self._asked([item], limits)
            except WorkerLost as error:
                found.append(self.lost(item, str(error)))
        return found

    def _asked(self, items: Sequence[_T], limits: Limits) -> list[_R]:
        with worker() as one:
            if one.knows is not self.setting:
                list(one.answers(limits, set_up, self.setting))
                one.knows = self.setting
            size = sum(map(self.weigh, items))
            return [answer for _, answer in one.answers(limits, run_with_set_up, self.work, items, size=size)]
