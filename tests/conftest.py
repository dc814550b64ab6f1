"""Shared by all tests: no test depends on the speed of a machine or on chance."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from made_opensearch import missing_requirement, shared_node

settings.register_profile("dateline", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The port of an OpenSearch node that all tests of a run share."""
    pytest.importorskip("opensearchpy", reason="the extra for OpenSearch is not installed")
    if port := os.environ.get("DATELINE_TEST_NODE"):  # a node that runs already
        return int(port)
    if reason := missing_requirement():
        pytest.skip(reason)
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    try:
        return shared_node(base.parent if parallel else base, os.getppid() if parallel else os.getpid())
    except OSError as error:
        pytest.skip(str(error))
