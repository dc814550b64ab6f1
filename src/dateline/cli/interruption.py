"""Ctrl-C while documents are taken in: what has been read is still taken in, and only then it ends. A second one ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from dateline.cli.screen import remark

_T = TypeVar("_T")


class Interruption:
    """Whether somebody wants it to end; `until` cuts a stream short then."""

    def __init__(self) -> None:
        self.wanted = False
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

    def heed(self, number: int, frame: FrameType | None) -> None:
        """What becomes of a Ctrl-C: before anything is read, as while it waits for its turn, there is nothing to finish."""
        if self.wanted or not self._begun:
            raise KeyboardInterrupt
        self.wanted = True
        remark("Stopping: what has been read is still taken in. Ctrl-C again stops at once.")
        if self._reading:
            raise KeyboardInterrupt


@contextmanager
def heeding_interruption() -> Iterator[Interruption]:
    """Within, the first Ctrl-C ends the reading only; outside the main thread, or where Ctrl-C means nothing, all is as ever."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        yield interruption
        return
    before = signal.signal(signal.SIGINT, interruption.heed)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, before)
