"""A served archive, in process: requests in, answers out, without a socket."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline.archive.archive import Archive
from dateline.web.settings import Settings
from made_newsroom import make_archive

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:8321"
Serve = Callable[..., "TestClient"]


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that all tests copy; no test changes it."""
    return make_archive(tmp_path_factory.mktemp("web") / "archive")


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A test's own copy of the archive."""
    return Path(shutil.copytree(original, tmp_path / "archive"))


@pytest.fixture
def serve(folder: Path) -> Iterator[Serve]:
    """A function that serves a test's archive with given settings; skips the test if the extra web is not installed."""
    client = pytest.importorskip("starlette.testclient", reason="the extra web is not installed").TestClient
    from dateline.web.app import make_app

    with ExitStack() as stack:

        def serve(base: str = HERE, log: Callable[[str], None] = lambda line: None, **settings: Any) -> TestClient:
            app = make_app(folder, Settings(**settings), log)
            return stack.enter_context(client(app, base_url=base, raise_server_exceptions=False, follow_redirects=False))

        yield serve


@pytest.fixture
def client(serve: Serve) -> TestClient:
    """A client of the archive, served read-only to this machine."""
    return serve()


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    """The same archive, opened next to the server."""
    with Archive.open(folder) as opened:
        yield opened
