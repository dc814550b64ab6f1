"""`dateline formats`: what can be read."""

from __future__ import annotations

import click


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output form.")
def formats(form: str) -> None:
    """List the formats that can be read: names, endings of files, and what their bytes are known by.

    What a file is called only decides where its bytes leave it open. Formats of plugins are listed too; one that lacks the library
    it needs says how to install it. The names are those that 'ingest --format' takes.

    \b
    Example:
      dateline formats
      dateline formats --format json
    """
    from dateline.cli.output import width, write, write_lines
    from dateline.readers import all_readers, list_formats
    from dateline.render.json import to_json
    from dateline.render.report_record import formats_record
    from dateline.render.summary import format_lines

    known = list_formats(all_readers())
    if form == "json":
        write(to_json(formats_record(known)))
    else:
        write_lines(format_lines(known, width()))
