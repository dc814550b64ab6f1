"""Progress on a terminal; silence in a pipe."""

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
    """A callback that counts what it is told of in a line on stderr; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    way = ProgressLine()
    with _line(task) as bar:
        way.show = lambda: _update(bar, way)
        yield way.step


@contextmanager
def showing_way(paths: Sequence[str]) -> Iterator[ProgressLine]:
    """How far an ingest of `paths` is, in a line on stderr; where nobody watches it is only counted."""
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
    """A callback that shows how many files are done, of how many, and how many documents, in a line on stderr where one watches."""
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
    """How far an ingest is: documents count when they are settled, and bytes when the last document before them is.

    Reading runs ahead of cleaning, so the place of each document is remembered until it comes back. `total` is unknown (None)
    where something has no size, such as standard input. `last` is where the last settled document came from.
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
        """So many bytes of a file were read."""
        self._within += size

    def through(self, arrivals: Iterable[Arrival | Mark]) -> Iterator[Arrival | Mark]:
        """The same, each with its place remembered."""
        from dateline.readers import FileKnown, FileRead

        for arrival in arrivals:
            if isinstance(arrival, FileRead):  # what a format jumped over, or read twice, is settled now
                self._before, self._within = self._before + arrival.file.size, 0
            elif isinstance(arrival, FileKnown):
                self.total = None if self.total is None else max(0, self.total - arrival.file.size)
            else:
                self._places.append(self._before + self._within)
            yield arrival

    def step(self, arrival: Any, outcome: object) -> None:
        """A document was settled."""
        self.documents += 1
        self.failed += outcome == "failed"
        self.last = getattr(arrival, "origin", "")
        if self._places:
            self.position = max(self.position, self._places.popleft())
        self.show()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
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
