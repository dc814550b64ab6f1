"""Guided fuzzing of the readers (atheris): changes are steered towards code that no input has reached yet.

    python benchmarks/fuzz_guided.py -runs=100000 -timeout=60         # libFuzzer's own options

Starts with the small sound files of `fuzz.py`. The first byte of an input selects the format that it is read as, or none. An input
that breaks a reader, takes too long or needs too much memory is written to the current folder, and the run ends.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

with atheris.instrument_imports(include=["dateline"]):
    from made_files import FORMATS, SEEDS, account


def read(data: bytes) -> None:
    """Read one input."""
    if data:
        account(data[1:], FORMATS[data[0] % len(FORMATS)] if data[0] & 1 else None)


def main() -> None:
    """Fuzz until the limits in the options are reached."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(SEEDS.values()):
            (Path(folder) / str(number)).write_bytes(b"\0" + content)
        atheris.Setup([*sys.argv, folder], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
