"""Several server processes at one address. They share the listening socket; the system gives each connection to one of them.

One process uses one processor, whatever its number of threads. All processes use the same index and SQLite files.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from dateline.errors import DatelineError

Serve = Callable[[Callable[[], None]], None]


def can_fork() -> bool:
    """Whether this system can fork processes."""
    return hasattr(os, "fork")


def serve_together(number: int, serve: Serve, on_start: Callable[[], None]) -> None:
    """Run `serve` in `number` processes until one of them or this one ends; call `on_start` when all of them listen.

    The processes end with this one, however it ends: they wait for the end of a pipe that only this one keeps open.
    """
    started: list[tuple[int, int]] = []
    alive = os.pipe()
    try:
        for _ in range(number):
            started.append(_start(serve, alive))
        for _, ready in started:
            if not os.read(ready, 1):
                raise DatelineError("a process of the server could not be started; its message is above")
        on_start()
        os.waitpid(-1, 0)
        raise DatelineError("a process of the server has ended unexpectedly; its message is above")
    finally:
        for process, ready in started:
            os.close(ready)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        for process, _ in started:
            with suppress(ChildProcessError):
                os.waitpid(process, 0)
        for end in alive:
            os.close(end)


def _start(serve: Serve, alive: tuple[int, int]) -> tuple[int, int]:
    """Start a process; return its number, and the descriptor on which it reports that it listens."""
    ready, report = os.pipe()
    process = os.fork()
    if process:
        os.close(report)
        return process, ready
    try:
        os.close(ready)
        os.close(alive[1])
        Thread(target=_end_with, args=(alive[0],), daemon=True).start()
        serve(lambda: _report_ready(report))
    except KeyboardInterrupt:  # a signal ended it, and it has shut down cleanly
        pass
    finally:
        kind, error, trace = sys.exc_info()
        if kind is not None and error is not None:
            sys.excepthook(kind, error, trace)  # after a fork, the exception must not reach the parent's code
        os._exit(0 if error is None else 1)


def _end_with(alive: int) -> None:
    """Wait until the parent process is gone, then end this process cleanly."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _report_ready(where: int) -> None:
    os.write(where, b".")
    os.close(where)
