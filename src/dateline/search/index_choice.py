"""Which index an archive has: the embedded one in its folder, unless its settings or this run of the program name a cluster.

All that has to do with clusters is imported only where there is one.
"""

from __future__ import annotations

from pathlib import Path

from dateline.search.index import Index
from dateline.types.folder import EMBEDDED, INDEX_FOLDER, INDEX_SETTINGS

_for_now: list[str] = []
_archives: list[str] = []


def use_for_now(address: str | None) -> None:
    """Use the index at an address (or EMBEDDED) for every archive, as long as the program runs; None: what they say themselves."""
    _for_now[:] = [address] if address else []


def ask_for_now(archives: str | None) -> None:
    """Ask these archives of the cluster (names with commas, or "all") wherever one is opened; None: that one alone."""
    _archives[:] = [archives] if archives else []


def archives_for_now() -> str | None:
    """Which archives are asked wherever one is opened; None for that one alone."""
    return _archives[0] if _archives else None


def open_index(folder: Path) -> Index:
    """The index of the archive in `folder`."""
    address = address_for_now()
    if address != EMBEDDED and (address or (folder / INDEX_SETTINGS).exists()):
        from dateline.search.opensearch.choice import chosen_for, open_in_cluster

        if choice := chosen_for(folder, address):
            return open_in_cluster(choice)
    from dateline.search.tantivy import TantivyIndex

    return TantivyIndex.open(folder / INDEX_FOLDER)


def address_for_now() -> str | None:
    """The index that every archive uses for now; None where each says it itself."""
    return _for_now[0] if _for_now else None
