"""Settings of clusters from environment variables: the login, and the certificates to trust."""

from __future__ import annotations

import os

from dateline.search.index_choice import override_address, override_archives
from dateline.search.opensearch.choice import use_credentials
from dateline.search.opensearch.settings import Access, Place
from dateline.types.folder import EMBEDDED


def use_clusters(address: str | None, archives: str | None) -> None:
    """Apply the environment's settings; for this command, use the cluster at `address` and search `archives` together."""
    values = {name: os.environ.get(f"DATELINE_OPENSEARCH_{name}") or None for name in ("USER", "PASSWORD", "TOKEN", "CA")}
    use_credentials(Access(values["USER"], values["PASSWORD"], values["TOKEN"], values["CA"]))
    override_archives(archives)
    if address:
        override_address(EMBEDDED if address == EMBEDDED else Place.read(address, "any").address)
