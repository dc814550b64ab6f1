"""Progress on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

    from dateline.readers import Arrival, Mark


@contextmanager
def showing_progress(task: str = "Reading") -> Iterator[Callable[[Any, Any], None] | None]:
    """A callback that counts documents in a line on stderr; None if stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    way = ProgressLine()
    with _line(task) as bar:
        way.show = lambda: _update(bar, way)
        yield way.step


@contextmanager
def showing_way(paths: Sequence[str]) -> Iterator[ProgressLine]:
    """The progress of an ingest of `paths`, in a line on stderr; if stderr is not a terminal, it is only counted."""
    if not sys.stderr.isatty():
        yield ProgressLine()
        return
    from dateline.readers import bytes_in

    with _line("Looking") as bar:
        way = ProgressLine(total=bytes_in(paths))
        bar.update(bar.tasks[0].id, description="Reading", total=way.total)
        way.show = lambda: _update(bar, way)
        yield way


@contextmanager
def showing_files() -> Iterator[Callable[[int, int, int], None]]:
    """A callback that shows the files done, all files and the documents in a line on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, files, documents: None
        return
    from dateline.render.summary import files_text

    with _line("Cleaning") as bar:
        started = time.monotonic()

        def show(done: int, files: int, documents: int) -> None:
            told = files_text(done, files, documents, time.monotonic() - started)
            bar.update(bar.tasks[0].id, completed=done, total=files, told=told)

        yield show


@dataclass(slots=True)
class ProgressLine:
    """The progress of an ingest. A document counts when it is settled, and bytes count when the last document before them is.

    Reading runs ahead of cleaning, so the position of each document is kept until it is settled. `total` is None if an input has no
    size, such as standard input. `last` is the origin of the last settled document.
    """

    total: int | None = None
    show: Callable[[], None] = lambda: None
    documents: int = 0
    failed: int = 0
    position: int = 0
    last: str = ""
    started: float = field(default_factory=time.monotonic)
    _before: int = 0
    _within: int = 0
    _places: deque[int] = field(default_factory=deque)

    def count(self, size: int) -> None:
        """Add `size` bytes that were read from a file."""
        self._within += size

    def through(self, arrivals: Iterable[Arrival | Mark]) -> Iterator[Arrival | Mark]:
        """Yield the same arrivals and record the position of each."""
        from dateline.readers import FileKnown, FileRead

        for arrival in arrivals:
            if isinstance(arrival, FileRead):  # bytes that a format skipped or read twice are settled now
                self._before, self._within = self._before + arrival.file.size, 0
            elif isinstance(arrival, FileKnown):
                self.total = None if self.total is None else max(0, self.total - arrival.file.size)
            else:
                self._places.append(self._before + self._within)
            yield arrival

    def step(self, arrival: Any, outcome: object) -> None:
        """Record that a document was settled."""
        self.documents += 1
        self.failed += outcome == "failed"
        self.last = getattr(arrival, "origin", "")
        if self._places:
            self.position = max(self.position, self._places.popleft())
        self.show()

    @property
    def seconds(self) -> float:
        """The seconds since the start."""
        return time.monotonic() - self.started


def _line(task: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[told]}"))
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    bar.add_task(task, total=None, told="")
    return bar


def _update(bar: Progress, way: ProgressLine) -> None:
    from dateline.render.summary import progress_text

    told = progress_text(way.documents, way.failed, way.position, way.total, way.seconds)
    bar.update(bar.tasks[0].id, completed=way.position if way.total else 0, total=way.total, told=told)
