"""Every request to a documented address gets a documented answer, and never a server error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("schemathesis", reason="schemathesis is not installed")
pytest.importorskip("starlette", reason="the extra web is not installed")

import schemathesis
from hypothesis import HealthCheck, settings

from dateline.archive.archive import Archive
from dateline.web.openapi import description
from web_browsing import a_server

SCHEMA = schemathesis.openapi.from_dict(description(write=True, token=False))
_CHECKS = (
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.CHECKS.get_one("status_code_conformance"),
    schemathesis.checks.CHECKS.get_one("content_type_conformance"),
    schemathesis.checks.CHECKS.get_one("response_schema_conformance"),
)


@pytest.fixture(scope="module")
def served(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The address of a served archive with write access, and the ids in it."""
    folder = Path(shutil.copytree(original, tmp_path_factory.mktemp("described") / "archive"))
    with Archive.open(folder) as archive:
        ids = list(archive.ids("*"))
    with a_server(folder, "--write") as address:
        yield address, ids


@SCHEMA.parametrize()
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case, served: tuple[str, list[str]]) -> None:
    address, ids = served
    for name in ("id", "other"):
        if name in case.path_parameters and len(str(case.path_parameters[name])) % 2:
            case.path_parameters[name] = ids[len(str(case.path_parameters[name])) % len(ids)]
    case.call_and_validate(base_url=address, checks=list(_CHECKS))
