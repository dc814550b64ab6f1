"""The normal forms of strings, and the safe display of texts from elsewhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text import fold, normalise, shown, shown_text

SEEN = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Format characters that are visible: number signs and the end-of-verse sign."""
LAYOUT = range(0x13430, 0x13460)
"""Characters that arrange Egyptian hieroglyphs."""


def test_every_control_or_invisible_character_is_shown_as_its_escape() -> None:
    """The list is written by hand, because looking up every code point takes too long; this test compares it with Unicode."""
    for point in range(0x110000):
        sign, kind = chr(point), unicodedata.category(chr(point))
        acts = kind in ("Cc", "Cs", "Zl", "Zp") or (kind == "Cf" and point not in SEEN and point not in LAYOUT)
        assert not acts or shown(f"a{sign}b").isascii(), hex(point)
        assert kind[0] not in "LMNPS" or shown(sign) == sign, hex(point)


def test_a_line_has_no_line_breaks_and_a_text_keeps_them() -> None:
    assert shown("a\n\tb\r") == r"a\x0a\x09b\x0d"
    assert shown_text("a\n\tb\r") == "a\n\tb\\x0d"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cروم",  # Persian separates the parts of verbs in this way
        "\u200cروم",  # and a match may begin there
        "क्\u200dष",
        "👩\u200d🚀 and 🏳\ufe0f\u200d🌈",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "Zürich – “no” · naïve café",
    ],
)
def test_characters_that_a_script_needs_are_kept(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("pay\u200dpal", r"pay\u200dpal"),
        ("ا\u200c\u200c\u200c\u200cب", "ا\u200c\\u200c\\u200c\u200cب"),
        ("a\U000e0041", r"a\U000e0041"),
        ("\U0001f3f4\U000e0041\U000e0042", "\U0001f3f4\\U000e0041\\U000e0042"),
        ("invoice\u202egpj.exe", r"invoice\u202egpj.exe"),
        ("\ud800", r"\ud800"),
    ],
)
def test_characters_that_no_script_needs_are_escaped(text: str, escaped: str) -> None:
    assert shown(text) == escaped


@given(st.text())
def test_escaping_a_text_twice_changes_nothing(text: str) -> None:
    assert shown(shown(text)) == shown(text)
    assert shown_text(shown_text(text)) == shown_text(text)


def test_letters_and_their_accents_are_composed_in_a_text_of_any_length() -> None:
    decomposed = unicodedata.normalize("NFD", "Über die Fähre à Brême, 東京で「がぎぐ」 " * 100)
    assert normalise(decomposed) == unicodedata.normalize("NFC", decomposed).strip()
    assert fold("Ünïted Émirates") == "united emirates"


def test_a_letter_with_a_million_accents_does_not_hang_the_normal_form() -> None:
    """Sorting the accents takes quadratic time: this once took hours."""
    text = "a" + "\u0301\u0323" * 500_000
    assert normalise(text).replace(" ", "").count("\u0323") == 499_999  # one is composed with the first letter
    assert fold(text).replace(" ", "") == "a"
