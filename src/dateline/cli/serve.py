"""`dateline serve`: the archive in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.defaults import usable_cores
from dateline.cli.output import warn, write

_MADE = "auto"
_WORKERS = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="The port; 0 takes a free one.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option("--write", is_flag=True, help="Let visitors put tags and notes, restore and drop lines, set fields.")
@click.option(
    "--token",
    metavar="TEXT",
    envvar="DATELINE_TOKEN",
    show_envvar=True,
    help="Let in only who knows this; 'auto' makes one and says it. The variable does not show in lists of processes.",
)
@click.option(
    "--behind-proxy",
    "proxy",
    metavar="NAME",
    help="A proxy hands on requests for this public name, and says who may come in.",
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="Another name by which this server is called.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer; two where there are so many processors.")
@click.option("--quiet", is_flag=True, help="Write no line for each request.")
@click.pass_obj
def serve(folder: Path, /, opened: bool, token: str | None, quiet: bool, **how: Any) -> None:
    """Show the archive in a browser, and answer programs over HTTP, until Ctrl-C.

    Pages to search, read, compare and count, with what was taken out of each article and why; the API is under /api/v1/, and
    /api/v1/openapi.json describes it. Nothing can be changed unless --write is given, and only this machine is served: another
    --host takes --token, or --behind-proxy where a proxy stands before it. It may run beside an ingest. docs/web.md tells more.
    Assistants are answered at /mcp, where the extra mcp is installed (docs/assistants.md).
    It needs some libraries more: pip install 'dateline[web]'.

    \b
    Example:
      dateline serve --open
      dateline serve --write --port 9000
      dateline serve --host 0.0.0.0 --token auto
      dateline serve --behind-proxy news.example.org
    """
    from dateline.web import serve as run
    from dateline.web.assistants.http import HttpTransport
    from dateline.web.settings import Settings, new_token

    made = new_token() if token == _MADE else token
    how["workers"] = how["workers"] or min(_WORKERS, usable_cores())
    settings = Settings(token=made, **how)
    settings.check()

    def begun(address: str) -> None:
        warn(f"Serving {folder} at {address}{' to be changed' if settings.write else ''}; Ctrl-C ends it.")
        entry = f"{address}login?token={made}" if made else address
        if token == _MADE:
            write(entry)
        if opened:
            click.launch(entry)

    def log(line: str) -> None:
        write(line, err=True)

    run(folder, settings, None if quiet else log, begun, HttpTransport)
