"""Opening inputs: each is either read or reported in one clear line."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.archive import Archive
from dateline.errors import ReadError
from dateline.readers import all_readers, open_documents
from dateline.types.documents import Failure, RawDocument, Skipped

STORY = "Ferry talks resume\n\nPORT LENNOX, May 3 — Talks resumed on Tuesday.\n"


def test_a_file_is_one_document_identified_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    path.write_bytes(STORY.encode())
    assert list(open_documents([str(path)])) == [
        RawDocument(STORY.encode(), "text/plain", path.as_posix(), "file:" + path.as_posix()),
    ]


def test_a_file_in_a_folder_is_read_under_any_name_if_its_format_is_certain(tmp_path: Path) -> None:
    """A file that only might be a document is skipped there, since nobody named it."""
    (tmp_path / "a.php").write_text("<!doctype html><p>Talks resumed")
    (tmp_path / "b.bin").write_bytes(gzip.compress(b'{"text": "Talks"}\n'))
    (tmp_path / "c.xml").write_text("<?xml version='1.0'?><nitf><body>Talks</body></nitf>")
    (tmp_path / "d.xml").write_text("<rss><channel><item><description>Talks</description></item></channel></rss>")
    found = list(open_documents([str(tmp_path)]))
    assert [type(item) for item in found] == [RawDocument, Skipped, Skipped, RawDocument]


def test_a_wrong_suffix_does_not_decide_the_format(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.zip", "c.warc", "d.gz"):
        (tmp_path / name).write_text(STORY)
    found = list(open_documents([str(tmp_path)]))
    assert [getattr(item, "content", None) for item in found] == [STORY.encode()] * 4


def test_a_git_lfs_pointer_is_not_a_story(tmp_path: Path) -> None:
    path = tmp_path / "train.parquet"
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
    (failure,) = open_documents([str(path)])
    assert isinstance(failure, Failure)
    assert "git lfs pull" in failure.reason


def test_a_folder_is_read_in_order_with_its_subfolders(tmp_path: Path) -> None:
    """The order makes runs repeatable. Hidden files and pictures are skipped and reported."""
    for name in ("b.html", "a/z.txt", "a/.draft.txt", ".git/x.txt", "c.jpg", "NOTES"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    found = list(open_documents([str(tmp_path)]))
    names = [Path(item.origin).relative_to(tmp_path).as_posix() for item in found]
    assert names == [".git", "NOTES", "a/.draft.txt", "a/z.txt", "b.html", "c.jpg"]
    assert [type(item) for item in found] == [Skipped, Skipped, Skipped, RawDocument, RawDocument, Skipped]
    assert "no reader for .jpg files" in str(found[-1])


def test_a_circular_link_ends_and_a_broken_link_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    first, second = open_documents([str(tmp_path)])
    assert first.origin.endswith("a.txt")
    assert isinstance(second, Failure)
    assert "link" in second.reason


def test_a_quoted_pattern_is_expanded(tmp_path: Path) -> None:
    for name in ("may-2.txt", "may-1.txt", "june.txt"):
        (tmp_path / name).write_text(STORY)
    assert [Path(item.origin).name for item in open_documents([str(tmp_path / "may-*.txt")])] == ["may-1.txt", "may-2.txt"]
    (failure,) = open_documents([str(tmp_path / "july-*.txt")])
    assert isinstance(failure, Failure)
    assert "no file matches" in failure.reason


@pytest.mark.parametrize(
    ("content", "media_type", "origin"),
    [
        (STORY.encode(), "text/plain", "stdin"),
        (STORY.encode("utf-16"), "text/plain", "stdin"),
        (b"  <!DOCTYPE html><p>Talks resumed", "text/html", "stdin"),
        (b"<div><p>Talks</p><p>resumed</p></div>", "text/html", "stdin"),
        (b'\xef\xbb\xbf {"text": "Talks resumed"}\n{"text": "x"}', "text/plain", "stdin:1"),
        ('{"text": "Talks resumed"}\n{"text": "x"}'.encode("utf-16"), "text/plain", "stdin:1"),
        (b"{ an aside in braces } and a story", "text/plain", "stdin"),
    ],
)
def test_the_format_of_standard_input_is_detected_by_its_bytes(content: bytes, media_type: str | None, origin: str) -> None:
    stdin = io.BytesIO(content)
    first = next(iter(open_documents(["-"], stdin=stdin)))
    assert (getattr(first, "media_type", None), first.origin) == (media_type, origin)
    assert not stdin.closed


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG image"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + bytes(30), "zip"),
        (bytes(range(256)) * 4, "binary file"),
        (b"x" * 3000, "larger than 2000 bytes"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl", ".data"])
def test_an_unreadable_file_is_one_failure_with_a_reason(tmp_path: Path, content: bytes, word: str, suffix: str) -> None:
    path = tmp_path / f"thing{suffix}"
    path.write_bytes(content)
    (failure,) = open_documents([str(path)], max_bytes=2000)
    assert isinstance(failure, Failure)
    assert word in failure.reason or (suffix == ".jsonl" and "more than the 2000 bytes" in failure.reason)


@pytest.mark.parametrize("path", ["nowhere/at-all.txt", "", "a\0b"])
def test_a_wrong_path_is_one_failure_and_the_rest_is_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    failure, document = open_documents([path, str(tmp_path / "a.txt")])
    assert isinstance(failure, Failure)
    assert "no such file" in failure.reason
    assert isinstance(document, RawDocument)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)
    (failure,) = open_documents([str(path)])
    assert isinstance(failure, Failure)
    assert "may not be read" in failure.reason


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="the system has no /dev/zero")
def test_an_endless_stream_is_cut_off_at_the_limit() -> None:
    """At most the limit is in memory, whatever the size of the input."""
    (failure,) = open_documents(["/dev/zero"], max_bytes=100_000)
    assert isinstance(failure, Failure)
    assert "binary" in failure.reason


def test_a_format_can_be_forced_and_an_unknown_one_names_the_others(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("<p>One</p>")
    (document,) = open_documents([str(path)], format="html")
    assert isinstance(document, RawDocument)
    assert document.media_type == "text/html"
    with pytest.raises(ReadError, match=r"no reader for the format odt; there are .*text, markdown, html, jsonl"):
        open_documents([str(path)], format="odt", readers=all_readers(external=False))


@given(st.binary(max_size=300), st.sampled_from(["text", "html", "jsonl", None]))
def test_any_bytes_are_accounted_for(content: bytes, name: str | None) -> None:
    """Each stream gives a document or a failure, never an exception, never nothing."""
    found = list(open_documents(["-"], stdin=io.BytesIO(content), format=name, readers=all_readers(external=False)))
    assert found
    assert all(isinstance(item, RawDocument | Failure) for item in found)


def test_hidden_files_and_an_archive_in_a_folder_are_skipped_and_reported(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(STORY, "utf-8")
    (tmp_path / ".draft.txt").write_text(STORY, "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x", "utf-8")
    with Archive.open(tmp_path / "news", create=True) as archive:
        archive.ingest(open_documents([str(tmp_path / "ferry.txt")]))
        archive.reindex()
        found = list(open_documents([str(tmp_path)]))
    assert [one.origin.rsplit("/", 1)[1] for one in found if isinstance(one, RawDocument)] == ["ferry.txt"]
    reasons = {one.origin.rsplit("/", 1)[1]: one.reason for one in found if isinstance(one, Skipped)}
    assert set(reasons) == {".draft.txt", ".git", "archive.db"}
    assert "an archive of Dateline" in reasons["archive.db"]
    assert len(found) == 4


def test_a_text_named_like_an_archive_does_not_hide_a_folder_of_texts(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text(STORY, "utf-8")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "ferry.txt").write_text(STORY, "utf-8")
    found = list(open_documents([str(tmp_path)]))
    assert any(isinstance(one, RawDocument) and one.origin.endswith("index/ferry.txt") for one in found)
