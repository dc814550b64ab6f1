"""`dateline mcp`: the archive for assistants."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.output import warn


@click.command()
@click.option("--write", "writable", is_flag=True, help="Let it put tags and notes on articles.")
@click.pass_obj
def mcp(folder: Path, /, writable: bool) -> None:
    """Answer an assistant over standard input and output, by the Model Context Protocol.

    An assistant starts this by itself, once it is told so in its settings; docs/assistants.md has what to write there. It can
    search, read and count, and change nothing unless --write is given. `serve` answers assistants too, at /mcp.
    It needs some libraries more: pip install 'dateline[mcp]'.

    \b
    Example:
      dateline mcp --archive ~/news
    """
    from dateline.web.assistants import serve

    if sys.stdin is not None and sys.stdin.isatty():
        warn("An assistant starts this and speaks to it here, not a person; docs/assistants.md tells how. Ctrl-C ends it.")
    serve(folder, write=writable)
