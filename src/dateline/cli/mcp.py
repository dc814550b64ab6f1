"""`dateline mcp`: answer assistants over standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.output import warn


@click.command()
@click.option("--write", "writable", is_flag=True, help="Let the assistant add tags and notes to articles.")
@click.pass_obj
def mcp(folder: Path, /, writable: bool) -> None:
    """Answer an assistant over standard input and output, by the Model Context Protocol.

    An assistant starts this command itself; docs/assistants.md has the settings for it. The assistant can search, read and count.
    It can change something only with --write. `serve` also answers assistants, at /mcp. It needs extra libraries: pip install
    'dateline[mcp]'.

    \b
    Example:
      dateline mcp --archive ~/news
    """
    from dateline.web.assistants import serve

    if sys.stdin is not None and sys.stdin.isatty():
        warn("This command is for assistants, not for typing; docs/assistants.md says how to set it up. Ctrl-C ends it.")
    serve(folder, write=writable)
