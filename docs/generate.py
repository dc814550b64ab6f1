"""Write docs/cli.md and the man pages from the commands, and docs/query.md and its man page from the page that
`dateline help query` prints. Run it with: make docs"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

import manual
from dateline.cli import main
from dateline.cli.exit_codes import MEANINGS

PAGE = Path(__file__).with_name("cli.md")
QUERY_PAGE = Path(__file__).with_name("query.md")
MAN = Path(__file__).with_name("man")
_WIDTH = 88
_HEAD = """\
# The commands

This page is generated from the commands' own `--help`; `make docs` writes it again.

Results go to standard output, progress and warnings to standard error. `-h` is `--help`; `-n`, `-f`, `-s` and
`-o` are `--limit`, `--format`, `--source` and `--output` wherever a command has these; `--archive DIR` may come before or after
the command. In a query, `-word` leaves a word out where it cannot be an option; after `--` it always does. Each exit code means
one thing:

| code | meaning |
|---|---|
"""


def cli_page() -> str:
    """Return the content of docs/cli.md."""
    codes = [f"| {code} | {meaning} |" for code, meaning in MEANINGS]
    return "\n".join([_HEAD + "\n".join(codes) + "\n", *_sections()])


def query_page() -> str:
    """Return the page about the query language, which is part of the package."""
    return files("dateline.cli").joinpath("pages", "query.md").read_text("utf-8")


def man_pages() -> dict[str, str]:
    """Return every man page, by its path in docs/man."""
    pages = {f"man1/dateline-{name}.1": manual.command_page(main, name) for name in sorted(main.commands)}
    return {"man1/dateline.1": manual.program_page(main), **pages, "man7/dateline-query.7": manual.query_page(query_page())}


def _sections() -> Iterator[str]:
    context = click.Context(main, info_name="dateline", **{**main.context_settings, "terminal_width": _WIDTH})
    yield f"## dateline\n\n```text\n{main.get_help(context)}\n```\n"
    for name in main.list_commands(context):
        command = main.commands[name]
        inner = click.Context(command, parent=context, info_name=name, terminal_width=_WIDTH)
        yield f"## dateline {name}\n\n```text\n{command.get_help(inner)}\n```\n"
        for part, deeper in command.commands.items() if isinstance(command, click.Group) else ():
            place = click.Context(deeper, parent=inner, info_name=part, terminal_width=_WIDTH)
            yield f"### dateline {name} {part}\n\n```text\n{deeper.get_help(place)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(cli_page(), "utf-8")
    QUERY_PAGE.write_text(query_page(), "utf-8")
    for old in MAN.glob("man?/*"):
        old.unlink()
    for name, text in man_pages().items():
        (MAN / name).parent.mkdir(parents=True, exist_ok=True)
        (MAN / name).write_text(text, "utf-8")
