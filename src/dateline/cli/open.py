"""`dateline open`: the page itself."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.screen import write


@click.command("open")
@click.argument("article_id", metavar="ID")
@click.option("--print", "only_print", is_flag=True, help="Print the address and open nothing.")
@click.pass_obj
def open_(folder: Path, article_id: str, only_print: bool) -> None:
    """Open an article's page on the web in the browser.

    Only an address that begins with http:// or https:// is ever opened.

    \b
    Example:
      dateline open 7kq2mzx4
      dateline open 7kq2 --print
    """
    from dateline.archive import Archive
    from dateline.errors import DatelineError

    with Archive.open(folder) as archive:
        address = archive.address(article_id)
    if only_print:
        write(address)
    elif click.launch(address):
        raise DatelineError(f"no browser could be started for {address}; --print prints the address alone")
