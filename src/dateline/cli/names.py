"""`dateline names`: correct the names of people, places and organisations."""

from __future__ import annotations

from pathlib import Path

import click

_KINDS = ("person", "mentions-place", "organisation")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--to", "becomes", metavar="NAME", help="Join the names under this name.")
@click.option("--hide", is_flag=True, help="Hide the names: they are not names of this kind.")
@click.option("--undo", is_flag=True, help="Undo earlier corrections of the names.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def names(folder: Path, kind: str | None, names: tuple[str, ...], becomes: str | None, hide: bool, undo: bool, form: str) -> None:
    """Join, rename or hide the names of people, places and organisations; without arguments, list these corrections.

    `dateline facets person` (or mentions-place, organisation) lists the names. A correction applies to the whole archive, and
    stays when articles are ingested or cleaned again.

    \b
    Example:
      dateline names person 'Wladimir Putin' 'V. Putin' --to 'Vladimir Putin'
      dateline names organisation 'York Times' --hide
      dateline names person 'V. Putin' --undo
      dateline names
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, write
    from dateline.render.json import to_json
    from dateline.render.names import names_lines, names_record

    if (becomes is not None) + hide + undo != bool(kind) or bool(names) != bool(kind):
        raise click.UsageError(
            "Give a kind, names, and one of --to NAME, --hide and --undo: person 'V. Putin' --to 'Vladimir Putin'"
        )
    with Archive.open(folder) as archive:
        if kind:
            number = archive.take_back_names(kind, names) if undo else archive.rename(kind, names, becomes)
            warn(f"{number:,} article{'' if number == 1 else 's'} changed")
            return
        changes = archive.names()
    if form == "json":
        write(to_json(names_record(changes), indent=True))
        return
    for line in names_lines(changes):
        write(line)
    if not changes:
        warn("No names were corrected; 'dateline facets person' lists the names in the articles.")
