"""Ctrl-C during start-up ends the program as it does later: silently or with one line, and with its exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
moment = sys.argv[1]
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
from dateline.__main__ import run
sys.argv = ["dateline", *sys.argv[2:]]
run()
"""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("dateline.cli", ["formats"]),
        ("dateline.cli.group", ["formats"]),
        ("dateline.cli.formats", ["formats"]),
        ("dateline.render.summary", ["formats"]),
        ("dateline.cli.search", ["search", "--help"]),
    ],
)
def test_ctrl_c_during_start_up_ends_without_a_traceback(moment: str, words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, moment, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr in ("", "Interrupted.\n")
    assert done.stdout == ""
