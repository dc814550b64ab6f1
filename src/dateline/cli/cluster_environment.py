"""Settings of clusters from environment variables: the login, and the certificates to trust."""

from __future__ import annotations

import os

from dateline.search.index_choice import ask_for_now, use_for_now
from dateline.search.opensearch.choice import let_in_with
from dateline.search.opensearch.settings import Access, Place
from dateline.types.folder import EMBEDDED


def use_clusters(address: str | None, archives: str | None) -> None:
    """Apply the environment's settings; for this command, use the cluster at `address` and search `archives` together."""
    values = {name: os.environ.get(f"DATELINE_OPENSEARCH_{name}") or None for name in ("USER", "PASSWORD", "TOKEN", "CA")}
    let_in_with(Access(values["USER"], values["PASSWORD"], values["TOKEN"], values["CA"]))
    ask_for_now(archives)
    if address:
        use_for_now(EMBEDDED if address == EMBEDDED else Place.read(address, "any").address)
