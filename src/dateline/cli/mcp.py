"""`dateline mcp`: the archive for assistants."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.pass_obj
def mcp(folder: Path) -> None:
    """Answer an assistant over standard input and output, by the Model Context Protocol.

    An assistant starts this by itself, once it is told so in its settings; docs/assistants.md has what to write there. It can
    search, read and count, and change nothing. `serve` answers assistants too, at /mcp.
    It needs some libraries more: pip install 'dateline[mcp]'.

    \b
    Example:
      dateline mcp --archive ~/news
    """
    from dateline.assistants import serve

    serve(folder)
