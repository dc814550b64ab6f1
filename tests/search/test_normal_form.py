"""One normal form of words, and the spellings that mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.query import Phrase, Term
from dateline.search.normal_form import normalise_letters, remove_accents, small, spelling_variants
from dateline.search.stems import find_case, make_key_sets
from dateline.search.tantivy import TantivyIndex
from dateline.search.tokens import STEM_LANGUAGES, raw_tokens
from dateline.types.answers import Window
from made_articles import change

CODES = st.sampled_from(STEM_LANGUAGES)


@given(st.text(min_size=1), CODES)
def test_a_normal_form_is_stable_and_never_empty(text: str, code: str) -> None:
    for token in raw_tokens(text):
        word = small(token, code)
        assert small(word, code) == word
        assert normalise_letters(normalise_letters(token)) == normalise_letters(token)
        assert remove_accents(remove_accents(word)) == remove_accents(word)
        for form in (
            word,
            remove_accents(word),
            spelling_variants(word, code),
            find_case(token, code),
            *make_key_sets(token, code)[0],
        ):
            assert form
            assert form == "".join(form.split())


@pytest.mark.parametrize(
    ("word", "code", "form"),
    [
        ("DIŞİŞLERİ", "tr", "dışişleri"),
        ("DIŞIŞLERİ", "en", "dişişleri"),
        ("İstanbul", "-", "istanbul"),
        ("ﬁnal", "-", "final"),
        ("Congreſs", "en", "congress"),
        ("ﾃﾚﾋﾞ", "-", "テレビ"),
        ("Ⅷ", "-", "viii"),
        ("m²", "-", "m²"),
        ("½", "-", "½"),
        ("ـــ", "ar", "ـــ"),
        ("ﷺ", "ar", "ﷺ"),
        ("が", "-", "が"),
        ("й", "ru", "й"),
        ("한국", "-", "한국"),
    ],
)
def test_typographic_variants_are_unified_and_meaningful_characters_kept(word: str, code: str, form: str) -> None:
    assert small(word, code) == form


@pytest.mark.parametrize(
    ("word", "bare"), [("élève", "eleve"), ("łódź", "lodz"), ("ё", "е"), ("й", "й"), ("が", "が"), ("أحمد", "احمد")]
)
def test_accents_are_removed_and_separate_letters_kept(word: str, bare: str) -> None:
    assert remove_accents(word) == bare


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    found = TantivyIndex.open(tmp_path / "index")
    found.apply(
        [
            change(1, "They will resume the work at the harbour of the town."),
            change(2, "They sent her résumé to the harbour of the town."),
            change(3, "NEW HALDEN (Island Wire) — The ferry of the town."),
            change(4, "The new halden of the town."),
        ]
    )
    yield found
    found.close()


def test_a_word_typed_with_accents_ranks_texts_with_the_accents_first(index: TantivyIndex) -> None:
    assert [name for name, _ in index.search(Term("résumé"), Window()).ids] == ["id0002", "id0001"]
    assert {name for name, _ in index.search(Term("resume"), Window()).ids} == {"id0001", "id0002"}


def test_a_phrase_with_capitals_matches_a_dateline_in_capitals_and_no_small_letters(index: TantivyIndex) -> None:
    assert [name for name, _ in index.search(Phrase("New Halden"), Window()).ids] == ["id0003"]
    assert [name for name, _ in index.search(Phrase("NEW HALDEN"), Window()).ids] == ["id0003"]
    assert index.count(Phrase("New")) == 0
