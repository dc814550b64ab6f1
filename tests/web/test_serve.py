"""`dateline serve` as a process: it prints its address, answers while others write, and stops cleanly."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from dateline.archive.archive import Archive
from dateline.cli import main
from dateline.types.documents import RawDocument

_BLOCKED = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("starlette", "uvicorn", "jinja2"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from dateline.cli import main
main()
"""


COMMAND = [sys.executable, "-c", "from dateline.cli import main; main()", "serve"]


def run(*words: str, code: str = "from dateline.cli import main; main()") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=60)


pytestmark = pytest.mark.skipif(find_spec("starlette") is None, reason="the extra web is not installed")


@pytest.fixture
def server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen([*COMMAND, "--archive", str(folder), "--port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    found = re.search(r"at (http://127\.0\.0\.1:\d+/)", process.stderr.readline())
    assert found
    yield found[1], process
    process.kill()
    process.communicate()


def test_it_prints_its_address_answers_and_stops_cleanly(server: tuple[str, subprocess.Popen[str]], folder: Path) -> None:
    address, process = server
    with urlopen(f"{address}api/v1/count?q=harbour", timeout=20) as answer:
        before = json.load(answer)["articles"]
    with Archive.open(folder) as archive:
        archive.ingest([RawDocument(b"Harbour news\n\nThe harbour has a new crane, the council said.", "text/plain", "n", "n")])
    with urlopen(f"{address}api/v1/count?q=harbour", timeout=20) as answer:
        assert json.load(answer)["articles"] == before + 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 143
    assert process.stderr is not None
    log = process.stderr.read()
    assert log.count('"GET /api/v1/count?q=harbour" 200') == 2
    assert "Traceback" not in log


def test_without_the_extra_it_names_the_command_that_installs_it(folder: Path) -> None:
    ended = run("serve", "--archive", str(folder), code=_BLOCKED)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Error: serving needs extra libraries; install them with: pip install 'dateline[web]'\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--host 0.0.0.0", "could read the whole archive"),
        ("--token short", "can be guessed"),
    ],
)
def test_settings_that_would_let_strangers_in_are_refused(folder: Path, words: str, message: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--archive", str(folder), *words.split()])
    assert result.exit_code == 1
    assert message in result.output


def test_a_port_in_use_and_a_missing_archive_are_reported(folder: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("serve", "--archive", str(folder), "--port", port)
    assert ended.returncode == 1
    assert "choose another --port" in ended.stderr
    missing = run("serve", "--archive", str(tmp_path / "none"))
    assert missing.returncode == 1
    assert missing.stderr.startswith("Error: ")
    assert "there is no archive here" in missing.stderr
    assert missing.stderr.count("\n") == 1


def test_several_processes_serve_at_one_address_and_stop_together(folder: Path) -> None:
    words = [*COMMAND, "--archive", str(folder), "--port", "0", "--workers", "3", "--quiet"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    found = re.search(r"at (http://127\.0\.0\.1:\d+/)", process.stderr.readline())
    assert found
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    numbers = children.read_text().split()
    assert len(numbers) == 3
    for _ in range(12):
        with urlopen(f"{found[1]}api/v1/count", timeout=20) as answer:
            assert json.load(answer)["articles"] == 9
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 143
    assert not [one for one in numbers if Path(f"/proc/{one}").exists()]


def test_worker_processes_end_with_their_parent_even_if_it_is_killed(folder: Path) -> None:
    words = [*COMMAND, "--archive", str(folder), "--port", "0", "--workers", "2", "--quiet"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "Serving" in process.stderr.readline()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process")
    numbers = children.read_text().split()
    process.kill()
    process.communicate(timeout=30)  # this waits until no process has standard error open
    assert not [one for one in numbers if Path(f"/proc/{one}/cmdline").exists() and Path(f"/proc/{one}/cmdline").read_bytes()]


def test_nagles_delay_is_off_for_every_connection() -> None:
    """asyncio turns it off only for sockets that state TCP as their protocol; with it, an answer waits for an acknowledgement."""
    from dateline.web.server import listen
    from dateline.web.settings import Settings

    async def asked() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listen(Settings(port=0))
        async with await asyncio.start_server(answer, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            writer.close()
            return await found

    assert asyncio.run(asked())
