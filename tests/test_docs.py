"""The documentation says what is so: it is checked here, its Python examples run as doctests."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest

from dateline.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
COMMANDS = sorted(main.commands)
ALL = main.commands | {
    f"{name} {part}": inner
    for name, command in main.commands.items()
    if isinstance(command, click.Group)
    for part, inner in command.commands.items()
}
SHELL_BLOCK = re.compile(r"```(?:sh|shell|console)\n(.*?)```", re.DOTALL)


def generated_page() -> tuple[str, Path]:
    """What docs/generate.py would write, and where."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.cli_page(), module.PAGE


def shell_lines() -> list[tuple[str, str]]:
    """Every `dateline …` line of a shell block in README and docs, with the page it stands on."""
    found = []
    for page in PAGES:
        for block in SHELL_BLOCK.findall(page.read_text("utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                for part in line.removeprefix("$ ").split(" | "):
                    if part.strip().startswith("dateline "):
                        found.append((page.name, part.strip().split(" > ")[0].split("  #")[0]))
    return found


def test_the_page_of_commands_is_up_to_date() -> None:
    """It is generated, so that it cannot say anything else than `--help`."""
    text, page = generated_page()
    assert page.read_text("utf-8") == text, "docs/cli.md is out of date; 'make docs' writes it anew"


def test_the_page_of_the_query_language_is_the_one_that_the_program_carries() -> None:
    """`dateline help query` prints it, so it is part of the package."""
    packed = ROOT / "src" / "dateline" / "cli" / "pages" / "query.md"
    assert (ROOT / "docs" / "query.md").read_text("utf-8") == packed.read_text("utf-8"), "docs/query.md is out of date: 'make docs'"


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_has_help_with_an_example(name: str) -> None:
    """An example says more than a list of options."""
    help_text = ALL[name].help or ""
    assert "Example:" in help_text
    assert f"dateline {name}" in help_text.split("Example:")[1]


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_option_says_what_it_does(name: str) -> None:
    """An option without help is one that nobody dares to use."""
    for parameter in ALL[name].params:
        assert not isinstance(parameter, click.Option) or parameter.help, f"{parameter.name} of {name} has no help"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """The README is the map."""
    assert f"`{name}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("page", "line"), shell_lines())
def test_commands_shown_in_the_documentation_can_be_typed(page: str, line: str) -> None:
    """Each is parsed as the shell and the command line would, without being run."""
    words = shlex.split(line)[1:]
    if words == ["--version"]:
        return
    context = main.make_context("dateline", words, resilient_parsing=False)
    name, command, rest = main.resolve_command(context, [*context._protected_args, *context.args])
    assert name in main.commands
    assert command is not None
    inner = command.make_context(name, list(rest), parent=context)
    if isinstance(command, click.Group):
        name, command, rest = command.resolve_command(inner, [*inner._protected_args, *inner.args])
        assert command is not None
        command.make_context(name, list(rest), parent=inner)


def test_pages_link_only_to_what_is_there() -> None:
    """A link that leads nowhere is worse than none."""
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"
