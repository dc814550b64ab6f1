"""A process killed while it deletes, edits, drops or cleans again leaves a sound archive, with nothing lost or brought back."""

from __future__ import annotations

import os

import pytest

from kills import JOBS, rounds


@pytest.mark.skipif(os.name == "nt", reason="kill -9 needs POSIX")
def test_killed_writers_lose_nothing_and_bring_nothing_back() -> None:
    found = list(rounds(len(JOBS), 11, stories=120))
    assert [one.faults for one in found] == [[]] * len(JOBS)
