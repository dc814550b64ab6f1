"""Zip archives: members are read in place, and hostile ones are refused with a reason."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument, Skipped

Read = Callable[..., list[Any]]


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with those members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def linked(name: str, mode: int) -> bytes:
    """An archive whose only member is not a regular file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        packed.writestr(info, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_format_of_each_member_is_detected_by_its_bytes(read: Read, story: bytes, page: bytes, compression: int) -> None:
    records = b'{"text": "One."}\n{"text": "Two."}\n'
    members = {"2019/": b"", "2019/a.txt": story, "2019/b.txt": page, "c.jsonl": records, "d.jpg": b"\xff\xd8\xff", "NOTES": story}
    found = read(archive(members, compression), "dump.bin")
    assert [one.origin.rsplit("dump.bin", 1)[1] for one in found] == [
        *("!/2019/a.txt", "!/2019/b.txt", "!/c.jsonl:1", "!/c.jsonl:2", "!/d.jpg", "!/NOTES"),
    ]
    assert [getattr(one, "media_type", "skipped") for one in found] == [
        *("text/plain", "text/html", "text/plain", "text/plain", "skipped", "skipped"),
    ]
    assert found[0].identity.startswith("file:/")
    assert found[0].identity.endswith("/dump.bin!/2019/a.txt")


def test_packages_in_packages_are_opened(read: Read, story: bytes) -> None:
    inner = archive({"a.txt": story, "b.txt.gz": gzip.compress(story)})
    found = read(archive({"inner.zip": inner}), "outer.zip")
    assert [one.content for one in found] == [story, story]
    assert found[1].origin.endswith("outer.zip!/inner.zip!/b.txt.gz")


def test_an_archive_on_standard_input_is_read(story: bytes) -> None:
    (document,) = open_documents(["-"], stdin=io.BytesIO(archive({"a.txt": story})))
    assert isinstance(document, RawDocument)
    assert (document.origin, document.identity) == ("stdin!/a.txt", None)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../../etc/passwd.txt", "leads out"),
        ("a/../../b.txt", "leads out"),
        ("a\\..\\..\\b.txt", "leads out"),
        ("/etc/passwd.txt", "absolute"),
        ("C:\\windows\\win.txt", "absolute"),
        ("\\\\host\\share.txt", "absolute"),
    ],
)
def test_a_path_that_leaves_the_archive_is_refused(read: Read, story: bytes, tmp_path: Path, name: str, word: str) -> None:
    failure, document = read(archive({name: b"owned", "good.txt": story}))
    assert isinstance(failure, Failure)
    assert word in failure.reason
    assert document.content == story
    assert [path.name for path in tmp_path.rglob("*")] == ["given"]


@pytest.mark.parametrize(("mode", "word"), [(0o120777, "a link"), (0o020666, "a device"), (0o010666, "a pipe")])
def test_links_devices_and_pipes_are_refused(read: Read, mode: int, word: str) -> None:
    (failure,) = read(linked("a.txt", mode))
    assert word in failure.reason


def test_a_bomb_ends_the_reading_but_earlier_members_are_kept(read: Read, story: bytes) -> None:
    found = read(archive({"a.txt": story, "bomb.jsonl": (b" " * 1_000_000 + b"\n") * 300, "z.txt": story}))
    assert [type(one) for one in found] == [RawDocument, Failure]
    assert "500 times its size" in found[1].reason


def test_many_bombs_below_the_limit_count_as_one(read: Read) -> None:
    """Each member alone would pass, but together they unpack to a thousand times their size."""
    inner = archive({f"{number}.txt": b" " * 30_000_000 for number in range(10)})
    found = read(archive({f"{number}.zip": inner for number in range(10)}))
    assert isinstance(found[-1], Failure)
    assert "500 times its size" in found[-1].reason
    assert len(found) < 10


def test_members_that_share_their_bytes_are_refused(read: Read) -> None:
    """The densest bombs list one compressed block thousands of times."""
    content = archive({"a.txt": b"x" * 50_000})
    at = content.rindex(b"PK\x01\x02")
    entry, tail = content[at : content.rindex(b"PK\x05\x06")], content[content.rindex(b"PK\x05\x06") :]
    tail = tail[:8] + struct.pack("<HHI", 50, 50, 50 * len(entry)) + tail[16:]
    found = read(content[:at] + entry * 50 + tail)
    assert len(found) == 50
    assert sum("shares its bytes" in getattr(one, "reason", "") for one in found) >= 49


def test_an_encrypted_member_is_reported(read: Read, story: bytes) -> None:
    content = bytearray(archive({"a.txt": story}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (failure,) = read(bytes(content))
    assert "encrypted" in failure.reason


def test_a_damaged_member_fails_alone(read: Read, story: bytes) -> None:
    content = bytearray(archive({"a.txt": story, "b.txt": story}, zipfile.ZIP_STORED))
    content[content.index(b"Talks")] ^= 1
    failure, other = read(bytes(content))
    assert failure.reason == "is damaged"
    assert other.content == story


@pytest.mark.parametrize("cut", [30, 200])
def test_a_truncated_archive_is_one_failure(read: Read, story: bytes, cut: int) -> None:
    (failure,) = read(archive({"a.txt": story, "b.txt": story})[:cut])
    assert "not a complete zip archive" in failure.reason


def test_an_empty_archive_is_one_failure(read: Read) -> None:
    (failure,) = read(archive({}))
    assert "empty" in failure.reason


def test_an_oversized_list_of_members_is_not_read(tmp_path: Path) -> None:
    """This archive states a directory of 40 MB, and has the bytes for it."""
    path = tmp_path / "many.zip"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, 40_000_000, 0, 0)
    path.write_bytes(b"PK\x03\x04" + bytes(40_000_000) + end)
    (failure,) = open_documents([str(path)])
    assert isinstance(failure, Failure)
    assert "list of members of 38 MB" in failure.reason


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_office_documents_and_books_are_not_read_as_archives(read: Read, first: str) -> None:
    (failure,) = read(archive({first: b"<xml/>", "xl/workbook.xml": b"<w/>"}))
    assert "office document" in failure.reason


def test_hidden_members_are_skipped(read: Read, story: bytes) -> None:
    found = read(archive({"__MACOSX/._a.txt": b"\0\5\x16\7", ".git/a.txt": story, "a.txt": story}))
    assert [type(one) for one in found] == [Skipped, Skipped, RawDocument]


def test_a_wacz_yields_only_the_pages_of_its_web_archives(read: Read) -> None:
    """Otherwise its own list of pages would become the newest version of each page."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Ferry</title><p>Talks resumed on Tuesday.</p>"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://mail.example/ferry\r\nContent-Length: {len(page)}\r\n"
    record = head.encode() + b"Content-Type: application/http; msgtype=response\r\n\r\n" + page + b"\r\n\r\n"
    members = {
        "archive/data.warc.gz": gzip.compress(record),
        "datapackage.json": b'{"profile": "data-package"}',
        "pages/pages.jsonl": b'{"url": "https://mail.example/ferry", "title": "Ferry", "text": "Talks resumed."}\n',
    }
    found = read(archive(members), "crawl.wacz")
    assert [one.url for one in found if isinstance(one, RawDocument)] == ["https://mail.example/ferry"]
    assert [type(one) for one in found[1:]] == [Skipped, Skipped]
    assert found[0].hints["title"] == "Ferry"


def test_the_page_list_of_a_wacz_adds_hints_to_the_matching_capture(read: Read) -> None:
    def record(day: int, url: str = "https://mail.example/ferry", date: bool = True) -> bytes:
        page = b"<p>Talks resumed on Tuesday, and the ferry will sail again.</p>"
        head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {url}\r\nContent-Type: text/html\r\n"
        return (
            head.encode()
            + b"Content-Length: %d\r\n" % len(page)
            + (b"WARC-Date: 2024-05-0%dT10:00:00Z\r\n" % day if date else b"")
            + b"\r\n"
            + page
            + b"\r\n\r\n"
        )

    entry = '{"url": "https://mail.example/ferry", "title": "Ferry, day %d", "ts": "2024-05-0%dT10:00:00.5Z"}\n'
    lists = '{"format": "json-pages-1.0"}\n' + entry % (3, 3) + entry % (4, 4) + "{no JSON\n[1]\n"
    more = '{"url": "https://mail.example/toll", "title": "Toll", "ts": "2024-05-05T10:00:00Z"}\n'
    crawl = gzip.compress(
        record(3) + record(4) + record(5, "https://mail.example/toll", date=False) + record(6, "https://mail.example/a")
    )
    members = {
        "archive/a.warc.gz": crawl,
        "datapackage.json": b"{}",
        "pages/pages.jsonl": lists.encode(),
        "pages/extraPages.jsonl": more.encode(),
    }
    found = [one for one in read(archive(members), "crawl.wacz") if isinstance(one, RawDocument)]
    assert [one.hints.get("title") for one in found] == ["Ferry, day 3", "Ferry, day 4", "Toll", None]
    assert [one.hints["captured"][:10] for one in found] == ["2024-05-03", "2024-05-04", "2024-05-05", "2024-05-06"]
    assert all(one.fetched for one in found)
