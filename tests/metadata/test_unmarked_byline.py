"""Names next to a headline without the word "by": authors, and nobody else."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.metadata.unmarked_byline import parse_unmarked_byline
from dateline.types.documents import RawDocument

STORY = (
    "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away.\n\n"
    "Work begins in the spring and will take about two years, said the harbour master, Ivo Brandt, who has waited for it long.\n\n"
    "The landing was built by the fishermen's union in 1961, and some forty thousand people a year still use it in summer.\n"
)


def authors(under: str, *, after: str = "") -> tuple[str, ...]:
    text = f"Ferry landing to return\n\n{under}\n\n{STORY}{after}"
    return Cleaner().clean(RawDocument(text.encode(), "text/plain", "a.txt")).metadata.authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Marta Quill", ("Marta Quill",)),
        ("• Marta Quill", ("Marta Quill",)),
        ("Marta Quill | Published 4 months ago", ("Marta Quill",)),
        ("Marta Quill 2 minutes read", ("Marta Quill",)),
        ("Marta Quill Staff Reporter", ("Marta Quill",)),
        ("Marta Quill Parliamentary editor", ("Marta Quill",)),
        ("Marta QuillTravel News Reporter", ("Marta Quill",)),
        ("Marta QuillIvo Brandt", ("Marta Quill", "Ivo Brandt")),
        ("Marta Quill og Ivo Brandt", ("Marta Quill", "Ivo Brandt")),
        ("27. Januar 2026 • Marta Quill • 3 Minuten", ("Marta Quill",)),
        ("Marta Quill / Reuters / Sep 2, 2024, 17:07", ("Marta Quill",)),
        ("Artikel veröffentlicht am 28. April 2024, 14:26 Uhr, Marta Quill", ("Marta Quill",)),
        ("4 May 2024", ()),
        ("Marta Quill wins the harbour race", ()),
        ("Who is Marta Quill?", ()),
        ("Harbour", ()),
    ],
)
def test_an_unmarked_byline_is_names_with_the_usual_additions(line: str, names: tuple[str, ...]) -> None:
    assert parse_unmarked_byline(line) == names


def test_a_name_alone_under_the_headline_is_the_author() -> None:
    assert authors("Marta Quill\n4 May 2024") == ("Marta Quill",)


@pytest.mark.parametrize("line", ["Ivo Brandt", "Key Takeaways", "Ferry Landing", "Harbour Guides", "Social Sharing"])
def test_people_and_words_of_the_story_are_not_an_unmarked_byline(line: str) -> None:
    assert authors(line) == ()


def test_fact_checkers_and_editors_are_not_authors() -> None:
    assert authors("By Marta Quill | Fact-checked by Ana Sousa") == ("Marta Quill",)
    assert authors("By Marta Quill, edited by Ana Sousa\n4 May 2024") == ("Marta Quill",)


def test_agencies_in_a_byline_are_not_part_of_a_name() -> None:
    assert authors("By Marta Quill with agencies") == ("Marta Quill",)
    assert authors("Von Marta Quill mit AP") == ("Marta Quill",)
