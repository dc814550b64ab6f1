"""The documentation is true: it is checked here, and its Python examples run as doctests."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import click
import pytest

import build_site
import manual
from dateline.cli import main
from test_layers import LAYERS

ROOT = Path(__file__).parents[1]
MAN = ROOT / "docs" / "man"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = ROOT / "docs" / "decisions"
COMMANDS = sorted(main.commands)
ALL = dict(main.commands) | {
    f"{name} {part}": inner
    for name, command in main.commands.items()
    if isinstance(command, click.Group)
    for part, inner in command.commands.items()
}
SHELL_BLOCK = re.compile(r"```(?:sh|shell|console)\n(.*?)```", re.DOTALL)


def generator() -> ModuleType:
    """Return docs/generate.py, which is not part of a package, as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shell_lines() -> list[tuple[str, str]]:
    """Return every `dateline …` line of a shell block in README and docs, with the name of its page."""
    found = []
    for page in PAGES:
        for block in SHELL_BLOCK.findall(page.read_text("utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                for part in line.removeprefix("$ ").split(" | "):
                    if part.strip().startswith("dateline "):
                        found.append((page.name, part.strip().split(" > ")[0].split("  #")[0]))
    return found


def test_the_page_of_commands_is_up_to_date() -> None:
    """It is generated, so it always agrees with `--help`."""
    module = generator()
    assert module.PAGE.read_text("utf-8") == module.cli_page(), "docs/cli.md is out of date; run 'make docs'"


def test_the_page_about_the_query_language_is_the_one_in_the_package() -> None:
    """`dateline help query` prints it, so it is part of the package."""
    packed = ROOT / "src" / "dateline" / "cli" / "pages" / "query.md"
    assert (ROOT / "docs" / "query.md").read_text("utf-8") == packed.read_text("utf-8"), (
        "docs/query.md is out of date; run 'make docs'"
    )


def test_the_man_pages_are_up_to_date() -> None:
    """They are generated from the same help and the same page, and there are no others."""
    written = {path.relative_to(MAN).as_posix(): path.read_text("utf-8") for path in MAN.glob("man?/*")}
    assert written == generator().man_pages(), "docs/man is out of date; run 'make docs'"


def test_groff_finds_no_fault_in_the_man_pages() -> None:
    """An unknown macro or a line that cannot be broken would show on every terminal."""
    if not shutil.which("groff"):
        pytest.skip("groff is not on this machine")
    for page in sorted(MAN.glob("man?/*")):
        result = subprocess.run(
            ["groff", "-ww", "-Kutf8", "-man", "-Tutf8", "-z", page], capture_output=True, text=True, check=True
        )
        assert result.stderr == "", page.name


def test_a_man_page_shows_code_exactly_as_it_is_typed() -> None:
    """Minus signs, quotes and carets can be copied into a shell, and a line may begin with a dot."""
    page = manual.query_page("# Title\n\n`-bridge` isn't `^a~`\n.5\n\n| typed | finds |\n|---|---|\n| `a\\|b` | **both** |\n")
    assert r"\fB\-bridge\fR isn\(aqt \fB\(haa\(ti\fR .5" in page
    assert ".TP\n\\fBa|b\\fR\n\\fBboth\\fR\n" in page


def test_an_installation_includes_the_man_pages(tmp_path: Path) -> None:
    """`man dateline-search` works wherever the program is installed."""
    build = f"from hatchling.build import build_wheel; build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = {name.partition(".data/data/share/man/")[2] for name in ZipFile(wheel).namelist()}
    assert set(generator().man_pages()) == names - {""}


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_has_help_with_an_example(name: str) -> None:
    """An example says more than a list of options."""
    help_text = ALL[name].help or ""
    assert "Example:" in help_text
    assert f"dateline {name}" in help_text.split("Example:")[1]


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_option_has_help(name: str) -> None:
    """Nobody dares to use an option without help."""
    for parameter in ALL[name].params:
        assert not isinstance(parameter, click.Option) or parameter.help, f"{parameter.name} of {name} has no help"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """The README is the overview."""
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


def test_pages_link_only_to_existing_files() -> None:
    """A broken link is worse than none."""
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which does not exist"


def test_every_page_is_in_the_menu_of_the_site_once() -> None:
    """Nobody finds a page that is not in the menu."""
    listed = [entry for part in build_site.read_menu().values() for entry in part]
    placed = [entry.source for one in listed for entry in (one, *build_site.below(one))]
    assert len(placed) == len(set(placed))
    assert build_site.documented() <= set(placed), "add the page to docs/site/nav.toml"


def test_architecture_md_has_a_line_for_each_entry_of_the_package() -> None:
    """The lines are in the order of the layers, which the page states too, and the page stays short enough to be read."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert rows == [name for name in LAYERS if name != "__main__"], (
        "ARCHITECTURE.md: a line for each entry of LAYERS, in their order"
    )
    law = re.findall(r"\w+", text.split("```")[3])
    assert law == rows, "ARCHITECTURE.md: the law of direction is LAYERS"
    assert len(text.splitlines()) <= 200, "ARCHITECTURE.md is a map: put reasons into docs/decisions"


def test_the_glossary_names_only_existing_modules() -> None:
    """Each term leads to its code."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    named = re.findall(r"`([a-z_]+(?:/[a-z_]*)*(?:\.py|/))`", text)
    assert len(named) > 60
    assert [name for name in named if not (ROOT / "src" / "dateline" / name).exists()] == [], (
        "docs/glossary.md names modules that do not exist"
    )


def test_every_decision_has_a_context_a_choice_and_a_cost() -> None:
    """A record without its cost is an advertisement."""
    listed = re.findall(r"\]\((\d{3}-[\w-]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(path.name for path in DECISIONS.glob("0*.md")), (
        "docs/decisions/README.md lists every record once"
    )
    for name in listed:
        text = (DECISIONS / name).read_text("utf-8")
        assert text.startswith(f"# {name[:3]}. "), name
        assert re.findall(r"^## (.*)", text, re.MULTILINE)[:3] == ["Context", "Choice", "Cost"], name


def test_every_promise_about_security_names_tests_that_exist() -> None:
    """Each promise names the tests that check it."""
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(named) > 30
    for path, name in named:
        assert (ROOT / path).exists(), f"SECURITY.md names {path}, which does not exist"
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), f"SECURITY.md names {path}::{name}, which does not exist"
