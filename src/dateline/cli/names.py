"""`dateline names`: what a person says of the names of people, places and organisations."""

from __future__ import annotations

from pathlib import Path

import click

_KINDS = ("person", "mentions-place", "organisation")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--to", "becomes", metavar="NAME", help="They are all this one.")
@click.option("--hide", is_flag=True, help="They are no such names.")
@click.option("--undo", is_flag=True, help="Take back what was said of them.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output form.")
@click.pass_obj
def names(folder: Path, kind: str | None, names: tuple[str, ...], becomes: str | None, hide: bool, undo: bool, form: str) -> None:
    """Say that names which articles speak of are one, are another, or are none; alone, list what was said.

    `dateline facets person` (or mentions-place, organisation) lists the names as they are written. What is said here holds for the
    whole archive and stays, whatever comes in or is cleaned again.

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
            "Say names of which kind, and one of --to NAME, --hide and --undo: person 'V. Putin' --to 'Vladimir Putin'"
        )
    with Archive.open(folder) as archive:
        if kind:
            number = archive.take_back_names(kind, names) if undo else archive.rename(kind, names, becomes)
            warn(f"{number:,} article{' is' if number == 1 else 's are'} changed")
            return
        said = archive.names()
    if form == "json":
        write(to_json(names_record(said), indent=True))
        return
    for line in names_lines(said):
        write(line)
    if not said:
        warn("Nothing was said of names; 'dateline facets person' lists those that articles speak of.")
