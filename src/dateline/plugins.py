"""The door through which readers come in: built-in ones and those of other packages take the same way.

Nothing is imported or looked up until `plugin_manager` is called.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import pluggy

PROJECT = "dateline"
BUILT_IN = (
    "dateline.readers.plain",
    "dateline.readers.html",
    "dateline.readers.jsonl",
    "dateline.readers.compression",
    "dateline.readers.zip",
    "dateline.readers.tar",
    "dateline.readers.warc",
    "dateline.readers.feed",
    "dateline.readers.json_feed",
    "dateline.readers.address_lists",
    "dateline.readers.table",
    "dateline.readers.parquet",
    "dateline.readers.mail",
    "dateline.readers.mbox",
    "dateline.readers.mhtml",
)

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin may offer."""

    @hookspec
    def dateline_readers(self) -> Sequence[object]:  # type: ignore[empty-body]  # a specification has no body
        """Readers (see `dateline.readers.Reader`) for formats of news documents."""


def plugin_manager(external: bool = True) -> pluggy.PluginManager:
    """A manager with the built-in plugins, and those that other packages announce under the entry point "dateline"."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    if external:
        manager.load_setuptools_entrypoints(PROJECT)
    # pluggy asks the newest plugin first. Built-ins come in last, backwards, so that they are asked first and in order.
    for name in reversed(BUILT_IN):
        manager.register(importlib.import_module(name), name=name)
    return manager
