"""The code that runs in a worker process. It answers requests from its parent, and ends with the parent."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from threading import Thread
from typing import IO, Any

TOO_MUCH = 77  # the exit code of a worker that finds itself over its memory limit
_WATCH_INTERVAL = 0.1
_GC_THRESHOLDS = (20_000, 20, 50)  # a worker frees its objects after each answer, and hardly any are in cycles


class _Parent:
    """The two pipes to the parent, and what it sent: the limits (`memory` in bytes, 0 for none) and the stored setting."""

    requests: IO[bytes]
    answers: IO[bytes]
    seconds: float = 0.0
    memory: int = 0
    setting: object = None


def run_worker(requests: IO[bytes], first: Sequence[str] = ()) -> None:
    """Answer requests until there are no more. What libraries print goes to stderr."""
    _Parent.requests, _Parent.answers = requests, os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for stop in (signal.SIGINT, signal.SIGTERM):  # the parent handles these, even when all processes get them
        signal.signal(stop, signal.SIG_IGN)
    Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    try:
        gc.set_threshold(*_GC_THRESHOLDS)
        for module in first:
            import_module(module)
        while True:
            _Parent.seconds, _Parent.memory, work, given = pickle.load(_Parent.requests)
            send("started", None)
            try:
                for found in work(*given):
                    send("found", found)
            except BaseException as error:  # noqa: BLE001  # whatever a library raises, including panics of native code
                send("failed", _sendable(error))
            else:
                send("ended", None)
    except (EOFError, OSError):
        os._exit(0)


def send(kind: str, value: object) -> None:
    """Send a message to the parent: "found" (a result), "read" (a number of bytes) or "wants" (a number of bytes of input)."""
    pickle.dump((kind, value), _Parent.answers, pickle.HIGHEST_PROTOCOL)
    _Parent.answers.flush()
    _end_after(3 * _Parent.seconds + 60)


def receive_input(size: int) -> bytes:
    """Return up to `size` bytes of input, which the parent reads for this process."""
    send("wants", size)
    given: bytes = pickle.load(_Parent.requests)
    return given


def set_up(setting: object) -> Iterator[None]:
    """Store the setting for later requests."""
    _Parent.setting = setting
    yield from ()


def run_with_set_up(work: Callable[[Any, Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> Iterable[Any]:
    """Return the results of `work` on `items` with the stored setting."""
    return work(_Parent.setting, items)


def _sendable(error: BaseException) -> Exception:
    if isinstance(error, Exception):
        try:
            if type(pickle.loads(pickle.dumps(error))) is type(error):
                return error
        except Exception:  # noqa: BLE001  # an error that cannot be pickled is sent as a text
            pass
    return RuntimeError(f"{type(error).__name__}: {error}")


def _end_after(seconds: float) -> None:
    """Let the system end this process after this much CPU time without an answer: a parent that was killed cannot."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _watch_parent(parent: int) -> None:
    """Exit when the parent does. Exit also above the memory limit, on systems where the parent cannot measure this process."""
    unwatched = not os.path.exists("/proc/self/statm") and sys.platform != "win32"
    while True:
        time.sleep(_WATCH_INTERVAL)
        if os.getppid() != parent:
            os._exit(1)
        if unwatched and _Parent.memory and _peak_memory() > _Parent.memory:
            os._exit(TOO_MUCH)


def _peak_memory() -> int:
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
