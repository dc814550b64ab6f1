"""`dateline index`: show or move the search index."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def index() -> None:
    """Show where the search index is, or move it to an OpenSearch cluster or back.

    The archive itself stays in its folder; the index is built from it.

    \b
    Example:
      dateline index show
      dateline index use https://search.example:9200/news
      dateline index use embedded
    """


@index.command()
@click.argument("address", metavar="ADDRESS|embedded")
@click.option(
    "--as", "name", metavar="NAME", help="The name of this archive in the cluster; the default is the name of its folder."
)
@click.option("--shards", type=click.IntRange(1, 1024), default=1, show_default=True, help="Number of shards of the index.")
@click.option(
    "--texts-in-index/--texts-in-file",
    "texts",
    default=None,
    help="Keep the texts in the index too, for machines that cannot read the archive's file; the default is the choice before.",
)
@click.option("--clear", is_flag=True, help="Delete this archive's index at the old place.")
@click.pass_obj
def use(folder: Path, address: str, name: str | None, shards: int, texts: bool | None, clear: bool) -> None:
    """Move the search index to an OpenSearch cluster and build it there; `embedded` moves it back to the archive's folder.

    ADDRESS is the cluster, and a name that all archives there share: https://HOST:9200/NAME. Separate several nodes by commas.
    Set the user and password in DATELINE_OPENSEARCH_USER and DATELINE_OPENSEARCH_PASSWORD, or a token in
    DATELINE_OPENSEARCH_TOKEN; set a file of trusted certificates in DATELINE_OPENSEARCH_CA. Dateline does not store them.

    A search of several archives reads its hits from the file of each archive. With --texts-in-index it reads them from the
    cluster, which then needs more disk space. If you change this, the index is built again.

    \b
    Example:
      dateline index use https://search.example:9200/news
      dateline index use https://one.example,two.example/news --as politics --shards 3
      dateline index use https://search.example:9200/news --texts-in-index
      dateline index use embedded --clear
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, write
    from dateline.search.index_move import moved

    with Archive.open(folder):
        pass
    messages = moved(folder, address, name=name, shards=shards, texts=texts, clear=clear)
    with Archive.open(folder) as archive:
        archive.catch_up()
        number = archive.count("*")
    for line in messages:
        warn(line)
    write(f"{number:,} article{'' if number == 1 else 's'} indexed")


@index.command()
@click.pass_obj
def show(folder: Path) -> None:
    """Show where the index is, and whether it is up to date.

    \b
    Example:
      dateline index show
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import write
    from dateline.search.index_move import describe_index

    with Archive.open(folder, reading=True) as archive:
        for line in describe_index(folder, archive.store.last_change()):
            write(line)
