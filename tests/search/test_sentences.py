"""Where sentences and paragraphs end."""

from __future__ import annotations

from itertools import groupby

import pytest

from dateline.search.sentences import paragraph_numbers, sentence_numbers
from dateline.search.tokens import token_places


def pieces(text: str, language: str = "en") -> list[str]:
    """Return the first word of each sentence."""
    places = token_places(text)
    numbered = zip(sentence_numbers(text, places, language), places, strict=True)
    return [text[slice(*next(group)[1])] for _, group in groupby(numbered, key=lambda pair: pair[0])]


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("The ferry left. It was late.", ["The", "It"]),
        ("“We will stay.” He left! Why? Nobody knows…", ["We", "He", "Why", "Nobody"]),
        ("Dr. Moe met J. Aas of the U.S. Navy, e.g. on Feb. 3 at 7.30 p.m. in town.", ["Dr"]),
        ("They said they don't. Then they left.", ["They", "Then"]),
        ("He paid 3.5 million. In 2016. The rest came later.", ["He", "In", "The"]),
        ("Wait... what? No.", ["Wait", "No"]),
        ("The end (at last.) Next", ["The", "Next"]),
        ("老码头关了。船走了！", ["老", "船"]),
        ("پل بسته شد۔ کشتی رفت", ["پل", "کشتی"]),
        ("One line\nof two. And three.\n\nEnd", ["One", "And", "End"]),
        ("A headline\n\nThe story", ["A", "The"]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, firsts: list[str]) -> None:
    assert pieces(text) == firsts


def test_a_period_after_an_ordinal_does_not_end_a_german_sentence() -> None:
    assert pieces("Am 14. Juli kam er. Dann ging er.", "de") == ["Am", "Dann"]
    assert pieces("He is 14. July came.", "en") == ["He", "July"]


def test_paragraphs_end_at_blank_lines_or_at_each_line_if_there_are_none() -> None:
    for text, numbers in (("a b\nc\n\nd e", [0, 0, 0, 1, 1]), ("a b\nc d", [0, 0, 1, 1])):
        assert paragraph_numbers(text, token_places(text)) == numbers


@pytest.mark.parametrize(
    ("language", "text", "firsts"),
    [
        ("de", "Es kam z. B. Anna, d. h. Frau Moe, ca. Mitternacht, gegr. Bonn. Dann ging sie.", ["Es", "Dann"]),
        ("es", "La Sra. Moe viajó a EE. UU. con el núm. Siete de la Avda. Mayor. Luego volvió.", ["La", "Luego"]),
        ("fr", "MM. Moe et Aas, av. Foch, env. Paris. Puis ils partirent.", ["MM", "Puis"]),
        ("ru", "Он жил в г. Москва на ул. Мира у просп. Победы. Потом уехал.", ["Он", "Потом"]),
        ("ru", "Это было в 2020 г. Потом он уехал.", ["Это", "Потом"]),
        ("pl", "Przy ul. Mostowej mieszka prof. Moe, tzw. Kapitan. Potem w 2020 r. Anna odeszła.", ["Przy", "Potem", "Anna"]),
        ("cs", "Pan Moe, tzv. Kapitán, bydlí na nám. Míru. Potom odešel.", ["Pan", "Potom"]),
        ("tr", "Prof. Doç. Moe, Bkz. Ankara. Sonra gitti.", ["Prof", "Sonra"]),
        ("en", "We saw the es. Then we left.", ["We", "Then"]),
    ],
)
def test_abbreviations_of_a_language_do_not_end_its_sentences(language: str, text: str, firsts: list[str]) -> None:
    assert pieces(text, language) == firsts
