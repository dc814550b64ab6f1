"""Compressed streams are detected by their bytes, read up to the first damage, and unpacked within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import zstandard

from dateline.readers import open_documents
from dateline.types.documents import Failure, RawDocument

Read = Callable[..., list[Any]]
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}
RECORDS = b"".join(
    b'{"title": "Story %d", "text": "Talks resumed in town %d."}\n' % (number, number * 7919) for number in range(2000)
)


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("name", ["story.txt.{}", "story", "story.txt", "story.dat"])
def test_a_compressed_story_is_read_under_any_name(read: Read, story: bytes, suffix: str, name: str) -> None:
    (document,) = read(PACK[suffix](story), name.format(suffix))
    assert isinstance(document, RawDocument)
    assert (document.content, document.media_type) == (story, "text/plain")


def test_the_name_without_its_last_suffix_breaks_ties(read: Read) -> None:
    """A document in a compressed file has the name of that file, without a member name."""
    (document,) = read(gzip.compress(b"<p>Talks resumed."), "story.html.gz")
    assert document.media_type == "text/html"
    assert document.origin.endswith("story.html.gz")
    assert document.identity.endswith("story.html.gz")


@pytest.mark.parametrize("suffix", PACK)
def test_several_compressed_parts_are_one_stream(read: Read, suffix: str) -> None:
    """Some tools append, some compress each record separately, and tapes leave zeros at the end."""
    half = len(RECORDS) // 2
    packed = PACK[suffix](RECORDS[:half]) + PACK[suffix](RECORDS[half:]) + bytes(512)
    assert len(read(packed, f"dump.jsonl.{suffix}")) == 2000


@pytest.mark.parametrize("suffix", PACK)
def test_a_truncated_stream_yields_its_intact_part_and_a_failure(read: Read, suffix: str) -> None:
    records = b"".join(
        b'{"text": "%s"}\n' % bytes.hex(bytes([number % 256, number // 256]) * 40).encode() for number in range(60_000)
    )
    packed = PACK[suffix](records)
    *documents, last = read(packed[: len(packed) // 2], f"dump.jsonl.{suffix}")
    assert sum(isinstance(found, RawDocument) for found in documents) > 1_000
    assert isinstance(last, Failure)
    assert "cut off" in last.reason


@pytest.mark.parametrize("suffix", PACK)
def test_a_stream_cut_off_at_its_start_is_one_failure(read: Read, story: bytes, suffix: str) -> None:
    (failure,) = read(PACK[suffix](story)[:11], f"story.txt.{suffix}")
    assert isinstance(failure, Failure)
    assert "cut off" in failure.reason


@pytest.mark.parametrize("suffix", ["gz", "xz", "zst"])
def test_damage_is_reported(read: Read, suffix: str) -> None:
    packed = bytearray(PACK[suffix](RECORDS))
    packed[len(packed) // 2] ^= 0xFF
    last = read(bytes(packed), f"dump.jsonl.{suffix}")[-1]
    assert isinstance(last, Failure)
    assert "damaged" in last.reason


@pytest.mark.parametrize("suffix", PACK)
def test_trailing_bytes_that_are_not_compressed_are_reported(read: Read, story: bytes, suffix: str) -> None:
    document, failure = read(PACK[suffix](story) + b"and some plain words at the end", f"story.txt.{suffix}")
    assert document.content == story
    assert "not compressed" in failure.reason


@pytest.mark.parametrize("suffix", PACK)
def test_a_decompression_bomb_fails_before_it_fills_memory(read: Read, suffix: str) -> None:
    """A hundred megabytes of spaces, compressed to a hundred kilobytes or far less."""
    packer: Any = {
        "gz": lambda: zlib.compressobj(9, wbits=31),
        "bz2": bz2.BZ2Compressor,
        "xz": lambda: lzma.LZMACompressor(preset=0),
        "zst": lambda: zstandard.ZstdCompressor().compressobj(),
    }[suffix]()
    packed = b"".join([packer.compress(bytes(1024 * 1024).replace(b"\0", b" ")) for _ in range(100)] + [packer.flush()])
    for name in ("zeros", "zeros.jsonl"):
        tracemalloc.start()
        found = read(packed, name)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert all(isinstance(one, Failure) for one in found)
        assert any(word in found[-1].reason for word in ("larger than 64 MB", "more than the 64 MB", "500 times its size"))
        assert peak < 200 * 1024 * 1024


def test_a_bomb_of_many_lines_fails_too() -> None:
    """No line is too long here, but a few kilobytes unpack to hundreds of lines."""
    packed = gzip.compress((b" " * 1_000_000 + b"\n") * 200)
    found = list(open_documents(["-"], stdin=io.BytesIO(packed), format="jsonl"))
    assert isinstance(found[-1], Failure)
    assert "500 times its size" in found[-1].reason


def test_nested_compression_is_unpacked_up_to_a_depth(read: Read, story: bytes) -> None:
    packed = story
    for _ in range(5):
        packed = gzip.compress(packed)
    assert read(packed)[0].content == story
    (failure,) = read(gzip.compress(gzip.compress(packed)))
    assert "packed 6 times" in failure.reason


def test_zstd_that_needs_gigabytes_of_memory_fails_with_a_cure(read: Read) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=30, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    (failure,) = read(packer.compress(RECORDS) + packer.flush(), "dump.jsonl.zst")
    assert "--long" in failure.reason


def test_a_zstd_dictionary_at_the_start_is_used_for_all_frames(read: Read) -> None:
    """Web archives in zstd have their dictionary in a frame before the first record."""
    dictionary = zstandard.train_dictionary(4096, [RECORDS[at : at + 60] for at in range(0, len(RECORDS), 61)])
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    parts = [packer.compress(line) for line in RECORDS.splitlines(keepends=True)[:50]]
    for carried in (dictionary.as_bytes(), zstandard.compress(dictionary.as_bytes())):
        frame = b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(carried)) + carried
        assert [found.hints["title"] for found in read(frame + b"".join(parts), "dump.jsonl.zst")][-1] == "Story 49"
    (failure,) = read(parts[0], "dump.jsonl.zst")
    assert "dictionary" in failure.reason
    (failure,) = read(b"\x5d\x2a\x4d\x18\xff\xff\xff\xff" + parts[0], "dump.jsonl.zst")
    assert "not plausible" in failure.reason


def test_a_forced_format_applies_to_the_unpacked_content(read: Read) -> None:
    (document,) = read(gzip.compress(b"<p>Talks resumed."), "story.gz", format="html")
    assert document.media_type == "text/html"


def test_a_compressed_picture_in_a_folder_is_skipped(read: Read) -> None:
    (skipped,) = read(gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(50)), "photo.png.gz", folder=True)
    assert skipped.reason == "no reader for .png files"
