"""Without the extra, and before an assistant connects, nothing of it is imported; the error names the cure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra web is not installed")

from starlette.testclient import TestClient

from dateline.archive.archive import Archive
from dateline.web.app import make_app
from dateline.web.assistants.http import HttpTransport
from dateline.web.settings import Settings

_BLOCKED = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("mcp", "mcp_types", "pydantic"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from dateline.cli import main
main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.open(tmp_path / "archive", create=True).close()
    return tmp_path / "archive"


def test_without_the_extra_it_names_the_command_that_installs_it(folder: Path) -> None:
    command = [sys.executable, "-c", _BLOCKED, "mcp", "--archive", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Error: assistants need extra libraries; install them with: pip install 'dateline[mcp]'\n"


def test_no_other_command_imports_the_extra(folder: Path) -> None:
    program = f"""
import sys
from click.testing import CliRunner
from dateline.cli import main
CliRunner().invoke(main, ["count", "ferry", "--archive", {str(folder)!r}])
from dateline.web.app import make_app
from dateline.web.assistants.http import HttpTransport
print(sorted(one for one in sys.modules if one.partition(".")[0] in ("mcp", "mcp_types", "pydantic")))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ended.stdout == "[]\n"


def test_assistants_pass_the_same_access_checks(folder: Path) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    token = "a token of many signs"
    headers = {"accept": "application/json, text/event-stream"}
    app = make_app(folder, Settings(token=token), assistants=HttpTransport)
    with TestClient(app, base_url="http://127.0.0.1:8321") as client:
        assert client.post("/mcp", json=message, headers=headers).status_code == 401
        known = {**headers, "authorization": f"Bearer {token}"}
        assert len(client.post("/mcp", json=message, headers=known).json()["result"]["tools"]) == 12
        assert client.post("/mcp", json=message, headers={**known, "host": "rebound.example"}).status_code == 421
        assert client.post("/mcp", json=message, headers={**known, "origin": "http://other.example"}).status_code == 403
        assert client.get("/mcp", headers=known).status_code == 405
