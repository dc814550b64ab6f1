"""Several processes that serve at one address: they share the listening socket, and the system gives each request to one of them.

One process answers on one processor, whatever the number of its threads; the engine and SQLite are used by all over the same files.
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
    """Whether this system makes processes so."""
    return hasattr(os, "fork")


def serve_together(number: int, serve: Serve, begun: Callable[[], None]) -> None:
    """Let so many processes `serve` until one of them ends or this one does; `begun` is called when all of them do.

    They end with this one however that ends: a pipe that only this one holds open tells them.
    """
    started: list[tuple[int, int]] = []
    alive = os.pipe()
    try:
        for _ in range(number):
            started.append(_start(serve, alive))
        for _, ready in started:
            if not os.read(ready, 1):
                raise DatelineError("a process of the server could not be started; what it said stands above")
        begun()
        os.waitpid(-1, 0)
        raise DatelineError("a process of the server has ended by itself; what it said stands above")
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
    """The number of a new process that serves, and where it says that it does."""
    ready, say = os.pipe()
    process = os.fork()
    if process:
        os.close(say)
        return process, ready
    try:
        os.close(ready)
        os.close(alive[1])
        Thread(target=_end_with, args=(alive[0],), daemon=True).start()
        serve(lambda: _say(say))
    except KeyboardInterrupt:  # it was ended, and has done so in good order
        pass
    finally:
        kind, error, trace = sys.exc_info()
        if kind is not None and error is not None:
            sys.excepthook(kind, error, trace)  # it ends here, not where the process that began it would say so
        os._exit(0 if error is None else 1)


def _end_with(alive: int) -> None:
    """Wait until the process that began this one is gone, and end in good order then."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _say(where: int) -> None:
    os.write(where, b".")
    os.close(where)
