"""Plugins: built-in readers are registered in the same way as external ones."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.readers import all_readers
from dateline.readers.plugins import BUILT_IN, hookimpl, plugin_manager


def test_built_in_readers_are_plugins_in_a_fixed_order() -> None:
    assert [name for name, _ in plugin_manager(external=False).list_name_plugin()][::-1] == list(BUILT_IN)
    names = [reader.name for reader in all_readers(external=False)]
    assert names[:6] == ["nexis", "factiva", "europresse", "proquest", "docx", "text"]


def test_a_plugin_adds_its_reader_after_the_built_in_ones() -> None:
    class Teletype:
        @hookimpl
        def dateline_readers(self) -> list[object]:
            return ["a teletype reader"]

    manager = plugin_manager(external=False)
    manager.register(Teletype())
    offered = manager.hook.dateline_readers()
    assert len(offered) == len(BUILT_IN) + 1
    assert ["a teletype reader"] in offered


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("def dateline_readers(): return 1 / 0", "ZeroDivisionError: division by zero"),
        ("def dateline_readers(): return None", "TypeError"),
        ("def dateline_readers(): return ['a reader']", "offers 'a reader' as a reader"),
        ("def dateline_readers(where): return []", "hookspec|where"),
    ],
    ids=["cannot be imported", "raises", "returns nothing", "returns what is not a reader", "has an unknown argument"],
)
def test_a_broken_plugin_is_reported_by_name_in_one_line(tmp_path: Path, body: str, why: str) -> None:
    hook = "from dateline.readers.plugins import hookimpl\n" + body.replace("def ", "@hookimpl\ndef ")
    (tmp_path / "teletype.py").write_text(hook, "utf-8")
    (tmp_path / "teletype-1.dist-info").mkdir()
    (tmp_path / "teletype-1.dist-info" / "entry_points.txt").write_text("[dateline]\nteletype = teletype\n", "utf-8")
    (tmp_path / "teletype-1.dist-info" / "METADATA").write_text("Name: teletype\nVersion: 1\n", "utf-8")
    (tmp_path / "a.txt").write_text("A boat came in.", "utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from dateline.cli import dateline; dateline(['clean', 'a.txt'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: the plugin teletype ")
    assert re.search(why, line)


def test_importing_neither_looks_for_plugins_nor_loads_heavy_modules() -> None:
    """Start-up must stay cheap, and a broken external plugin must not break an import."""
    heavy = "('resiliparse', 'dateline.readers.html')"
    code = f"import sys, dateline.readers, dateline.page.read; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_plugin_finds_names_in_its_languages_and_the_rules_in_all_others(tmp_path: Path) -> None:
    body = """
from dateline.metadata.names.found import Names
from dateline.readers.plugins import hookimpl
class Finder:
    languages = frozenset({"de"})
    def find(self, text, language):
        return Names(people=(f"who is in {language}",))
@hookimpl
def dateline_name_finders():
    return [Finder()]
"""
    (tmp_path / "teletype.py").write_text(body, "utf-8")
    (tmp_path / "teletype-1.dist-info").mkdir()
    (tmp_path / "teletype-1.dist-info" / "entry_points.txt").write_text("[dateline]\nteletype = teletype\n", "utf-8")
    (tmp_path / "teletype-1.dist-info" / "METADATA").write_text("Name: teletype\nVersion: 1\n", "utf-8")
    code = f"""
import sys; sys.path.insert(0, {str(tmp_path)!r})
from dateline.metadata.names.find import with_names
from dateline.types.articles import Line, Metadata
lines = [Line("Maria Holt kam.", True, "body", "test")]
print(*(with_names(Metadata(language=code), lines).people for code in ("de", "en")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "('who is in de',) ('Maria Holt',)"
