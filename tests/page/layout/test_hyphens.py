"""A hyphen at the end of a line is removed only if the line break caused it."""

from __future__ import annotations

import pytest

from dateline.page.layout import read_paragraphs
from layouts import wrap

STORY = (
    "The council of Marlow Bay voted on Monday to close the swimming bath on Fjord Street, after an engineer found "
    "that the foundation could not bear another winter. The mayor, a well-known swimmer himself, called the "
    "decision a sad day for every generation, and said that the money for a new roof had been promised twice by the "
    "county and was never paid to the town. Parents have collected signatures against the closing, and want the "
    "council to mend the building for thirty million, a sum that the engineer called a guess. The council will meet "
    "again in December to decide where the lessons of the schools will be held until a new bath is ready."
)
COMPOUNDS = (
    "Nobody in the town was told in advance what the report on the bath would say, and the engineer would not speak "
    "of it, as is the custom of the county. The mayor read it aloud before the council in the evening, and all who "
    "had come listened without a word to the end."
)


def text(wrapped: str) -> str:
    """The paragraphs of a text, joined to one line."""
    found = list(read_paragraphs(wrapped.split("\n"), wrapped))
    assert [line for one in found for line in one.parts or (one.text,)] == wrapped.split("\n")
    return " ".join(one.text for one in found)


@pytest.mark.parametrize("width", [45, 46, 64])
def test_split_words_are_joined_and_compounds_keep_their_hyphens(width: int) -> None:
    wrapped = wrap(STORY, f"wrap{width}-split").text
    assert wrapped.count("-\n") > 1
    assert text(wrapped) == STORY


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("They had waited long for the long-\nawaited report on the bath.", "long-awaited report"),
        ("The town has many old houses, two-\nand three-storey ones, by the quay.", "houses, two- and three-storey"),
        ("The swimming bath is the oldest swim-\nming bath in all of the county.", "oldest swimming bath"),
        ("A well-known man was met by a well-\nknown man in the bath of his town.", "met by a well-known man"),
    ],
)
def test_a_text_that_splits_no_words_keeps_its_hyphens_unless_it_has_the_joined_word(start: str, expected: str) -> None:
    assert expected in text(f"{start}\n{wrap(COMPOUNDS, 'wrap37').text}")
