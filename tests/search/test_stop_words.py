"""Stop words are known in many languages, and other words are not."""

from __future__ import annotations

import pytest

from dateline.search.stop_words import is_stop_word


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the with has and they're don't he's would"),
        ("de", "der die und ein nicht mit"),
        ("fr", "le les et une dans"),
        ("es", "el la de que y"),
        ("ru", "и в не на"),
        ("sv", "och det att"),
        (None, "the with and"),
    ],
)
def test_stop_words_are_known(language: str | None, words: str) -> None:
    assert [word for word in words.split() if not is_stop_word(word, language)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "ferry council first new war o'brien"),
        ("de", "fähre hafen war-schiff"),
        ("fr", "bateau été-hiver"),
        ("zh", "码头 的"),
        ("tr", "köprü"),
    ],
)
def test_other_words_are_not_stop_words(language: str, words: str) -> None:
    assert [word for word in words.split() if is_stop_word(word, language)] == []
