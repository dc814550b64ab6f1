"""Phrase families recognise boilerplate by its wording and leave sentences alone."""

from __future__ import annotations

import pytest

from dateline.cleaning.phrases import load_phrases


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Share", "share"),
        ("ADVERTISEMENT", "ad"),
        ("Comments (12)", "comment-ui"),
        ("Discussion12", "comment-ui"),
        ("Facebook Twitter WhatsApp", "share"),
        ("Share | Tweet | Print", "share"),
        ("Anzeige", "ad"),
        ("Publicité", "ad"),
        ("Поделиться", "share"),
        ("分享到", "share"),
    ],
)
def test_a_line_that_is_a_known_phrase_has_its_label(line: str, label: str) -> None:
    assert load_phrases().whole_label(line) == label


@pytest.mark.parametrize("line", ["Related:", "READ ALSO", "Lire aussi :", "Читайте также:", "関連記事"])
def test_headings_of_related_stories_are_recognised_in_many_languages(line: str) -> None:
    assert load_phrases().whole_label(line) == "related-heading"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Sign up for our morning briefing and get the day's news in your inbox", "newsletter"),
        ("Follow us on Facebook and Instagram", "prompt"),
        ("You must be logged in to reply", "comment-ui"),
        ("READ MORE: Harbour board votes on new quay", "related"),
        ("Lesen Sie auch: Der Hafen bekommt einen neuen Kai", "related"),
        ("Подпишитесь на наш канал в Telegram", "newsletter"),
        ("Promoted by Harbour Mattresses", "ad"),
        ("To view this content, you need to accept cookies of the video service", "legal"),
        ("An dieser Stelle befindet sich eine Karte, die Sie mit Ihrer Zustimmung laden können", "legal"),
    ],
)
def test_a_line_that_begins_like_a_prompt_and_names_its_purpose_has_its_label(line: str, label: str) -> None:
    assert load_phrases().opening_label(line) == label


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell for a third day as traders waited for the central bank.",
        "Subscribe to that theory and you have to explain the missing ferry.",
        "Sign up sheets for the marathon ran out within an hour, organisers said.",
        "Follow the river for two miles and you reach the mill where the flood began.",
        "Get the council to agree and the bridge could open in May, engineers say.",
        "Sponsored by nine senators, the bill passed after midnight.",
        "To see this content of the vault, historians had waited for ninety years.",
        "Related cases have been reported in three neighbouring districts since Monday.",
    ],
)
def test_sentences_of_a_story_that_begin_with_the_same_words_are_left_alone(line: str) -> None:
    phrases = load_phrases()
    assert phrases.whole_label(line) is None
    assert phrases.opening_label(line) is None
