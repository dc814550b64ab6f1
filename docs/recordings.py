"""Write docs/recordings/*.svg: the terminal output of the program for the sample articles. Run it with: make recordings

Each picture is made from the output of the program. It contains text and no fonts, so it is small and loads nothing.
"""

from __future__ import annotations

import asyncio
import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from dateline.cli.tui.app import Browser
from dateline.cli.tui.archive_thread import ArchiveThread

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).with_name("recordings")
SESSIONS = {
    "ingest": ["ingest data/articles", "sources"],
    "search": ["search ferry --limit 2", "search 'source:\"valley wire\" date:2019' --sort newest --limit 2"],
    "explain": ["explain data/articles/northern-ledger/wolves.txt"],
    "trend": ["trend harbour 'school OR bridge' --by year", "facets source harbour"],
}
_COLUMNS = 100
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Ingest the samples, and record each session and the terminal interface."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        for name, commands in SESSIONS.items():
            console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
            for command in commands:
                console.print(Text(f"$ dateline {command}", style="bold"))
                console.print(Text.from_ansi(shown(command, archive)))
            _write(name, console.export_svg(title="dateline", theme=MONOKAI, unique_id=name))
        _write("browse", asyncio.run(browsed(archive)))


def shown(command: str, archive: Path) -> str:
    """Return what `dateline command` writes to a terminal."""
    leading, following = pty.openpty()
    environment = os.environ | {
        "DATELINE_ARCHIVE": str(archive),
        "COLUMNS": str(_COLUMNS),
        "LINES": "60",
        "PAGER": "cat",
        "TERM": "xterm-256color",
    }
    call = f"{sys.executable} -m dateline {command}"
    with subprocess.Popen(call, shell=True, cwd=ROOT, env=environment, stdout=following, stderr=subprocess.DEVNULL) as process:
        os.close(following)
        text = b"".join(iter(lambda: _read(leading), b""))
    os.close(leading)
    if process.returncode:
        raise SystemExit(f"dateline {command} ended with {process.returncode}")
    return text.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side was closed
        return b""


async def browsed(archive: Path) -> str:
    """Return a picture of the terminal interface with an open article and its removed lines."""
    with ArchiveThread(archive) as thread:
        app = Browser(thread, "school")
        async with app.run_test(size=(120, 34)) as pilot:
            for key in ("", "r"):
                await pilot.press(*key)
                for _ in range(3):
                    await pilot.pause()
                    await app.workers.wait_for_complete()
            return app.export_screenshot(title="dateline browse school")


def _write(name: str, picture: str) -> None:
    plain = _FONT_FACE.sub("", picture).replace("Fira Code, monospace", "monospace")
    plain = re.sub(r"terminal-\d+", "terminal", plain)
    (FOLDER / f"{name}.svg").write_text("\n".join(line.rstrip() for line in plain.splitlines()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
