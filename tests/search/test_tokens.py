"""Every part of the program splits a text into the same tokens."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.search import tokens as tokenizer
from dateline.search.symbol_words import SYMBOL_WORD
from dateline.search.tokens import raw_tokens, token_places

_LATIN = st.text(st.characters(codec="cp1252"))
_SIGNS = [*"aUé1230.,'’+#_- \u00a0\n", "U.S.", "1,250", "500.000", ".net", ".NET"]
_SIGNED = st.lists(st.sampled_from(_SIGNS), max_size=300)
_MIXED = st.lists(st.sampled_from([*_SIGNS, *"\n\nМ图\u0301\u2009"]), max_size=900)
_PLAINLY = re.compile(f"{SYMBOL_WORD}|{tokenizer._ANY_SCRIPT}")


@given(st.one_of(st.text(), _LATIN, st.text(st.characters(max_codepoint=127))))
@example("".join(map(chr, range(0x3000))))
def test_tokens_are_at_their_reported_places(text: str) -> None:
    assert raw_tokens(text) == [text[start:end] for start, end in token_places(text)]


@given(st.one_of(_SIGNED, _MIXED).map("".join))
@example("U.S " * 60 + "\nМост 12 500\n" + "C++" * 90)
@example("М" * 300 + "\n")
def test_words_with_symbols_are_found_as_by_one_pattern_over_the_whole_text(text: str) -> None:
    plainly = _PLAINLY.findall(text)
    assert raw_tokens(text) == plainly
    assert [text[start:end] for start, end in token_places(text)] == plainly


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
def test_a_token_is_a_run_of_letters_and_digits_with_the_symbols_that_belong_to_it(text: str, tokens: list[str]) -> None:
    assert raw_tokens(text) == tokens
