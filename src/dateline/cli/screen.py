"""From pieces to the terminal: what each role looks like, how wide the window is, and when there are colours at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dateline.present.layout import Piece

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
    if not sys.stdout.isatty():
        return _PIPE
    from shutil import get_terminal_size  # it brings all of Python's packers along

    return min(get_terminal_size((_PIPE, 24)).columns, _WIDEST)


def table_width() -> int:
    """The same for tables, whose rows stay whole in a pipe, so that grep and cut find them on one line each."""
    return width() if sys.stdout.isatty() else sys.maxsize


def has_colours(*, err: bool = False) -> bool:
    """Whether the stream is a terminal that takes colours and nobody said NO_COLOR."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_lines(lines: Iterable[list[Piece]], *, err: bool = False) -> None:
    """Write lines of pieces, with colours where there are any, else with matches between asterisks."""
    from dateline.present.layout import plain

    coloured = has_colours(err=err)
    for line in lines:
        text = "".join(_styled(piece) for piece in line) if coloured else plain(line, emphasis=True)
        click.echo(text, err=err, color=coloured)


def page_lines(lines: Iterable[list[Piece]]) -> None:
    """The same for a long text: with the pager, where there is a terminal and it has fewer rows."""
    from shutil import get_terminal_size

    rows = list(lines)
    if not sys.stdout.isatty() or len(rows) < get_terminal_size().lines:
        write_lines(rows)
        return
    from dateline.present.layout import plain

    coloured = has_colours()
    texts = ("".join(map(_styled, row)) if coloured else plain(row, emphasis=True) for row in rows)
    click.echo_via_pager((f"{text}\n" for text in texts), color=coloured)


def remark(text: str) -> None:
    """Say something beside the result."""
    click.echo(text, err=True)


def _styled(piece: Piece) -> str:
    style = _STYLES.get(piece.role)
    return click.style(piece.text, **style) if style else piece.text
