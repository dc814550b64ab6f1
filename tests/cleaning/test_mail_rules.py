"""The text that a mail puts around a story is not part of it."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

QUOTED = """I agree with this.

{attribution}
> The harbour council of Marlow Bay met on Monday about the old ferry terminal,
> and the staff went home early with their lamps.
>
> The mayor wrote: the building will become a museum of the sea, and nobody on
> the council could say who would pay for it.

--{space}
Ann Berg
Marlow Bay, telephone 555 0123
"""
STORY = [
    "The harbour council of Marlow Bay met on Monday about the old ferry terminal, and the staff went home early with their lamps.",
    "The mayor wrote: the building will become a museum of the sea, and nobody on the council could say who would pay for it.",
]


def cleaned(text: str) -> list[tuple[str, bool, str]]:
    """Each line with its verdict and reason."""
    article = Cleaner().clean(RawDocument(text.encode(), "text/plain", "a.eml", hints={"title": "The old terminal"}))
    return [(line.text, line.keep, line.reason) for line in article.lines]


@pytest.mark.parametrize(
    "attribution",
    [
        "On Thu, 14 Jul 2016 at 10:42, Ola Nordmann <ola@mail.example> wrote:",
        "Am 14.07.2016 um 10:42 schrieb Ola Nordmann:",
        "Le 14 juillet 2016, Ola Nordmann a écrit :",
    ],
)
def test_a_quoted_story_is_kept_without_its_attribution_and_signature(attribution: str) -> None:
    lines = cleaned(QUOTED.format(attribution=attribution, space=" "))
    assert [text for text, keep, _ in lines if keep and text != "I agree with this."] == STORY
    assert (attribution, False, "rule:attribution") in lines
    assert [text for text, _, reason in lines if reason == "rule:signature"] == ["--", "Ann Berg", "Marlow Bay, telephone 555 0123"]


def test_a_line_of_a_story_that_ends_in_a_colon_is_kept() -> None:
    text = f"{STORY[0]}\n\nThe mayor of Marlow Bay, who had read the letter of the staff twice, wrote:\n\n{STORY[1]}\n"
    assert all(keep for _, keep, _ in cleaned(text))


@pytest.mark.parametrize("close", ["Best regards", "Mit freundlichen Grüßen,", "Cordialement", "С уважением,"])
def test_a_name_under_the_closing_of_a_letter_is_a_signature(close: str) -> None:
    found = cleaned("\n\n".join(["Dear all,", *STORY, f"{close}\nOla Nordmann\nMarlow Bay"]))
    assert [line for line, keep, _ in found if keep] == ["Dear all,", *STORY]


def test_a_sentence_after_a_closing_is_not_a_signature() -> None:
    found = cleaned("\n\n".join([*STORY, "Best wishes", STORY[0]]))
    assert [line for line, keep, _ in found if keep][-1] == STORY[0]
