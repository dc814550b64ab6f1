"""Plugins: built-in readers come through the same door as anyone's."""

from __future__ import annotations

import subprocess
import sys

from dateline.plugins import BUILT_IN, hookimpl, plugin_manager
from dateline.readers import all_readers


def test_built_in_readers_are_plugins_in_a_fixed_order() -> None:
    assert [name for name, _ in plugin_manager(external=False).list_name_plugin()][::-1] == list(BUILT_IN)
    assert [reader.name for reader in all_readers(external=False)][:3] == ["text", "html", "jsonl"]


def test_a_plugin_adds_its_reader_behind_the_built_in_ones() -> None:
    class Teletype:
        @hookimpl
        def dateline_readers(self) -> list[object]:
            return ["a teletype reader"]

    manager = plugin_manager(external=False)
    manager.register(Teletype())
    offered = manager.hook.dateline_readers()
    assert len(offered) == len(BUILT_IN) + 1
    assert ["a teletype reader"] in offered


def test_importing_looks_for_no_plugin_and_loads_nothing_heavy() -> None:
    """Starting must stay cheap, and a broken plugin of somebody else must not break an import."""
    heavy = "('resiliparse', 'dateline.readers.html')"
    code = f"import sys, dateline.readers, dateline.page; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
