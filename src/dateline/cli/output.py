"""The one door of output: nothing else in the command line writes to stdout or stderr.

What goes through is made visible: nothing in a title, an address, a file name or an error acts on the terminal. A piece has a
role, and here is what each looks like, how wide the window is, and when there are colours at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from dateline.errors import DatelineError
from dateline.text import shown_text, without_users

if TYPE_CHECKING:
    from dateline.render.layout import Span

SAID = "dateline.said"
"""Under this name, what was remarked is kept with the context of the command."""
_WIDEST = 120
_PIPE = 100
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "date": {"fg": "green"},
    "source": {"fg": "cyan"},
    "id": {"fg": "yellow"},
    "match": {"fg": "red", "bold": True},
    "faint": {"dim": True},
    "kept": {"fg": "green"},
    "dropped": {"fg": "red"},
    "put": {"fg": "green", "bold": True},
    "cut": {"fg": "red", "bold": True},
    "label": {"fg": "magenta"},
    "warning": {"fg": "yellow"},
}


def width() -> int:
    """The columns to write in: the window's, not more than one can read; a fixed number in a pipe."""
    if not is_terminal():
        return _PIPE
    from shutil import get_terminal_size  # it brings all of Python's packers along

    return min(get_terminal_size((_PIPE, 24)).columns, _WIDEST)


def table_width() -> int:
    """The same for tables, whose rows stay whole in a pipe, so that grep and cut find them on one line each."""
    return width() if is_terminal() else sys.maxsize


def has_colours(*, err: bool = False) -> bool:
    """Whether the stream is a terminal that takes colours and nobody said NO_COLOR."""
    stream = sys.stderr if err else sys.stdout
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(text: str, end: str = "\n", *, err: bool = False) -> None:
    """Write a text from outside, of one line or more, and `end` as it is."""
    _put(shown_text(text) + end, err=err)


def warn(text: str) -> None:
    """Say something beside the result; what it names has no password."""
    write(without_users(text), err=True)
    context = click.get_current_context(silent=True)
    if context:
        context.meta.setdefault(SAID, set()).add(text)


def write_lines(lines: Iterable[list[Span]], *, err: bool = False) -> None:
    """Write lines of pieces, with colours where there are any, else with matches between asterisks."""
    for text in _rows(lines, err=err):
        _put(text, err=err)


def page_lines(lines: Iterable[list[Span]]) -> None:
    """The same for a long text: with the pager, where there is a terminal and it has fewer rows."""
    from shutil import get_terminal_size

    rows = list(lines)
    if not is_terminal() or len(rows) < get_terminal_size().lines:
        write_lines(rows)
    else:
        os.environ.setdefault("LESS", "-R")  # without it, less shows colours as signs
        click.echo_via_pager(_rows(rows, err=False), color=has_colours())


def page(text: str) -> None:
    """Write a long text of our own, with the pager where there is a terminal."""
    if is_terminal():
        click.echo_via_pager(shown_text(text))
    else:
        write(text, end="")


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Standard output for bytes that are no text for a terminal, such as an export or a raw document."""
    with _told(err=False):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


def is_terminal() -> bool:
    """Whether the results are shown rather than kept."""
    return sys.stdout is not None and sys.stdout.isatty()


def _rows(lines: Iterable[list[Span]], *, err: bool) -> Iterator[str]:
    from dateline.render.layout import plain

    coloured = has_colours(err=err)
    for line in lines:
        yield ("".join(map(_styled, line)) if coloured else plain(line, emphasis=True)) + "\n"


def _put(text: str, *, err: bool) -> None:
    """Write what is fit to be written. Where nothing can be said any more, nobody would hear that it cannot."""
    with _told(err=err):
        click.echo(text, nl=False, err=err, color=None if text.isprintable() else has_colours(err=err))


@contextmanager
def _told(*, err: bool) -> Iterator[None]:
    """What keeps standard output from being written to is an error of one line; a closed pipe is none."""
    if sys.stdout is None and not err:
        raise DatelineError("standard output is closed, so there is nowhere to write to; leave out '>&-', or write to a file")
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if err:
            return
        fail()
        raise DatelineError(f"standard output cannot be written ({error.strerror or error}); write to another place") from error


def fail() -> None:
    """Discard what is buffered for standard output, so that the end of the program does not try to write it again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _styled(piece: Span) -> str:
    style = _STYLES.get(piece.role)
    return click.style(piece.text, **style) if style else piece.text
