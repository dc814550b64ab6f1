"""The output of the command line: no other module writes to stdout or stderr.

Control characters are made visible, so that nothing in a title, an address, a file name or an error acts on the terminal. This
module maps the role of each piece of text to a style, and decides on the width of the output and on colours.
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
"""The key in the command's context for the warnings that were written."""
_MAX_WIDTH = 120
_PIPE_WIDTH = 100
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
    """The number of columns to write: those of the window, up to a readable maximum; a fixed number in a pipe."""
    if not is_terminal():
        return _PIPE_WIDTH
    from shutil import get_terminal_size  # importing it loads all of Python's compression modules

    return min(get_terminal_size((_PIPE_WIDTH, 24)).columns, _MAX_WIDTH)


def table_width() -> int:
    """The number of columns for tables. In a pipe, rows are not wrapped, so that grep and cut see each on one line."""
    return width() if is_terminal() else sys.maxsize


def has_colours(*, err: bool = False) -> bool:
    """Whether the stream is a terminal with colours, and NO_COLOR is not set."""
    stream = sys.stderr if err else sys.stdout
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write(text: str, end: str = "\n", *, err: bool = False) -> None:
    """Write a text of one or more lines, with control characters made visible, and then `end` unchanged."""
    _echo(shown_text(text) + end, err=err)


def warn(text: str) -> None:
    """Write a warning to stderr; passwords in addresses are left out."""
    write(without_users(text), err=True)
    context = click.get_current_context(silent=True)
    if context:
        context.meta.setdefault(SAID, set()).add(text)


def write_lines(lines: Iterable[list[Span]], *, err: bool = False) -> None:
    """Write lines of pieces, with colours if the stream has them, else with matches between asterisks."""
    for text in _rows(lines, err=err):
        _echo(text, err=err)


def page_lines(lines: Iterable[list[Span]]) -> None:
    """Write a long text; in a terminal with fewer rows, use the pager."""
    from shutil import get_terminal_size

    rows = list(lines)
    if not is_terminal() or len(rows) < get_terminal_size().lines:
        write_lines(rows)
    else:
        os.environ.setdefault("LESS", "-R")  # without it, less shows escape codes instead of colours
        click.echo_via_pager(_rows(rows, err=False), color=has_colours())


def page(text: str) -> None:
    """Write a long text of Dateline's own; in a terminal, use the pager."""
    if is_terminal():
        click.echo_via_pager(shown_text(text))
    else:
        write(text, end="")


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Standard output for bytes, such as an export or a raw document."""
    with _output_errors(err=False):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def _rows(lines: Iterable[list[Span]], *, err: bool) -> Iterator[str]:
    from dateline.render.layout import plain

    coloured = has_colours(err=err)
    for line in lines:
        yield ("".join(map(_styled, line)) if coloured else plain(line, emphasis=True)) + "\n"


def _echo(text: str, *, err: bool) -> None:
    """Write a safe text. A failure to write to stderr is ignored, since no message about it could be written."""
    with _output_errors(err=err):
        click.echo(text, nl=False, err=err, color=None if text.isprintable() else has_colours(err=err))


@contextmanager
def _output_errors(*, err: bool) -> Iterator[None]:
    """Turn a failure to write to standard output into an error of one line, except for a closed pipe."""
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
    """Discard the buffer of standard output, so that the program does not try to write it again when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _styled(piece: Span) -> str:
    style = _STYLES.get(piece.role)
    return click.style(piece.text, **style) if style else piece.text
