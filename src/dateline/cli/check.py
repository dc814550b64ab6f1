"""`dateline check`: run the tests of site rules."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.output import warn, write


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_obj
def check(folder: Path, files: tuple[Path, ...]) -> None:
    """Run the tests of site rules: in FILES, or else in the archive's folder `sites`.

    Exit code 1 if a rule file has an error or a test fails.

    \b
    Example:
      dateline check
      dateline check sites/harbourpost.toml
    """
    from dateline.cleaning.site_rules import read_site_file
    from dateline.cleaning.site_tests import run_site_tests

    chosen = files or tuple(sorted((folder / "sites").glob("*.toml")))
    faults = 0
    for path in chosen:
        rules = read_site_file(path)
        problems = run_site_tests(rules)
        faults += len(problems)
        for problem in problems:
            write(f"{path}: {problem}")
        if not problems:
            write(f"{path}: {len(rules.rules)} rules, {len(rules.tests)} tests passed")
    if not chosen:
        warn(f"There are no site rules in {folder / 'sites'}.")
    if faults:
        click.get_current_context().exit(1)
