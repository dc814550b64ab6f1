"""The tutorial and the README are true: their commands are run in order, and each output is compared with the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
END = "\x1e"
PROGRAM = f"""#!/bin/sh
[ "$1" = ingest ] && set -- "$@" --time-limit 300    # a busy machine must not make a difference
exec "{sys.executable}" -m dateline "$@"
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")


@dataclass(frozen=True)
class Step:
    """A command of a page, and the output that the page shows; without one, any output is right."""

    command: str
    answer: str


def steps_of(page: Path) -> list[Step]:
    """Return every command in the console blocks of `page`, in order."""
    steps = []
    for block in BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            steps.append(Step(command, answer))
    return steps


def run(steps: list[Step], folder: Path) -> list[tuple[str, int]]:
    """Run all steps in one shell in `folder`; return the outputs and exit codes."""
    tools = folder / "bin"
    tools.mkdir()
    (tools / "dateline").write_text(PROGRAM, "utf-8")
    (tools / "dateline").chmod(0o755)
    shutil.copytree(ROOT / "data", folder / "data")
    environment = os.environ | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "100",
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("DATELINE_ARCHIVE", None)
    script = "\n".join(f"{step.command}\nprintf '{END}%s{END}' $?" for step in steps)
    (folder / "session.sh").write_text(script, "utf-8")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(["bash", "session.sh"], cwd=folder, env=environment, text=True, check=True, timeout=900, **quiet)
    parts = done.stdout.split(END)
    return [(text, int(code)) for text, code in zip(parts[0::2], parts[1::2], strict=False)]


def shows(step: Step, text: str) -> bool:
    """Return whether the page shows `text`: … stands for anything, and spaces at the end of a line do not count."""
    lines = [re.escape(line.rstrip()).replace("…", ".*") for line in step.answer.strip().splitlines()]
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return not lines or re.fullmatch(r"\s*".join(lines), plain, re.DOTALL) is not None


@pytest.mark.parametrize("name", ["docs/tutorial.md", "README.md"])
def test_the_commands_of_a_page_give_the_output_that_it_shows(name: str, tmp_path: Path) -> None:
    """A reader who follows the page sees the same."""
    steps = steps_of(ROOT / name)
    assert len(steps) > 10
    answers = run(steps, tmp_path)
    assert len(answers) == len(steps)
    wrong = [
        f"$ {step.command}\n{text}" for step, (text, code) in zip(steps, answers, strict=True) if code or not shows(step, text)
    ]
    assert not wrong, f"{name} shows something else:\n" + "\n".join(wrong)
