"""`dateline formats`: list the formats that can be read."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
def formats(form: str) -> None:
    """List the formats that Dateline reads: names, file suffixes, and how their bytes are recognised.

    The suffix decides only where the bytes do not. The list includes the formats of plugins; if a format needs a library, the
    list says how to install it. 'ingest --format' takes these names.

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
