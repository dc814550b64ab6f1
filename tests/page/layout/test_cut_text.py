"""Text that was split at links and emphasis becomes paragraphs again."""

from __future__ import annotations

import pytest

from dateline.page.layout import read_paragraphs

PIECES = """Swimming bath to close before winter
By
Marta Quill
The council of
Marlow Bay
voted on Monday to close the
swimming bath
, after it found that its roof (
built in 1961
) leaks.
Parents have collected names against it, according to the
Harbour Post
, and want to
mend the roof
for 30 million crowns.
Read more
Ferry talks resume in Lennox
Terms of use"""
STORY = [
    "The council of Marlow Bay voted on Monday to close the swimming bath, after it found that its roof (built in 1961) leaks.",
    "Parents have collected names against it, according to the Harbour Post, and want to mend the roof for 30 million crowns.",
]
FURNITURE = ["Read more", "Ferry talks resume in Lennox", "Terms of use"]
VERSE = """the boats go out, the boats come home
and nobody has seen the sea
the way it looked before the foam
came over all that used to be"""


def texts(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [one.text for one in read_paragraphs(text.split("\n"), text)]


def test_pieces_of_a_sentence_are_joined_and_other_lines_are_not() -> None:
    assert texts(PIECES) == ["Swimming bath to close before winter", "By", "Marta Quill", *STORY, *FURNITURE]


def test_pieces_that_kept_their_spaces_are_joined_without_extra_ones() -> None:
    spaced = PIECES.replace("council of\n", "council of \n").replace("close the\n", "close the \n").replace("\nvoted", "\n voted")
    spaced = spaced.replace("to the\n", "to the \n").replace("want to\n", "want to \n").replace("\nfor 30", "\n for 30")
    assert texts(spaced)[3:] == [*STORY, *FURNITURE]


@pytest.mark.parametrize("text", [VERSE, "\n".join(FURNITURE), "menu\nclose menu\nfollow us on the web\nrequest a quote"])
def test_verse_and_menus_in_lower_case_are_not_joined(text: str) -> None:
    assert texts(f"{PIECES}\n\n{text}")[-len(text.split("\n")) :] == text.split("\n")


def test_a_lead_that_is_split_into_short_pieces_is_joined_too() -> None:
    text = (
        "Nine hundred bats found in mill\nBy\nMarta Quill\nBiologists have found\na colony\n"
        "of some nine hundred noctule bats in the attic of a disused sugar mill near the harbour.\n"
        "The animals were seen\nwhen a\nroofer lifted a sheet of tin and heard what he took for running water, he said.\n"
        "Share\nTweet"
    )
    assert texts(text) == [
        "Nine hundred bats found in mill",
        "By",
        "Marta Quill",
        "Biologists have found a colony of some nine hundred noctule bats in the attic of a disused sugar mill near the harbour.",
        "The animals were seen when a roofer lifted a sheet of tin and heard what he took for running water, he said.",
        "Share",
        "Tweet",
    ]
