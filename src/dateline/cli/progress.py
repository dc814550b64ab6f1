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
    line = ProgressLine()
    with _make_bar(task) as bar:
        line.show = lambda: _update(bar, line)
        yield line.step


@contextmanager
def showing_way(paths: Sequence[str]) -> Iterator[ProgressLine]:
    """The progress of an ingest of `paths`, in a line on stderr; if stderr is not a terminal, it is only counted."""
    if not sys.stderr.isatty():
        yield ProgressLine()
        return
    from dateline.readers import bytes_in

    with _make_bar("Looking") as bar:
        line = ProgressLine(total=bytes_in(paths))
        bar.update(bar.tasks[0].id, description="Reading", total=line.total)
        line.show = lambda: _update(bar, line)
        yield line


@contextmanager
def showing_files() -> Iterator[Callable[[int, int, int], None]]:
    """A callback that shows the files done, all files and the documents in a line on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, files, documents: None
        return
    from dateline.render.summary import files_text

    with _make_bar("Cleaning") as bar:
        started = time.monotonic()

        def show(done: int, files: int, documents: int) -> None:
            text = files_text(done, files, documents, time.monotonic() - started)
            bar.update(bar.tasks[0].id, completed=done, total=files, text=text)

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
    _done_bytes: int = 0
    _file_bytes: int = 0
    _positions: deque[int] = field(default_factory=deque)

    def count(self, size: int) -> None:
        """Add `size` bytes that were read from a file."""
        self._file_bytes += size

    def through(self, arrivals: Iterable[Arrival | Mark]) -> Iterator[Arrival | Mark]:
        """Yield the same arrivals and record the position of each."""
        from dateline.readers import FileKnown, FileRead

        for arrival in arrivals:
            if isinstance(arrival, FileRead):  # bytes that a format skipped or read twice are settled now
                self._done_bytes, self._file_bytes = self._done_bytes + arrival.file.size, 0
            elif isinstance(arrival, FileKnown):
                self.total = None if self.total is None else max(0, self.total - arrival.file.size)
            else:
                self._positions.append(self._done_bytes + self._file_bytes)
            yield arrival

    def step(self, arrival: Any, outcome: object) -> None:
        """Record that a document was settled."""
        self.documents += 1
        self.failed += outcome == "failed"
        self.last = getattr(arrival, "origin", "")
        if self._positions:
            self.position = max(self.position, self._positions.popleft())
        self.show()

    @property
    def seconds(self) -> float:
        """The seconds since the start."""
        return time.monotonic() - self.started


def _make_bar(task: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[text]}"))
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    bar.add_task(task, total=None, text="")
    return bar


def _update(bar: Progress, line: ProgressLine) -> None:
    from dateline.render.summary import progress_text

    text = progress_text(line.documents, line.failed, line.position, line.total, line.seconds)
    bar.update(bar.tasks[0].id, completed=line.position if line.total else 0, total=line.total, text=text)
