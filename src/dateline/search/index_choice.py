"""Choose the index of an archive: the embedded one in its folder, unless its settings or this run name an index cluster.

Code for index clusters is imported only when an archive uses one.
"""

from __future__ import annotations

from pathlib import Path

from dateline.search.index import Index
from dateline.types.folder import EMBEDDED, INDEX_FOLDER, INDEX_SETTINGS

_address_override: list[str] = []
_archives_override: list[str] = []


def override_address(address: str | None) -> None:
    """Use the index at an address (or EMBEDDED) for every archive in this run of the program; None: each archive's own setting."""
    _address_override[:] = [address] if address else []


def override_archives(archives: str | None) -> None:
    """Search these archives of the index cluster (names with commas, or "all") whenever one is opened; None: only that one."""
    _archives_override[:] = [archives] if archives else []


def archives_override() -> str | None:
    """The archives to search whenever one is opened; None for only that one."""
    return _archives_override[0] if _archives_override else None


def open_index(folder: Path) -> Index:
    """Open the index of the archive in `folder`."""
    address = address_override()
    if address != EMBEDDED and (address or (folder / INDEX_SETTINGS).exists()):
        from dateline.search.opensearch.choice import chosen_for, open_in_cluster

        if choice := chosen_for(folder, address):
            return open_in_cluster(choice)
    from dateline.search.tantivy import TantivyIndex

    return TantivyIndex.open(folder / INDEX_FOLDER)


def address_override() -> str | None:
    """The address that every archive uses in this run; None if each archive's own setting applies."""
    return _address_override[0] if _address_override else None
