"""`dateline index`: where the search index is, and moving it."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def index() -> None:
    """See where the search index is, and move it into a cluster of OpenSearch or back.

    The archive stays where it is: an index only follows it, and is built from it.

    \b
    Example:
      dateline index show
      dateline index use https://search.example:9200/news
      dateline index use embedded
    """


@index.command()
@click.argument("address", metavar="ADDRESS|embedded")
@click.option("--as", "name", metavar="NAME", help="What this archive is called there; else as its folder.")
@click.option("--shards", type=click.IntRange(1, 1024), default=1, show_default=True, help="In how many parts the index is made.")
@click.option("--clear", is_flag=True, help="Throw away this archive's index at the place that is left.")
@click.pass_obj
def use(folder: Path, address: str, name: str | None, shards: int, clear: bool) -> None:
    """Have the search index at an address from now on, and build it there; with `embedded`, in the archive's own folder.

    ADDRESS names the cluster and the name that all archives there share: https://HOST:9200/NAME, several nodes with commas
    between them. User and password, or a token, come from DATELINE_OPENSEARCH_USER and DATELINE_OPENSEARCH_PASSWORD, or
    DATELINE_OPENSEARCH_TOKEN; the file of certificates to trust from DATELINE_OPENSEARCH_CA. They are written down nowhere.

    \b
    Example:
      dateline index use https://search.example:9200/news
      dateline index use https://one.example,two.example/news --as politics --shards 3
      dateline index use embedded --clear
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, write
    from dateline.search.index_move import moved

    with Archive.open(folder):
        pass
    told = moved(folder, address, name=name, shards=shards, clear=clear)
    with Archive.open(folder) as archive:
        archive.catch_up()
        number = archive.count("*")
    for line in told:
        warn(line)
    write(f"{number:,} article{'' if number == 1 else 's'} indexed")


@index.command()
@click.pass_obj
def show(folder: Path) -> None:
    """Show where the index is, and how far it has followed the archive.

    \b
    Example:
      dateline index show
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import write
    from dateline.search.index_move import standing

    with Archive.open(folder, reading=True) as archive:
        for line in standing(folder, archive.store.last_change()):
            write(line)
