"""The command `dateline` itself, and its handling of errors.

An error that a person can correct is one line with exit code 1; so is a lack of memory, open files or disk space. `exit_codes`
has the table of all codes. A closed pipe ends the program silently, and a bug keeps its traceback. `output` writes the errors,
since they may quote a document.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from pathlib import Path
from types import TracebackType
from typing import Any

import click

from dateline import __version__
from dateline.cli.defaults import default_archive
from dateline.cli.exit_codes import CLOSED_PIPE, WRONG_USE
from dateline.cli.index_lag import collect_lag, warn_of_lag
from dateline.cli.interruption import catching_termination, exit_code
from dateline.cli.output import fail, warn, write
from dateline.errors import DatelineError, QueryError
from dateline.text import shown_text, without_users

_GC_THRESHOLDS = (20_000, 20, 50)
_WRITERS = frozenset(
    {
        "ingest",
        "import",
        "retry",
        "watch",
        "feeds",
        "reclean",
        "reindex",
        "embed",
        "restore",
        "drop",
        "edit",
        "tag",
        "note",
        "delete",
        "compact",
        "repair",
        "save",
        "saved",
    }
)


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported on first use."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command | None] = {}

    def add_lazily(self, name: str) -> None:
        """Add the command of the module with this name (`import_` if the name is a keyword of Python)."""
        self._loaded[name] = None

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            module = import_module(f"dateline.cli.{name}_" if iskeyword(name) else f"dateline.cli.{name}")
            command = self._loaded[name] = getattr(module, name, None) or getattr(module, f"{name}_")
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)

    def __contains__(self, name: object) -> bool:
        return name in self._loaded


class Group(click.Group):
    """A group of commands with one handler for errors."""

    commands: Commands

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the program, or complete names if a shell asks for completions."""
        # Garbage collection took a tenth of the time of a single answer during imports, and another tenth at exit.
        gc.set_threshold(*_GC_THRESHOLDS)
        atexit.register(gc.freeze)
        sys.excepthook = _write_traceback
        _fill_descriptors()
        if "_DATELINE_COMPLETE" in os.environ:
            import dateline.cli.shell_completion  # noqa: F401  # it registers its classes with click
        with catching_termination():
            return super().main(*args, **options)

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Parse the arguments; an error may quote them, so it becomes one safe line."""
        try:
            with _as_click_errors():
                return super().make_context(*args, **options)
        except KeyboardInterrupt as error:
            warn("Interrupted.")
            raise click.exceptions.Exit(exit_code(error)) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options of the program; --archive may also follow the command."""
        return super().parse_args(ctx, _archive_first(args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, each with a complete sentence."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(self.commands[name])) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn Dateline's errors into one line, and exit with LEFT_OUT if the answer lacks the last changes."""
        lags: list[str] = []
        try:
            with _as_click_errors(), collect_lag(lags):
                found = self._run_command(ctx)
            warn_of_lag(ctx, lags)
            return found
        except KeyboardInterrupt as error:
            kept = " What was committed stays; the same command continues from there." if ctx.invoked_subcommand in _WRITERS else ""
            warn(f"Interrupted.{kept}")
            ctx.exit(exit_code(error))

    def _run_command(self, ctx: click.Context) -> Any:
        """Run the command; return also if it exits with code 0."""
        try:
            return super().invoke(ctx)
        except click.exceptions.Exit as end:
            if end.exit_code:
                raise

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of use, not in alphabetical order."""
        return list(self.commands)


class _WrongQuery(click.ClickException):
    """A query that cannot be parsed is wrong use."""

    exit_code = WRONG_USE


def _archive_first(args: list[str]) -> list[str]:
    """Move --archive and its folder before the command."""
    found, others, words = list[str](), list[str](), iter(args)
    for word in words:
        if word == "--":
            return [*found, *others, word, *words]
        if word == "--archive":
            folder = next(words, None)
            if folder is None:
                raise click.BadOptionUsage("archive", "Option '--archive' requires an argument.")
            found += [word, folder]
        else:
            (found if word.startswith("--archive=") else others).append(word)
    return [*found, *others]


def _first_sentence(command: click.Command) -> str:
    """The first sentence of a command's help."""
    first = " ".join((command.help or "").split("\n\n")[0].split())
    return first.split(". ")[0].rstrip(".:") + "."


def _fill_descriptors() -> None:
    """Open the null device for each closed standard stream, so that no file opened later takes its number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


@contextmanager
def _as_click_errors() -> Iterator[None]:
    """Turn Dateline's errors, and a lack of memory, open files or disk space, into click's errors of one line."""
    try:
        yield
    except DatelineError as error:
        message = (
            str(error) if isinstance(error, QueryError) else without_users(str(error))
        )  # the mark under a query must stay in place
        kind = _WrongQuery if isinstance(error, QueryError) else click.ClickException
        raise kind(shown_text(message)) from error
    except click.ClickException as error:
        error.message = shown_text(without_users(error.message))  # type: ignore[misc]  # click declares it Final, but assigns it itself
        raise
    except BrokenPipeError as error:
        fail()
        raise click.exceptions.Exit(CLOSED_PIPE) from error
    except (MemoryError, ImportError, OSError) as error:
        missing = _missing_resource(error)
        if missing is None:
            raise
        fail()
        raise click.ClickException(f"{missing}. What was committed stays.") from error


def _missing_resource(error: MemoryError | ImportError | OSError) -> str | None:
    """What the machine lacks, and the remedy; None for another error."""
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and "failed to map" in str(error)):
        return "there is not enough memory for this; close other programs, or ask for less at once"
    number = getattr(error, "errno", None)
    if number in (errno.EMFILE, errno.ENFILE):
        return "too many files are open; allow more with 'ulimit -n'"
    if number is not None and number in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return "there is no space left on the disk to write to; free some, or write to another place"
    return None


def _write_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write the traceback of a bug with control characters made visible, since it may quote a document."""
    from traceback import format_exception

    write("".join(format_exception(kind, error, trace)), end="", err=True)


@click.group(cls=Group, commands=Commands(), context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]})
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="DATELINE_ARCHIVE",
    default=default_archive,
    show_default="the user's data folder",
    show_envvar=True,
    help="Folder of the archive; also allowed after the command.",
)
@click.option(
    "--index",
    metavar="ADDRESS",
    envvar="DATELINE_INDEX",
    show_envvar=True,
    help="Use this OpenSearch index (or 'embedded') for this command; 'dateline index use' changes it permanently.",
)
@click.option(
    "--archives",
    metavar="NAMES",
    envvar="DATELINE_ARCHIVES",
    show_envvar=True,
    help="Search these archives of one OpenSearch cluster together: names separated by commas, or 'all'.",
)
@click.version_option(__version__, prog_name="dateline")
@click.pass_context
def dateline(ctx: click.Context, archive: Path, index: str | None, archives: str | None) -> None:
    """Archive and search raw news text.

    Dateline removes the boilerplate, records what it removed and why, and searches by keyword, date and source.

    \b
    Example:
      dateline ingest articles/
      dateline search kerry --from 2016-07
    """
    ctx.obj = archive
    if index or archives or any(name.startswith("DATELINE_OPENSEARCH_") for name in os.environ):
        from dateline.cli.cluster_environment import use_clusters

        use_clusters(index, archives)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file name with undecodable bytes is escaped; it must not raise an error
            stream.reconfigure(errors="backslashreplace")
