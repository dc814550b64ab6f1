"""Quotations with the words around them, and with the speaker if the sentence names one."""

from __future__ import annotations

import pytest

from dateline.metadata.names.quotations import find_quotations

PEOPLE = ("Maria Holt", "Ivo Brandt", "Anna Brandt")


@pytest.mark.parametrize(
    ("text", "quotation", "speaker"),
    [
        ("“We will miss the boats,” said Maria Holt on Monday.", "We will miss the boats,", "Maria Holt"),
        ('Holt told reporters: "The boats are gone for good."', "The boats are gone for good.", "Maria Holt"),
        ("„Die Boote fehlen uns sehr“, sagte Holt am Montag.", "Die Boote fehlen uns sehr", "Maria Holt"),
        ("« Les bateaux nous manquent », explique Maria Holt.", "Les bateaux nous manquent", "Maria Holt"),
        ("“We will miss the boats,” she said. Maria Holt left.", "We will miss the boats,", None),
        ("“We will miss the boats,” said Brandt on Monday.", "We will miss the boats,", None),
        ("“We will miss the boats,” said Holt, Ivo Brandt told us.", "We will miss the boats,", "Maria Holt"),
        ("Maria Holt left. “We will miss the boats,” a captain said.", "We will miss the boats,", None),
        ("Maria Holt liked “the boats of old”.", "the boats of old", None),
    ],
)
def test_a_speaker_is_given_only_if_the_sentence_names_one(text: str, quotation: str, speaker: str | None) -> None:
    (found,) = find_quotations(text, PEOPLE)
    assert (found.text, found.speaker) == (quotation, speaker)
    assert f"{found.before}{text[len(found.before)]}" in text


def test_words_around_a_quotation_are_kept_and_one_or_two_quoted_words_are_not_one() -> None:
    (found,) = find_quotations("The “Star” sailed. He called it “a ship of no return” and “too old”.", PEOPLE)
    assert (found.before, found.after) == ("The “Star” sailed. He called it ", " and “too old”.")


@pytest.mark.parametrize("unit", ["“", '"', "„a ", "«»", "“a b c d” ", '"a b c ', "said Holt. "])
def test_many_marks_take_no_more_time_than_their_number_explains(unit: str) -> None:
    assert all(len(one.before) <= 100 for one in find_quotations(unit * 20_000, PEOPLE))
