"""The index follows the store in steps that are worth a commit, and has all of it when the writing ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from dateline import crew, follower
from dateline.archive import Archive
from dateline.query import MatchAll
from dateline.search.tantivy import TantivyIndex
from dateline.types.documents import RawDocument
from dateline.types.history import Change


class Counting(TantivyIndex):
    """An index that counts the changes of each commit."""

    commits: list[int]

    def apply(self, changes: Iterable[Change]) -> None:
        told = list(changes)
        self.commits.append(len(told))
        super().apply(told)


def commits(folder: Path) -> list[int]:
    """What the index commits in an ingest of 32 stories in batches of five."""
    with Archive.open(folder, create=True) as archive:
        index = Counting(folder / "index")
        index.commits = []
        archive._follower._index = index
        stories = (f"The ferry number {number} sails at noon, the harbour council said." for number in range(32))
        archive.ingest(RawDocument(text.encode(), "text/plain", f"{place}.txt") for place, text in enumerate(stories))
        assert archive.count(MatchAll()) == 32
        return index.commits


@pytest.mark.parametrize(
    ("changes", "seconds", "steps"), [(10, 1e9, [10, 10, 10, 2]), (2_000, 1e9, [32]), (2_000, -1.0, [5, 5, 5, 5, 5, 5, 2])]
)
def test_it_commits_when_much_has_changed_or_some_time_has_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: int, seconds: float, steps: list[int]
) -> None:
    monkeypatch.setattr(crew, "_BATCH_DOCUMENTS", 5)
    monkeypatch.setattr(follower, "_CHANGES", changes)
    monkeypatch.setattr(follower, "_SECONDS", seconds)
    assert commits(tmp_path / "archive") == steps
