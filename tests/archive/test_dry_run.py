"""A dry run predicts the ingest and writes nothing. The counts of an ingest add up for any input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.archive.archive import Archive
from dateline.archive.dry_run import DryRun
from dateline.errors import DatelineError
from dateline.query import MatchAll
from dateline.readers import Arrival
from dateline.types.documents import Failure, RawDocument, Skipped

NAMES = (None, "file:/a.txt", "file:/b.txt", "https://harbourpost.example/1", "https://harbourpost.example/2")
TEXTS = ("The ferry sails at noon.", "The bridge opens in May.", "The storm took the roof.")


def document(name: str | None, text: str) -> RawDocument:
    """A document under one of a few names."""
    url = name if name and name.startswith("https") else None
    content = f"A story\n\n{text} So the harbour council said on Tuesday, and nobody objected.\n"
    return RawDocument(content.encode(), "text/plain", name or "stdin", name, url)


documents = st.builds(document, st.sampled_from(NAMES), st.sampled_from(TEXTS))
failures = st.builds(Failure, st.sampled_from(("x.txt", "y.txt")), st.just("is empty"))
skipped = st.just(Skipped("photo.png", "no reader for .png files"))
batches = st.lists(documents | failures | skipped, max_size=12)


@example([[document(None, TEXTS[0]), document(NAMES[1], TEXTS[0]), document(NAMES[1], TEXTS[1])]])
@example(
    [[document(NAMES[1], TEXTS[0]), document(NAMES[2], TEXTS[0])], [document(NAMES[1], TEXTS[1]), document(NAMES[2], TEXTS[1])]]
)
@settings(max_examples=25)
@given(st.lists(batches, min_size=1, max_size=3))
def test_a_dry_run_predicts_the_ingest_and_all_counts_add_up(runs: Sequence[Sequence[Arrival]]) -> None:
    with TemporaryDirectory() as folder:
        for arrivals in runs:
            with DryRun.of(folder) as dry_run:
                predicted = dry_run.ingest(arrivals)
            outcomes: Counter[str] = Counter()
            with Archive.open(folder, create=True) as archive:
                before = archive.count(MatchAll())
                done = archive.ingest(arrivals, progress=lambda _, outcome: outcomes.update([outcome]))  # noqa: B023
                assert archive.count(MatchAll()) == before + done.new
            assert predicted == done
            assert done.read == len(arrivals) == outcomes.total()
            kinds = Counter(type(arrival) for arrival in arrivals)
            assert (done.failed, done.skipped) == (kinds[Failure], kinds[Skipped])
            assert done.new + done.new_version + done.duplicate == kinds[RawDocument]
            assert len(done.failures) == done.failed


def test_a_dry_run_creates_no_archive(tmp_path: Path) -> None:
    with DryRun.of(tmp_path / "none") as dry_run:
        assert dry_run.ingest([document(None, TEXTS[0])]).new == 1
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_changes_nothing_in_an_existing_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([document(NAMES[1], TEXTS[0])])
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()}
    with DryRun.of(tmp_path) as dry_run:
        summary = dry_run.ingest([document(NAMES[1], TEXTS[1]), document(NAMES[3], TEXTS[2]), Failure("x.txt", "is empty")])
    assert (summary.new, summary.new_version, summary.failed) == (1, 1, 1)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_sample_is_drawn_from_new_documents_of_the_whole_input(tmp_path: Path) -> None:
    made = [RawDocument(f"Boat {at}\n\nThe boat {at} came in.".encode(), "text/plain", f"{at}.txt") for at in range(60)]
    with DryRun.of(tmp_path / "none") as dry_run:
        dry_run.ingest([*made, *made])
    origins = [sample.origin for sample in dry_run.samples]
    assert len(set(origins)) == 3
    assert origins != ["0.txt", "1.txt", "2.txt"]


def test_strict_ends_a_dry_run_too(tmp_path: Path) -> None:
    with DryRun.of(tmp_path / "none") as dry_run, pytest.raises(DatelineError, match=r"x\.txt: is empty"):
        dry_run.ingest([Failure("x.txt", "is empty")], strict=True)
