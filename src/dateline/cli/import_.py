"""`dateline import`: articles out of another archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.exits import SOME_FAILED
from dateline.cli.intake import tell_failures, tell_summary

if TYPE_CHECKING:
    from dateline.types.documents import Failure
    from dateline.types.history import Holding


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.pass_obj
def import_(folder: Path, paths: tuple[str, ...]) -> None:
    """Take in what `export --format jsonl` wrote; - is standard input.

    Each article comes with its id, all its versions and the verdict on each line, just as the other archive held it.
    One that is here already is left as it is. Exit code 3 if a line could not be taken in.

    \b
    Example:
      dateline import archive.jsonl
      dateline --archive old export source:gazette | dateline --archive new import -
    """
    from dateline.archive import Archive
    from dateline.cli.progress import showing_progress

    with Archive.open(folder, create=True) as archive, showing_progress() as progress:
        summary = archive.admit((found for path in paths for found in _read(path)), progress=progress)
    tell_failures(summary)
    tell_summary(summary)
    if summary.failed:
        click.get_current_context().exit(SOME_FAILED)


def _read(path: str) -> Iterator[Holding | Failure]:
    from dateline.cli.place import standard_input
    from dateline.errors import ReadError
    from dateline.exchange import read_holdings

    try:
        with nullcontext(standard_input()) if path == "-" else open(path, "rb") as stream:
            yield from read_holdings(stream, "stdin" if path == "-" else path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
