"""Fixtures: bytes read as a file, and sample stories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.readers import Arrival, all_readers, open_documents

STORY = "Ferry talks resume\n\nPORT LENNOX, May 3 — Talks about the night ferry resumed on Tuesday, the harbour office said.\n"
PAGE = (
    "<!doctype html><html><head><title>Ferry talks resume</title></head>"
    "<body><p>Talks about the night ferry resumed on Tuesday.</p></body></html>"
)

Read = Callable[..., list[Arrival]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """A function that writes bytes to a file and reads it, or its whole folder."""

    def read(content: bytes, name: str = "given", *, folder: bool = False, format: str | None = None) -> list[Arrival]:
        path = tmp_path / name
        path.write_bytes(content)
        known = all_readers(external=False)
        return list(open_documents([str(tmp_path if folder else path)], readers=known, format=format))

    return read


@pytest.fixture
def story() -> bytes:
    """A story as plain text."""
    return STORY.encode()


@pytest.fixture
def page() -> bytes:
    """A story as a web page."""
    return PAGE.encode()


def place(arrival: Arrival) -> str:
    """Return the origin without the temporary folder of the test."""
    return arrival.origin.rsplit("/given", 1)[-1] if "/given" in arrival.origin else Path(arrival.origin).name
