"""Raw bytes are restored exactly, from the smaller of their stored forms."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ArchiveDamaged
from dateline.store.codec import Codec


@given(st.binary(max_size=2000))
def test_bytes_are_restored_exactly(content: bytes) -> None:
    codec = Codec()
    assert codec.unpack(codec.pack(content)) == content


def test_text_shrinks_and_noise_grows_by_one_byte() -> None:
    text, noise = b"The ferry sails again from Monday. " * 100, os.urandom(1000)
    assert len(Codec().pack(text)) < len(text) / 10
    assert len(Codec().pack(noise)) == len(noise) + 1


@pytest.mark.parametrize("stored", [b"", b"\x09abc", b"\x01", b"\x01\x00\x00", b"\x01\x28\xb5\x2f\xfd\x20\xff\xff"])
def test_invalid_stored_bytes_are_damage(stored: bytes) -> None:
    with pytest.raises(ArchiveDamaged):
        Codec().unpack(stored)
