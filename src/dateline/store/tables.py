"""sqlite-utils, which creates and changes the tables, loaded without pandas.

It imports pandas if that is installed, for a type of column that no table here has: 38 MB and half a second.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table

_PANDAS = "pandas"


def load_sqlite_utils() -> None:
    """Import sqlite-utils; hide pandas from it unless pandas is loaded already."""
    if "sqlite_utils" in sys.modules:
        return
    hidden = _PANDAS not in sys.modules
    if hidden:
        sys.modules[_PANDAS] = None  # type: ignore[assignment]  # Python's mark for a module that cannot be imported
    try:
        import_module("sqlite_utils")
    finally:
        if hidden:
            del sys.modules[_PANDAS]


def open_table(db: Database, name: str) -> Table:
    """The table of that name."""
    from sqlite_utils.db import Table

    table = db[name]
    if not isinstance(table, Table):  # sqlite-utils returns tables and views in the same way
        raise TypeError(f"{name} is a view")
    return table
