"""A read-only archive answers what it can, reports what it cannot, and changes nothing."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.query import parse_query
from dateline.readers import open_documents
from dateline.types.documents import RawDocument

_DROP_FROM_BOUNDING_SET, _OVERRIDE, _READ_SEARCH = 24, 1, 2
TEXT = """Ferry terminal to close after ninety years

The council voted nine to two on Monday to close the old ferry terminal, ending a service that has run since 1929.

The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall.
"""


def drop_root_rights() -> None:
    """Run in the child process: make root obey file permissions."""
    library = ctypes.CDLL(None)
    for right in (_OVERRIDE, _READ_SEARCH):
        library.prctl(_DROP_FROM_BOUNDING_SET, right, 0, 0, 0)


def dateline(archive: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "--archive", str(archive), *words]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=drop_root_rights, timeout=60)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Path]:
    if sys.platform != "linux":
        pytest.skip("dropping the rights of root works only on Linux")
    folder = tmp_path / "archive"
    (tmp_path / "ferry.txt").write_text(TEXT, "utf-8")
    with Archive.open(folder, create=True) as opened:
        opened.ingest(open_documents([str(tmp_path / "ferry.txt")]))
        opened.ids(parse_query("ferry", date(2026, 1, 1)))
    yield folder
    protect(folder, writable=True)


def protect(folder: Path, *, writable: bool = False) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod((0o755 if path.is_dir() else 0o644) if writable else (0o555 if path.is_dir() else 0o444))


def state(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_read_only_archive_can_be_searched_exported_and_verified(archive: Path, tmp_path: Path) -> None:
    protect(archive)
    before = state(archive)
    found = dateline(archive, "search", "ferry", "--format", "ids")
    assert (found.returncode, len(found.stdout.split())) == (0, 1), found.stderr
    for words in (["count", "ferry"], ["show", found.stdout.strip()], ["stats"], ["facets", "year"]):
        assert dateline(archive, *words).returncode == 0, words
    assert dateline(archive, "verify").stdout == "All is well.\n"
    for words in (["export"], ["backup", str(tmp_path / "copy.db")]):
        assert dateline(archive, *words).returncode == 0, words
    assert state(archive) == before


@pytest.mark.parametrize("words", ["reclean", "ingest -", "tag +x -- *", "reindex", "delete --query * --yes"])
def test_commands_that_write_are_refused_in_one_line_with_the_cure(archive: Path, words: str) -> None:
    protect(archive)
    result = dateline(archive, *words.split())
    assert result.returncode == 1
    assert "is read-only here; give yourself write access" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_lagging_index_is_reported_and_not_repaired(archive: Path) -> None:
    with Archive.open(archive) as opened:
        opened.store.annotate(next(opened.store.article_ids()), "A note.", datetime(2026, 1, 1, tzinfo=UTC))
    protect(archive)
    result = dateline(archive, "count", "ferry")
    assert (result.returncode, result.stdout) == (4, "1\n")
    assert "is read-only here, and the last change is not in this answer" in result.stderr


def test_without_an_index_a_read_only_archive_gives_no_answer(archive: Path) -> None:
    for path in sorted((archive / "index").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    protect(archive)
    result = dateline(archive, "count", "ferry")
    assert (result.returncode, result.stdout) == (1, "")
    assert "no usable search index" in result.stderr
    assert dateline(archive, "stats").returncode == 0


def test_changes_that_are_only_in_the_write_ahead_log_are_not_ignored(archive: Path) -> None:
    with Archive.open(archive) as opened:
        opened.ingest([RawDocument(TEXT.replace("ferry", "bus").encode(), "text/plain", "bus.txt")])
        content = {name: (archive / name).read_bytes() for name in ("archive.db", "archive.db-wal")}
    for name, data in content.items():
        (archive / name).write_bytes(data)
    protect(archive)
    result = dateline(archive, "stats")
    assert (result.returncode, "the last changes are in archive.db-wal" in result.stderr) == (1, True)
