"""`dateline learn`: what each source repeats."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be learned.")
@click.pass_obj
def learn(folder: Path, dry_run: bool) -> None:
    """Find the lines that each source prints on many of its stories; `reclean` then takes them out everywhere.

    A line counts once per story, so that a live blog's intro or a syndicated paragraph is not taken for boilerplate.

    \b
    Example:
      dateline learn && dateline reclean
    """
    from dateline.archive import Archive

    with Archive.open(folder) as archive:
        found = archive.learn(keep=not dry_run)
    for template in found:
        click.echo(f"{template.source}: {template.seen} of {template.stories} stories: {template.text}")
    lines = f"{len(found):,} line{'' if len(found) == 1 else 's'}"
    click.echo(
        f"{lines} would be learned" if dry_run else f"{lines} learned; 'dateline reclean' takes them out of what is stored",
        err=True,
    )
