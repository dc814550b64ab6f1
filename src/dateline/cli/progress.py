"""Progress on a terminal; silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def showing_progress(task: str = "Reading") -> Iterator[Callable[[Any, Any], None] | None]:
    """A callback that counts what it is told of in a line on stderr; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} documents"))
    speed = TextColumn("{task.fields[rate]}")
    failures = TextColumn("{task.fields[failures]}")
    with Progress(*columns, speed, failures, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task(task, total=None, failures="", rate="")
        failed = 0

        def step(_: object, outcome: object) -> None:
            nonlocal failed
            failed += outcome == "failed"
            rate = bar.tasks[0].speed
            bar.update(
                row,
                advance=1,
                failures=f"{failed:,} failed" if failed else "",
                rate=f"{rate:,.0f}/s" if rate else "",
            )

        yield step
