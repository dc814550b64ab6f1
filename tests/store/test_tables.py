"""Creating tables does not import a library that only others need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_a_new_archive_does_not_import_pandas_and_others_still_can(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="the extra pandas is not installed")
    program = (
        "import sys, pathlib; from dateline.store import Store; "
        f"Store.open(pathlib.Path({str(tmp_path)!r}) / 'archive.db', create=True).close(); "
        "print('pandas' in sys.modules); import pandas; print(pandas.DataFrame({'a': [1]}).shape)"
    )
    output = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert output.split("\n")[:2] == ["False", "(1, 1)"]
