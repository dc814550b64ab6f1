"""The public names of `import dateline`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dateline
from dateline.archive.former_names import _FORMER


def test_the_list_of_public_names_is_sorted_and_complete() -> None:
    """`__all__` is what the documentation describes."""
    assert dateline.__all__ == sorted(dateline.__all__)
    homes = [name for names in dateline._HOMES.values() for name in names]
    assert sorted(homes) == dateline.__all__


@pytest.mark.parametrize("name", dateline.__all__)
def test_every_public_name_can_be_imported_and_is_documented(name: str) -> None:
    """A public name that cannot be imported helps nobody."""
    value = getattr(dateline, name)
    assert value.__doc__ or name == "hookimpl"


def test_every_error_derives_from_dateline_error() -> None:
    """`except DatelineError` catches all that Dateline raises on purpose."""
    raised = [one for one in vars(dateline.errors).values() if isinstance(one, type) and not issubclass(one, Warning)]
    assert all(issubclass(error, dateline.DatelineError) for error in raised)
    assert {error.__name__ for error in raised} <= set(dateline.__all__)


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    """So `hasattr` and misspelt imports behave as usual."""
    with pytest.raises(AttributeError, match="no attribute 'Archiv'"):
        dateline.Archiv  # noqa: B018


@pytest.mark.parametrize("statement", ["import dateline", "import dateline.cli"])
def test_importing_stays_cheap(statement: str) -> None:
    """`dateline --help` answers at once: heavy modules are imported by the commands that need them."""
    heavy = (
        "bs4",
        "email.message",
        "fastwarc",
        "feedparser",
        "pluggy",
        "pyarrow",
        "resiliparse",
        "rich",
        "sqlite3",
        "sqlite_utils",
        "tantivy",
        "zstandard",
        "dateline.archive.archive",
    )
    program = f"import sys; {statement}; print(*sorted(set(sys.modules) & set({heavy!r})))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == []


@pytest.mark.parametrize("old", sorted(dateline._MOVED))
def test_a_module_that_moved_is_found_under_its_old_name_with_a_warning(old: str) -> None:
    """The documentation used to name it; it is the same module, not a second copy."""
    new = dateline._MOVED[old]
    program = f"import sys, {old}, {new}; print(sys.modules['{old}'] is sys.modules['{new}'])"
    quiet = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True)
    assert quiet.stdout == "True\n"
    loud = subprocess.run([sys.executable, "-W", "error", "-c", f"import {old}"], capture_output=True, text=True, check=False)
    assert f"is {new.rsplit('.', 1)[0]}" in loud.stderr, "the warning names the new module"


@pytest.mark.parametrize("former", sorted(dateline._FORMER))
def test_a_former_public_name_is_the_new_one_with_a_warning(former: str) -> None:
    """Programs written for 0.1 still run."""
    with pytest.warns(DeprecationWarning, match=f"{former} is called {dateline._FORMER[former]} now"):
        found = getattr(dateline, former)
    assert found is getattr(dateline, dateline._FORMER[former])


@pytest.mark.parametrize("former", sorted(_FORMER))
def test_a_former_method_is_the_new_one_with_a_warning(former: str, tmp_path: Path) -> None:
    """Scripts that call it still run."""
    with dateline.Archive.open(tmp_path, create=True) as archive:
        with pytest.warns(DeprecationWarning, match=f"{former} is called {_FORMER[former]} now"):
            found = getattr(archive, former)
        assert found == getattr(archive, _FORMER[former])
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = archive.nothing
