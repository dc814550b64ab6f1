"""A document made to hang, crash or fill memory is one failure in seconds, and the documents next to it are ingested."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dateline import Archive, parse_query

SHARED = Path(__file__).parents[2] / "shared" / "cases" / "hostile"
FILES = [path for path in sorted(SHARED.glob("*")) if path.suffix not in (".py", ".sh")] if SHARED.is_dir() else []
STORY = "{0} ferry sails again\n\nThe {0} ferry sails again at noon on Tuesday, said the harbour council of Port Lennox.\n"
SECONDS, MOST = 10.0, 500 * 1024 * 1024

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not report the memory of a process")


@dataclass(frozen=True)
class Outcome:
    """The outcome of a command: exit code, output, processor time and peak memory of all its processes."""

    code: int
    out: str
    err: str
    seconds: float
    memory: int


def dateline(*words: str, **environment: str) -> Outcome:
    """Run the program, and measure it and the processes that it starts."""
    command = [sys.executable, "-m", "dateline", *words]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    ) as running:
        most = [0]
        ended = threading.Event()
        watching = threading.Thread(target=_watch, args=(running.pid, most, ended))
        watching.start()
        out, err = running.communicate(timeout=300)
        ended.set()
        watching.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(running.returncode, out, " ".join(err.split()), seconds, most[0])


def _watch(process: int, most: list[int], ended: threading.Event) -> None:
    while not ended.wait(0.05):
        most[0] = max(most[0], sum(map(_memory, _family(process))))


def _family(process: int) -> Iterator[int]:
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    yield process
    yield from (child for child, parent in parents.items() if parent == process)


def _memory(process: int) -> int:
    """Return the memory of a process in bytes, with its part of shared memory."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def folder_with_neighbours(folder: Path, content: bytes, name: str) -> Path:
    """Make a folder with stories before and after a file."""
    folder.mkdir()
    (folder / "a.txt").write_text(STORY.format("first"), "utf-8")
    (folder / f"m{name}").write_bytes(content)
    (folder / "z.txt").write_text(STORY.format("last"), "utf-8")
    return folder


def neighbours_in(archive: Path) -> int:
    """Return how many of the two stories are in the archive."""
    with Archive.open(archive) as opened:
        return opened.count(parse_query('"said the harbour council of Port Lennox"', date.today()))


@pytest.mark.skipif(not FILES, reason="the hostile files are not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_is_handled_soon_in_little_memory_and_harms_no_other_file(path: Path, tmp_path: Path) -> None:
    folder = folder_with_neighbours(tmp_path / "in", path.read_bytes(), path.name)
    found = dateline("--archive", str(tmp_path / "archive"), "ingest", "--output", "json", str(folder))
    summary = json.loads(found.out)
    assert found.code == (3 if summary["failed"] else 0), found.err
    assert summary["read"] >= 3
    assert "Traceback" not in found.err
    assert neighbours_in(tmp_path / "archive") == 2
    alone = dateline("clean", str(path))
    assert "Traceback" not in alone.err
    assert alone.out.strip() or alone.err.strip()
    for one in (found, alone):
        assert one.memory <= MOST
        assert one.seconds <= SECONDS


PLUGIN = """
import ctypes, os, re, time
from dateline.readers.plugins import hookimpl
from dateline.types.documents import RawDocument

class Odd:
    name, suffixes = "odd", (".odd",)

    def read(self, stream, origin, identity):
        yield RawDocument(b"Before\\n\\nThis stands, as it came before.", "text/plain", origin + ":1", origin + ":1")
        said = stream.read()
        if said == b"hang":
            re.match("(a+)+$", "a" * 60 + "b")  # holds the interpreter and hears no signal
        if said == b"sleep":
            time.sleep(600)
        if said == b"crash":
            ctypes.string_at(0)
        if said == b"end":
            os._exit(0)
        if said == b"fill":
            [bytearray(20_000_000) for _ in range(10_000)]
        if said == b"stop":
            raise SystemExit(3)

@hookimpl
def dateline_readers():
    return [Odd()]
"""
KINDS = {
    "hang": "not done after 2 seconds",
    "sleep": "not done after 2 seconds",
    "crash": "it ended the process that tried",
    "end": "it ended the process that tried",
    "fill": "it needs more than 400 MB of memory",
    "stop": "SystemExit: 3",
}


@pytest.fixture
def plugin(tmp_path: Path) -> str:
    """A folder with an installed plugin whose reader does what a file says."""
    folder = tmp_path / "site"
    (folder / "odd-1.dist-info").mkdir(parents=True)
    (folder / "odd.py").write_text(PLUGIN, "utf-8")
    (folder / "odd-1.dist-info" / "entry_points.txt").write_text("[dateline]\nodd = odd\n", "utf-8")
    (folder / "odd-1.dist-info" / "METADATA").write_text("Name: odd\nVersion: 1\n", "utf-8")
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_that_does_not_return_is_one_failure(tmp_path: Path, plugin: str, kind: str, jobs: str) -> None:
    folder = folder_with_neighbours(tmp_path / "in", kind.encode(), ".odd")
    seconds = "60" if kind == "fill" else "2"
    options = ("ingest", "--jobs", jobs, "--time-limit", seconds, "--output", "json", str(folder))
    found = dateline("--archive", str(tmp_path / "archive"), *options, PYTHONPATH=plugin)
    summary = json.loads(found.out)
    assert (summary["new"], summary["failed"]) == (3, 1), found.err
    assert KINDS[kind] in found.err
    assert neighbours_in(tmp_path / "archive") == 2


@pytest.mark.parametrize("kind", ["hang", "crash"])
def test_in_a_package_only_the_member_is_lost(tmp_path: Path, plugin: str, kind: str) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for name, content in (
            ("a.txt", STORY.format("first")),
            ("m.odd", kind),
            ("n.odd", "fine"),
            ("z.txt", STORY.format("last")),
        ):
            packed.writestr(name, content)
    options = ("ingest", "--time-limit", "2", "--output", "json", str(tmp_path / "in.zip"))
    found = dateline("--archive", str(tmp_path / "archive"), *options, PYTHONPATH=plugin)
    summary = json.loads(found.out)
    assert (summary["new"], summary["duplicate"], summary["failed"]) == (4, 0, 1), found.err
    assert "in.zip!/m.odd: cannot be read to its end" in found.err
    assert neighbours_in(tmp_path / "archive") == 2


def test_clean_continues_after_a_file_that_hangs(tmp_path: Path, plugin: str) -> None:
    folder = folder_with_neighbours(tmp_path / "in", b"hang", ".odd")
    found = dateline("clean", "--time-limit", "2", str(folder), PYTHONPATH=plugin)
    assert found.code == 3
    assert found.out.count("said the harbour council of Port Lennox") == 2
    assert "m.odd: cannot be read to its end (not done after 2 seconds)" in found.err
