"""Ctrl-C and SIGTERM (a shutdown, a container, the time limit of cron): both end a run cleanly.

During an ingest, documents that were read are still stored before it ends; a second signal ends it at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, TypeVar

from dateline.cli.output import warn

_T = TypeVar("_T")
_SHELL = 128  # what shells add to the number of the signal that ended a program


class Terminated(KeyboardInterrupt):
    """SIGTERM came; all that ends a run in good order after Ctrl-C does so now."""


def exit_code(error: KeyboardInterrupt) -> int:
    """What a run ends with that `error` ended."""
    return _SHELL + (signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT)


class Interruption:
    """Whether somebody wants it to end; `until` cuts a stream short then. `code` is what to end with."""

    def __init__(self) -> None:
        self.wanted = False
        self.code = _SHELL + signal.SIGINT
        self._begun = False
        self._reading = False

    def until(self, items: Iterable[_T]) -> Iterator[_T]:
        """The same, up to where it is to end; also where reading waits for input that does not come."""
        stream, found = iter(items), []
        self._begun = True
        while not self.wanted:
            try:
                self._reading = True
                found.append(next(stream))
                self._reading = False
            except (StopIteration, KeyboardInterrupt):
                self._reading = False
                yield from found
                return
            yield found.pop()

    def check(self, number: int, frame: FrameType | None) -> None:
        """What becomes of a signal: before anything is read, as while it waits for its turn, there is nothing to finish."""
        error = Terminated() if number == signal.SIGTERM else KeyboardInterrupt()
        if self.wanted or not self._begun:
            raise error
        self.wanted, self.code = True, exit_code(error)
        warn("Stopping: documents that were read are still ingested. Ctrl-C again stops at once.")
        if self._reading:
            raise error


@contextmanager
def heeding_interruption() -> Iterator[Interruption]:
    """Within, the first Ctrl-C or SIGTERM ends the reading only; where Ctrl-C means nothing, it goes on meaning nothing."""
    interruption = Interruption()
    with ExitStack() as stack:
        stack.enter_context(_handling(signal.SIGINT, interruption.check, signal.default_int_handler))
        stack.enter_context(_handling(signal.SIGTERM, interruption.check, _terminate))
        yield interruption


@contextmanager
def heeding_termination() -> Iterator[None]:
    """Within, SIGTERM raises `Terminated`, where nobody else has a use for it."""
    with _handling(signal.SIGTERM, _terminate, signal.SIG_DFL):
        yield


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


@contextmanager
def _handling(number: signal.Signals, handler: Callable[[int, FrameType | None], Any], usual: object) -> Iterator[None]:
    """Within, `handler` handles a signal whose handler is the usual one; outside the main thread all is as ever."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(number) != usual:
        yield
        return
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)
