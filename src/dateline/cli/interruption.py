"""Handle Ctrl-C and SIGTERM (a shutdown, a container, the time limit of cron): both end a run cleanly.

An ingest first stores the documents that were read; a second signal ends it at once.
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
_SIGNAL_BASE = 128  # shells add the number of the signal to this


class Terminated(KeyboardInterrupt):
    """SIGTERM was received. The cleanup is the same as after Ctrl-C."""


def exit_code(error: KeyboardInterrupt) -> int:
    """The exit code of a run that `error` ended."""
    return _SIGNAL_BASE + (signal.SIGTERM if isinstance(error, Terminated) else signal.SIGINT)


class Interruption:
    """Whether a signal was received (`wanted`); then `until` ends a stream early. `code` is the exit code."""

    def __init__(self) -> None:
        self.wanted = False
        self.code = _SIGNAL_BASE + signal.SIGINT
        self._started = False
        self._reading = False

    def until(self, items: Iterable[_T]) -> Iterator[_T]:
        """Yield the items until a signal is received, even while reading waits for input."""
        stream, found = iter(items), []
        self._started = True
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
        """Handle a signal. Before reading has started (for example while waiting for the writer lock), it ends the run at once."""
        error = Terminated() if number == signal.SIGTERM else KeyboardInterrupt()
        if self.wanted or not self._started:
            raise error
        self.wanted, self.code = True, exit_code(error)
        warn("Stopping: documents that were read are still ingested. Ctrl-C again stops at once.")
        if self._reading:
            raise error


@contextmanager
def catching_interruption() -> Iterator[Interruption]:
    """In this context, the first Ctrl-C or SIGTERM only ends the reading; a signal that is ignored stays ignored."""
    interruption = Interruption()
    with ExitStack() as stack:
        stack.enter_context(_signal_handler(signal.SIGINT, interruption.check, signal.default_int_handler))
        stack.enter_context(_signal_handler(signal.SIGTERM, interruption.check, _terminate))
        yield interruption


@contextmanager
def catching_termination() -> Iterator[None]:
    """In this context, SIGTERM raises `Terminated`, unless it has another handler."""
    with _signal_handler(signal.SIGTERM, _terminate, signal.SIG_DFL):
        yield


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


@contextmanager
def _signal_handler(number: signal.Signals, handler: Callable[[int, FrameType | None], Any], usual: object) -> Iterator[None]:
    """In this context, `handler` replaces the `usual` handler of a signal; nothing changes outside the main thread."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(number) != usual:
        yield
        return
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)
