"""Texts are cut into the same tokens wherever they are read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.search.analysis import raw_tokens, token_places

_LATIN = st.text(st.characters(codec="cp1252"))


@given(st.one_of(st.text(), _LATIN, st.text(st.characters(max_codepoint=127))))
@example("".join(map(chr, range(0x3000))))
def test_tokens_stand_where_their_places_say(text: str) -> None:
    assert raw_tokens(text) == [text[start:end] for start, end in token_places(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("A snake_case word, half-way.", ["A", "snake", "case", "word", "half", "way"]),
        ("“Don’t,” said Åse — 5 m² à 3 €.", ["Don", "t", "said", "Åse", "5", "m²", "à", "3"]),
        ("\u00a0two\x1cwords\x85and\u00adone\n", ["two", "words", "and", "one"]),
        ("мост 图书 ไทย", ["мост", "图", "书", "ไ", "ท", "ย"]),
        ("", []),
    ],
)
def test_a_token_is_a_run_of_letters_and_digits(text: str, tokens: list[str]) -> None:
    assert raw_tokens(text) == tokens
