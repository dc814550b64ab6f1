"""A site to fetch from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from made_server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on this machine, for one test."""
    with serving() as found:
        yield found
