"""The plugin hooks for readers, embedders and similar parts. Built-in ones and those of other packages are loaded the same way.

Nothing is imported or looked up until `plugin_manager` is called.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any

import pluggy

from dateline.errors import ReadError

PROJECT = "dateline"
BUILT_IN = (
    "dateline.readers.press.readers",
    "dateline.readers.docx",
    "dateline.readers.plain",
    "dateline.readers.markdown",
    "dateline.readers.html",
    "dateline.readers.jsonl",
    "dateline.readers.compression",
    "dateline.readers.zip",
    "dateline.readers.tar",
    "dateline.readers.warc",
    "dateline.readers.arc",
    "dateline.readers.feed",
    "dateline.readers.json_feed",
    "dateline.readers.address_lists",
    "dateline.readers.table",
    "dateline.readers.parquet",
    "dateline.readers.mail",
    "dateline.readers.mbox",
    "dateline.readers.mhtml",
)

EMBEDDERS = ("dateline.search.meaning.sentence_encoder",)

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin may offer."""

    @hookspec
    def dateline_readers(self) -> Sequence[object]:  # type: ignore[empty-body]  # a specification has no body
        """Readers (see `dateline.readers.Reader`) for formats of news documents."""

    @hookspec
    def dateline_embedders(self) -> Sequence[object]:  # type: ignore[empty-body]  # a specification has no body
        """Embedders (see `dateline.search.meaning.embedder.Embedder`): models that turn the meaning of a text into a vector."""

    @hookspec
    def dateline_name_finders(self) -> Sequence[object]:  # type: ignore[empty-body]  # a specification has no body
        """Name finders (see `dateline.metadata.names.finder.NameFinder`): models that find the people and things a text names."""

    @hookspec
    def dateline_neighbour_indices(self) -> Sequence[object]:  # type: ignore[empty-body]  # a specification has no body
        """Indices (see `dateline.search.meaning.neighbours.NeighbourIndex`) that find the nearest of very many vectors."""


def plugin_manager(external: bool = True, built_in: Sequence[str] = BUILT_IN) -> pluggy.PluginManager:
    """A plugin manager with the built-in plugins and those that other packages declare under the entry point "dateline"."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    if external:
        _load(manager)
    # pluggy calls the newest plugin first. Built-ins are registered last, in reverse, so that they are called first and in order.
    for name in reversed(built_in):
        manager.register(importlib.import_module(name), name=name)
    return manager


def offers(external: bool = True) -> Iterator[tuple[str, Sequence[object]]]:
    """The readers that each plugin offers, with the plugin's name; a broken plugin raises a ReadError that names it."""
    return _offered(plugin_manager(external).hook.dateline_readers)


def offered_embedders(external: bool = True) -> Iterator[tuple[str, Sequence[object]]]:
    """The embedders that each plugin offers, in the same form."""
    return _offered(plugin_manager(external, EMBEDDERS).hook.dateline_embedders)


def offered_name_finders() -> Iterator[tuple[str, Sequence[object]]]:
    """The name finders that each plugin offers, in the same form; none is built in."""
    return _offered(plugin_manager(built_in=()).hook.dateline_name_finders)


def offered_neighbour_indices() -> Iterator[tuple[str, Sequence[object]]]:
    """The nearest-neighbour indices that each plugin offers, in the same form; none is built in."""
    return _offered(plugin_manager(built_in=()).hook.dateline_neighbour_indices)


def _offered(hook: pluggy.HookCaller) -> Iterator[tuple[str, Sequence[object]]]:
    for plugin in reversed(hook.get_hookimpls()):  # in the order in which pluggy calls them
        try:
            offered: Any = plugin.function()
            yield plugin.plugin_name, tuple(offered)
        except Exception as error:
            raise _broken(plugin.plugin_name, error) from error


def _load(manager: pluggy.PluginManager) -> None:
    """Register the plugins of other packages; a broken one raises a ReadError that names it."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=PROJECT):
        if manager.get_plugin(entry.name) is None and not manager.is_blocked(entry.name):
            try:
                manager.register(entry.load(), name=entry.name)
            except Exception as error:
                raise _broken(entry.name, error) from error


def _broken(plugin: str, error: Exception) -> ReadError:
    text = " ".join(str(error).split())[:200]
    return ReadError(f"the plugin {plugin} is broken ({type(error).__name__}: {text}); correct it, or uninstall its package")
