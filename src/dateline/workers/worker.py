"""Workers: processes for work that may hang, crash or use up all memory. Such a process is ended, and everything else goes on.

A worker answers one request after another. While somebody waits for it, a thread of the parent watches it, because native code
ignores alarms. A worker that has answered is kept for the next request; one that exceeded its limits is killed. A worker never
outlives its parent.
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

_WATCH_INTERVAL = 0.05  # seconds between two checks of a worker
_START_SECONDS = 60.0  # seconds in which a worker must start and import its modules
_GROUP_SECONDS = 2.0  # seconds for several items in one request; each takes some hundredths
_SECONDS_PER_BYTE = 1e-6
_BUSY_FACTOR = 3.0  # factor on the seconds of a worker that got no CPU time
_MOST_IDLE = 4
_START_CODE = (
    "import os, pickle, sys; pipe = os.fdopen(os.dup(0), 'rb'); sys.path[:], first = pickle.load(pipe); "
    "from dateline.workers.process import run_worker; run_worker(pipe, first)"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for one document: seconds, plus one for each megabyte of it, and bytes of memory in its process.

    `spent` is the part of the seconds that it has used already.
    """

    seconds: float = 6.0
    memory: int = 400 * 1024 * 1024
    spent: float = 0.0

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self.seconds - self.spent


class Worker:
    """A process that answers requests, and is killed when it takes too much time or memory."""

    def __init__(self, *first: str) -> None:
        """Start a process that first imports the modules named `first`."""
        self.knows: object = None
        self.environment = _environment()
        self.usable = True
        self._deadline = math.inf
        self._exceeded: str | None = None
        try:
            self._process = subprocess.Popen([sys.executable, "-c", _START_CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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
        """Yield the results of `work` on `given` (which has `size` bytes), each with the number of bytes that were read for it.

        `feed` reads the input that `work` requests. Raise WorkerLost if the next result takes more time or memory than `limits`
        allow, or if the process ends.
        """
        self.usable, done = False, threading.Event()
        threading.Thread(target=self._watch, args=(limits, done), daemon=True).start()
        try:
            self._deadline = time.monotonic() + _START_SECONDS + size * _SECONDS_PER_BYTE
            self._send((limits.seconds, limits.memory, work, given))
            yield from self._receive_results(limits, size, feed)
            self.usable = True
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise WorkerLost(self._reason(limits)) from error
        finally:
            done.set()
            if not self.usable:
                self.end()

    def _receive_results(self, limits: Limits, size: int, feed: Callable[[int], bytes] | None) -> Iterator[tuple[int, Any]]:
        stream, read = self._process.stdout, 0
        assert stream is not None
        while True:
            kind, value = pickle.load(stream)
            if kind == "ended":
                self._deadline = math.inf
                return
            if kind == "failed":
                raise value if isinstance(value, DatelineError) else WorkerLost(f"{type(value).__name__}: {value}")
            if kind == "started":
                self._deadline = time.monotonic() + limits.left + size * _SECONDS_PER_BYTE
            elif kind == "read":
                self._deadline += value * _SECONDS_PER_BYTE
                read += value
            elif kind == "wants" and feed is not None:
                remaining, self._deadline = self._deadline - time.monotonic(), math.inf
                self._send(feed(value))
                self._deadline = time.monotonic() + remaining
            elif kind == "found":
                self._deadline = math.inf
                yield read, value
                self._deadline, read = time.monotonic() + limits.left, 0

    def _send(self, message: object) -> None:
        stream = self._process.stdin
        assert stream is not None
        pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
        stream.flush()

    def _watch(self, limits: Limits, done: threading.Event) -> None:
        deadline, since, work_before = math.inf, 0.0, 0.0
        while not done.wait(_WATCH_INTERVAL):
            now, memory = time.monotonic(), _memory_of(self._process.pid)
            if self._deadline != deadline:
                deadline, since, work_before = self._deadline, now, _cpu_time_of(self._process.pid)[0]
            if memory > limits.memory:
                self._exceeded = _memory_reason(limits)
            elif now > deadline:
                work, waits = _cpu_time_of(self._process.pid)
                # On a busy machine it may have got no CPU time.
                if waits or work - work_before >= (deadline - since) / 2 or now - since > _BUSY_FACTOR * (deadline - since):
                    self._exceeded = f"not done after {limits.seconds:,.0f} seconds"
            if self._exceeded:
                self._process.kill()
                return

    def _reason(self, limits: Limits) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        if self._process.returncode == TOO_MUCH:
            return _memory_reason(limits)
        return self._exceeded or "it ended the process that tried"

    def end(self) -> None:
        """Kill the process, and wait until it has ended."""
        self.usable = False
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        self._process.wait()


def _memory_reason(limits: Limits) -> str:
    return f"it needs more than {limits.memory / 1024 / 1024:,.0f} MB of memory"


def _memory_of(process: int) -> int:
    """Return the bytes of memory of a process; 0 if the system does not show them: there the worker measures itself."""
    try:
        with open(f"/proc/{process}/statm", "rb") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _cpu_time_of(process: int) -> tuple[float, bool]:
    """Return the CPU seconds of a process, and whether it is waiting; (0, True) if the system does not show them."""
    try:
        with open(f"/proc/{process}/stat", "rb") as stream:
            fields = stream.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), fields[0] != b"R"
    except (OSError, IndexError, ValueError):
        return 0.0, True


def _environment() -> tuple[object, ...]:
    """Return what a worker inherits at its start: a worker from another environment cannot be used."""
    return (os.getpid(), *sys.path)


_idle: list[Worker] = []
_lock = threading.Lock()


@contextmanager
def worker() -> Iterator[Worker]:
    """Lend a worker for some requests: an idle one, else a new one."""
    with _lock:
        fitting = [one for one in _idle if one.environment == _environment()]
        if fitting:
            _idle.remove(fitting[-1])
    found = fitting[-1] if fitting else Worker()
    try:
        yield found
    finally:
        with _lock:
            kept = found.usable and len(_idle) < _MOST_IDLE
            if kept:
                _idle.append(found)
        if not kept:
            found.end()


def prepare(*first: str) -> None:
    """Start a worker that will soon be needed, so that it imports the modules named `first` while this process imports others."""
    with _lock:
        if not any(one.environment == _environment() for one in _idle):
            _idle.append(Worker(*first))


@atexit.register
def end_idle() -> None:
    """End the idle workers."""
    with _lock:
        mine = [one for one in _idle if one.environment[0] == os.getpid()]
        _idle.clear()
    for one in mine:
        one.end()


@dataclass(frozen=True, slots=True)
class Job(Generic[_T, _R]):
    """Work on items in a worker that was given a `setting`: one result for each item.

    `weigh` returns the number of bytes of an item. `lost` returns the result for an item that the worker did not survive, given the
    reason.
    """

    work: Callable[[Any, Sequence[_T]], Sequence[_R]]
    setting: object
    weigh: Callable[[_T], int]
    lost: Callable[[_T, str], _R]

    def done(self, items: Sequence[_T], limits: Limits) -> list[_R]:
        """Return the results for `items`: all in one request, which is faster; if that fails, one after the other.

        Time counts once: what the common request took, up to half the limit, is no longer available to the single ones.
        """
        started = time.monotonic()
        if len(items) > 1:
            with suppress(WorkerLost):
                return self._request(items, replace(limits, spent=max(0.0, limits.seconds - _GROUP_SECONDS)))
        limits, found = replace(limits, spent=min(time.monotonic() - started, limits.seconds / 2)), []
        for item in items:
            try:
                found += self._request([item], limits)
            except WorkerLost as error:
                found.append(self.lost(item, str(error)))
        return found

    def _request(self, items: Sequence[_T], limits: Limits) -> list[_R]:
        with worker() as one:
            if one.knows is not self.setting:
                list(one.answers(limits, set_up, self.setting))
                one.knows = self.setting
            size = sum(map(self.weigh, items))
            return [answer for _, answer in one.answers(limits, run_with_set_up, self.work, items, size=size)]
