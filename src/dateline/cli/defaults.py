"""Defaults: the folder of the archive, the number of processes, standard input."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import click


def default_archive() -> Path:
    """The folder `dateline` in this system's folder for user data."""
    if sys.platform == "win32" or sys.platform == "darwin":
        return Path(click.get_app_dir("dateline", roaming=False))
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share") / "dateline"


def usable_cores() -> int:
    """The number of processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def standard_input() -> BinaryIO:
    """Standard input as bytes; empty if the program was started without one."""
    return sys.stdin.buffer if sys.stdin is not None else BytesIO()
