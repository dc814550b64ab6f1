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
        (
            "The U.S. and the U.S.A, J.K.Rowling at 5 a.m.",
            ["The", "U.S", "and", "the", "U.S.A", "J.K", "Rowling", "at", "5", "a.m"],
        ),
        (
            "1,250,000 or 12 500, not 12,5000, 0.125, 3.141,592",
            ["1,250,000", "or", "12 500", "not", "12", "5000", "0", "125", "3.141", "592"],
        ),
        ("C++, C# and .NET of a.example, Node.js", ["C++", "C#", "and", ".NET", "of", "a", "example", "Node", "js"]),
        ("В U.S. и 12 500 С.Ю.", ["В", "U.S", "и", "12 500", "С.Ю"]),
        ("", []),
    ],
)
def test_a_token_is_a_run_of_letters_and_digits_or_has_signs_that_belong_to_it(text: str, tokens: list[str]) -> None:
    assert raw_tokens(text) == tokens
