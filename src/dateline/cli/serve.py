"""`dateline serve`: the archive as web pages and an HTTP API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.defaults import usable_cores
from dateline.cli.output import warn, write

_AUTO = "auto"
_WORKERS = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="The port; 0 chooses a free one.")
@click.option("--open", "opened", is_flag=True, help="Open the start page in the browser.")
@click.option("--write", is_flag=True, help="Let visitors add tags and notes, restore and drop lines, and set fields.")
@click.option(
    "--token",
    metavar="TEXT",
    envvar="DATELINE_TOKEN",
    show_envvar=True,
    help="Require this token; 'auto' makes one and prints it. The environment variable does not appear in lists of processes.",
)
@click.option(
    "--behind-proxy",
    "proxy",
    metavar="NAME",
    help="The public name for which a proxy forwards requests. The proxy decides who has access.",
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="Another name under which this server is reached.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Number of processes that answer; two if the machine has two processors or more."
)
@click.option("--quiet", is_flag=True, help="Do not write a line for each request.")
@click.pass_obj
def serve(folder: Path, /, opened: bool, token: str | None, quiet: bool, **options: Any) -> None:
    """Serve the archive as web pages and as an HTTP API, until Ctrl-C.

    On the web pages you can search, read, compare and count, and see what was removed from each article and why. The API is under
    /api/v1/; /api/v1/openapi.json describes it. Without --write, nobody can change anything. The server answers only this
    machine; for another --host, give --token, or --behind-proxy if a proxy is in front. You can ingest while it runs. If the
    extra mcp is installed, assistants can use /mcp (docs/assistants.md). See docs/web.md. It needs extra libraries: pip install
    'dateline[web]'.

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

    known_token = new_token() if token == _AUTO else token
    options["workers"] = options["workers"] or min(_WORKERS, usable_cores())
    settings = Settings(token=known_token, **options)
    settings.check()

    def announce(address: str) -> None:
        warn(f"Serving {folder} at {address}{' with write access' if settings.write else ''}; Ctrl-C ends it.")
        entry = f"{address}login?token={known_token}" if known_token else address
        if token == _AUTO:
            write(entry)
        if opened:
            click.launch(entry)

    def log(line: str) -> None:
        write(line, err=True)

    run(folder, settings, None if quiet else log, announce, HttpTransport)
