"""Tar archives: read from front to back, compressed or not, without a list of members in memory."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
import zstandard

from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument

Read = Callable[..., list[Any]]
FORMATS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)


def archive(members: dict[str, bytes], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive with those members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, format=form) as packed:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def special(name: str, kind: bytes, target: str = "") -> bytes:
    """An archive that begins with a member that is not a regular file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as packed:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        packed.addfile(info)
        good = tarfile.TarInfo("good.txt")
        good.size = 5
        packed.addfile(good, io.BytesIO(b"Talks"))
    return buffer.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_members_are_read_in_order_under_their_full_names(read: Read, story: bytes, page: bytes, form: int) -> None:
    folder = "a-folder-with-a-name-as-archives-of-newspapers-have-them/" * (1 if form == tarfile.USTAR_FORMAT else 4)
    name = folder + "наводнение-2019.txt"
    found = read(archive({"1.html": page, name: story, "3.bin": b"\0" * 2000}, form=form))
    assert [one.origin.split("!/")[1] for one in found] == ["1.html", name, "3.bin"]
    assert [getattr(one, "content", None) for one in found] == [page, story, None]


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_compressed_archives_are_read_as_streams(story: bytes, mode: str) -> None:
    (document,) = open_documents(["-"], stdin=io.BytesIO(archive({"a.txt": story}, mode)))
    assert isinstance(document, RawDocument)
    assert (document.content, document.origin) == (story, "stdin!/a.txt")


def test_a_tar_archive_in_zstd_is_read(read: Read, story: bytes) -> None:
    (document,) = read(zstandard.compress(archive({"a.txt": story})), "news.tzst")
    assert document.origin.endswith("news.tzst!/a.txt")


@pytest.mark.parametrize(
    ("kind", "word"),
    [(tarfile.SYMTYPE, "a link"), (tarfile.LNKTYPE, "a link"), (tarfile.CHRTYPE, "a device"), (tarfile.FIFOTYPE, "a pipe")],
)
def test_links_devices_and_pipes_are_refused_and_the_rest_is_read(read: Read, kind: bytes, word: str) -> None:
    failure, document = read(special("a.txt", kind, "/etc/passwd"))
    assert word in failure.reason
    assert document.content == b"Talks"


@pytest.mark.parametrize(("name", "word"), [("../../x.txt", "leads out"), ("/etc/x.txt", "absolute"), ("a/../b.txt", "leads out")])
def test_a_path_that_leaves_the_archive_is_refused(read: Read, story: bytes, name: str, word: str) -> None:
    failure, document = read(archive({name: b"owned", "a.txt": story}))
    assert word in failure.reason
    assert document.content == story


def test_a_truncated_archive_yields_what_came_before_the_cut(read: Read, story: bytes) -> None:
    content = archive({"a.txt": story, "b.txt": story * 100})
    whole, part, failure = read(content[:3000])
    assert whole.content == story
    assert part.content.startswith(story)
    assert "cut off" in failure.reason


def test_a_member_that_is_not_read_to_its_end_does_not_shift_the_next(read: Read, story: bytes) -> None:
    found = read(archive({"a.txt": b"\x89PNG\r\n\x1a\n" * 9_000, "b.txt": story, "c.txt": b"", "d.txt": story}))
    assert [getattr(one, "content", None) for one in found] == [None, story, None, story]


def test_damage_between_members_ends_the_reading(read: Read, story: bytes) -> None:
    content = bytearray(archive({"a.txt": story, "b.txt": story}, form=tarfile.USTAR_FORMAT))
    content[1024 + 10] ^= 0xFF
    document, failure = read(bytes(content))
    assert document.content == story
    assert "damaged" in failure.reason


def test_a_header_that_claims_gigabytes_is_not_read(read: Read) -> None:
    """A separate header may contain the name. It is read as a whole, so its size has a limit."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 5_000_000_000
    (failure,) = read(info.tobuf(tarfile.GNU_FORMAT) + bytes(10_000))
    assert isinstance(failure, Failure)
    assert "a header of 4768 MB" in failure.reason


def test_an_empty_archive_is_one_failure(read: Read) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as packed:
        info = tarfile.TarInfo("folder")
        info.type = tarfile.DIRTYPE
        packed.addfile(info)
    (failure,) = read(buffer.getvalue())
    assert "empty" in failure.reason
