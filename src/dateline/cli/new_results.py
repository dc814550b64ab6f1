"""The option --new of `dateline search saved:NAME`: the name, and the end of the command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from dateline.cli.exit_codes import NOTHING
from dateline.cli.output import warn

_ONE_NAME = re.compile(r'\s*saved:"?([\w.-]+)"?\s*', re.IGNORECASE)


def news_name(options: dict[str, Any]) -> str:
    """The name of the saved search. What is new is recorded by name, so other options are wrong use."""
    context = click.get_current_context()
    found = _ONE_NAME.fullmatch(" ".join(options["words"]))
    if found is None or any(value for name, value in options.items() if name not in ("words", "limit", "offset", "sort")):
        raise click.UsageError("--new goes with one saved search and nothing else, such as: saved:strikes --new")
    if options["offset"] or context.get_parameter_source("limit") is not click.core.ParameterSource.DEFAULT:
        raise click.UsageError("--new shows all that is new; it takes no --limit and no --offset.")
    options["limit"] = 0
    return found.group(1)


def finish_news(folder: Path, name: str, change: int, total: int) -> None:
    """Record what was shown; exit with code 1 if there was nothing."""
    from dateline.archive.archive import Archive
    from dateline.archive.saved_searches import SavedSearches

    with Archive.open(folder) as archive:
        SavedSearches(archive).mark_shown(name, change)
    if not total:
        warn(f"Nothing new in saved:{name.lower()}.")
        click.get_current_context().exit(NOTHING)
