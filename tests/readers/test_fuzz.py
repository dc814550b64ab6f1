"""Readers neither crash nor hang on broken files, and always give a result. benchmarks/fuzz.py runs the same for longer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_files import FORMATS, PACKERS, PIECES, SEEDS, STEPS, Step, account, mutate, pumped

STEP = st.tuples(st.sampled_from(STEPS), st.floats(0, 1), st.integers(1, 255))


@pytest.mark.parametrize("name", SEEDS)
def test_each_seed_file_is_read_without_failures(name: str) -> None:
    """Otherwise the mutations would start from files that are broken already."""
    counts = account(SEEDS[name], None)
    assert not counts["Failure"] or name == "parquet"
    assert counts["RawDocument"] or name in ("sitemap", "opml", "addresses")


@pytest.mark.parametrize(
    "content",
    [
        (
            b"From a@b.example Fri May  3 10:00:00 2024\nFrom: a@b.example\nSubject: x\n"
            b'Content-Type: text/plain; charset="a\0b"\n\nThe old ferry \xe9 sails no more.\n'
        ),
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel><title>F</title><item><title>A</title>"
            b"<link>https://mail\x0f.example/1</link></item></channel></rss>"
        ),
    ],
    ids=["a charset with a zero byte", "a link with a control character"],
)
def test_inputs_that_once_broke_a_reader_are_accounted_for(content: bytes) -> None:
    assert account(content, None)


@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(STEP, min_size=1, max_size=8),
    st.integers(0, len(PACKERS) - 1),
    st.sampled_from(FORMATS),
)
@settings(max_examples=300, deadline=None)
def test_a_broken_file_is_accounted_for(name: str, steps: list[Step], packer: int, form: str | None) -> None:
    account(PACKERS[packer](mutate(SEEDS[name], steps)), form)


@given(
    st.sampled_from(sorted(SEEDS)), st.floats(0, 1), st.sampled_from(PIECES), st.integers(1_000, 20_000), st.sampled_from(FORMATS)
)
@settings(max_examples=60, deadline=None)
def test_a_file_with_a_piece_repeated_thousands_of_times_is_accounted_for(
    name: str, where: float, piece: bytes, length: int, form: str | None
) -> None:
    account(pumped(SEEDS[name], where, piece, length), form)
