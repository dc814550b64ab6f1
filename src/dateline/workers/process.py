"""The inner side of a worker: what runs in the process apart. It takes requests from its parent, and ends when that ends."""

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

TOO_MUCH = 77  # the exit code of a worker that sees for itself that it takes too much memory
_WATCH_INTERVAL = 0.1
_COLLECTING = (20_000, 20, 50)  # what a worker makes goes with its answer, and hardly any of it in cycles


class _Parent:
    """The two pipes to the process that asks; `memory` is what this one may take."""

    requests: IO[bytes]
    answers: IO[bytes]
    seconds: float = 0.0
    memory: int = 0
    setting: object = None


def run_worker(requests: IO[bytes], first: Sequence[str] = ()) -> None:
    """Answer requests until there are no more. What libraries print goes where errors go."""
    _Parent.requests, _Parent.answers = requests, os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for stop in (signal.SIGINT, signal.SIGTERM):  # these are for the process that asks, also where all get them
        signal.signal(stop, signal.SIG_IGN)
    Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    try:
        gc.set_threshold(*_COLLECTING)
        for module in first:
            import_module(module)
        while True:
            _Parent.seconds, _Parent.memory, work, given = pickle.load(_Parent.requests)
            send("begun", None)
            try:
                for found in work(*given):
                    send("found", found)
            except BaseException as error:  # noqa: BLE001  # whatever a library throws, a panic of its own among them
                send("failed", _sendable(error))
            else:
                send("ended", None)
    except (EOFError, OSError):
        os._exit(0)


def send(kind: str, value: object) -> None:
    """Tell the process that asks of something: "found", "read" (so many bytes) or what it "wants"."""
    pickle.dump((kind, value), _Parent.answers, pickle.HIGHEST_PROTOCOL)
    _Parent.answers.flush()
    _end_after(3 * _Parent.seconds + 60)


def receive_input(size: int) -> bytes:
    """Up to `size` bytes of what the process that asks reads for this one."""
    send("wants", size)
    given: bytes = pickle.load(_Parent.requests)
    return given


def set_up(setting: object) -> Iterator[None]:
    """Remember what later requests need."""
    _Parent.setting = setting
    yield from ()


def run_with_set_up(work: Callable[[Any, Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> Iterable[Any]:
    """What `work` makes of `items` with what is remembered."""
    return work(_Parent.setting, items)


def _sendable(error: BaseException) -> Exception:
    if isinstance(error, Exception):
        try:
            if type(pickle.loads(pickle.dumps(error))) is type(error):
                return error
        except Exception:  # noqa: BLE001  # an error that cannot travel is told in words
            pass
    return RuntimeError(f"{type(error).__name__}: {error}")


def _end_after(seconds: float) -> None:
    """Let the system end this process after so much work without an answer: a parent that was killed cannot."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _watch_parent(parent: int) -> None:
    """End with the parent, and, where the parent cannot see how much memory this process takes, when it is too much."""
    blind = not os.path.exists("/proc/self/statm") and sys.platform != "win32"
    while True:
        time.sleep(_WATCH_INTERVAL)
        if os.getppid() != parent:
            os._exit(1)
        if blind and _Parent.memory and _most_held() > _Parent.memory:
            os._exit(TOO_MUCH)


def _most_held() -> int:
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
