"""The command `dateline` itself, and what becomes of errors.

An error that a person can mend is one line and exit code 1; wrong use is click's exit code 2; Ctrl-C is 130; a closed pipe is
silence. A bug keeps its traceback.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from pathlib import Path
from typing import Any

import click

from dateline import __version__
from dateline.cli.place import default_archive
from dateline.errors import DatelineError

_INTERRUPTED = 130
_COLLECTING = (20_000, 20, 50)
_WRITERS = frozenset(
    {"ingest", "import", "retry", "watch", "feeds", "reclean", "reindex", "restore", "edit", "tag", "note", "save", "saved"}
)


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported when somebody asks for it."""

    def __init__(self) -> None:
        self._found: dict[str, click.Command | None] = {}

    def promise(self, name: str) -> None:
        """Add the command that stands in the module of its name (`import_`, where Python has the name for itself)."""
        self._found[name] = None

    def __getitem__(self, name: str) -> click.Command:
        command = self._found[name]
        if command is None:
            module = import_module(f"dateline.cli.{name}_" if iskeyword(name) else f"dateline.cli.{name}")
            command = self._found[name] = getattr(module, name, None) or getattr(module, f"{name}_")
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._found[name] = command

    def __delitem__(self, name: str) -> None:
        del self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found


class Group(click.Group):
    """A group of commands with the one handler for errors."""

    commands: Commands

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the program; where a shell asks for completions, those of the archive are known too."""
        # Of what a single answer takes, a tenth was looking for waste while importing, and a tenth doing so again on leaving.
        gc.set_threshold(*_COLLECTING)
        atexit.register(gc.freeze)
        if "_DATELINE_COMPLETE" in os.environ:
            import dateline.cli.shells  # noqa: F401  # it makes its classes known to click
        return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours becomes one line."""
        try:
            return super().invoke(ctx)
        except DatelineError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            kept = " What was committed stays; the same command goes on from there." if ctx.invoked_subcommand in _WRITERS else ""
            click.echo(f"Interrupted.{kept}", err=True)
            ctx.exit(_INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of use, not of the alphabet."""
        return list(self.commands)


@click.group(cls=Group, commands=Commands(), context_settings={"max_content_width": 100})
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="DATELINE_ARCHIVE",
    default=default_archive,
    show_default="the user's data folder",
    show_envvar=True,
    help="Folder of the archive.",
)
@click.version_option(__version__, prog_name="dateline")
@click.pass_context
def dateline(ctx: click.Context, archive: Path) -> None:
    """Archive and search raw news text.

    Strips the boilerplate, keeps what it removed and why, and answers by keyword, date and source.

    \b
    Example:
      dateline ingest articles/
      dateline search kerry --from 2016-07
    """
    ctx.obj = archive
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file name of foreign bytes is shown escaped, not as a traceback
            stream.reconfigure(errors="backslashreplace")
