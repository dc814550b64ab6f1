"""`dateline open`: open an article's page in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article, read_names
from dateline.cli.output import write

_MAX_PAGES = 20


@click.command("open")
@article_arguments()
@click.option("--print", "only_print", is_flag=True, help="Print the address and open nothing.")
@click.pass_obj
def open_(folder: Path, names: tuple[str, ...], only_print: bool) -> None:
    """Open an article's page on the web in the browser.

    Dateline opens only addresses that begin with http:// or https://.

    \b
    Example:
      dateline open 7kq2mzx4
      dateline open 7kq2 --print
    """
    from dateline.archive.archive import Archive
    from dateline.errors import DatelineError

    names = read_names(names)
    if len(names) > _MAX_PAGES and not only_print:
        raise click.UsageError(f"At most {_MAX_PAGES} pages are opened at a time, and these are {len(names):,}.")

    def open_one(name: str) -> None:
        address = archive.address(name)
        if only_print:
            write(address)
        elif click.launch(address):
            raise DatelineError(f"cannot start a browser for {address}; --print prints the address alone")

    with Archive.open(folder) as archive:
        for_each_article(names, open_one)
