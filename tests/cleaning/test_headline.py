"""The headline of a text without markup: never a sentence of the story, and none if there is none."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.cleaning.headline import could_be_headline
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument

LEAD = "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away."
REST = 'Work begins in May and will cost four million crowns, a third of it paid by the fishermen.\n\n"We waited long," she said.'


def clean(text: str, **hints: str) -> CleanedArticle:
    return Cleaner().clean(RawDocument(text.encode(), "text/plain", "text", hints=hints))


@pytest.mark.parametrize("text", [LEAD, f"{LEAD}\n\n{REST}", f"{LEAD}\n{REST}", f"ALDMOOR, May 3 (Coast Wire) - {LEAD}\n\n{REST}"])
def test_a_text_without_a_headline_keeps_its_lead_and_has_no_title(text: str) -> None:
    article = clean(text)
    assert article.metadata.title is None
    assert not article.removed


def test_a_lead_that_the_container_states_as_title_is_the_title() -> None:
    assert clean(f"{LEAD}\n\n{REST}", title=LEAD).metadata.title == LEAD


def test_a_lead_from_which_the_container_made_a_short_title_is_kept_in_the_text() -> None:
    assert LEAD in clean(f"{LEAD}\n\n{REST}", title="Council of Aldmoor voted to rebuild the old ferry landing").body


@pytest.mark.parametrize(
    "head",
    [
        "Landing to return before winter\n\n",
        "Landing to return before winter\nBy Marta Quill\n3 May 2019\nShare\nPrint\n\n",
        "Home\nNews\nHome > News > Coast\nLanding to return before winter\nBy Marta Quill\n\n",
        "Subscribe\nNewsfeed\n\nLanding to return before winter\n\nBy Marta Quill\n\nPhoto: Marta Quill\n\n",
        "MEDIA RELEASE\n\nThe Hon Marta Quill MP Minister for Harbours\n\nLanding to return before winter\n\n",
    ],
)
def test_each_line_above_a_story_gets_its_own_verdict(head: str) -> None:
    article = clean(f"{head}{LEAD}\n\n{REST}")
    assert article.metadata.title == "Landing to return before winter"
    assert [line.text for line in article.lines if line.keep] == [LEAD, *REST.split("\n\n")]


@pytest.mark.parametrize("above", ["Coast\n\n", "14 MAY, 16:40\nUpdated at: 17:05\n"])
def test_the_longer_line_under_a_headline_is_its_standfirst(above: str) -> None:
    headline, standfirst = (
        "Council votes to rebuild old ferry landing",
        "Two winters of storms had torn the ferry landing away, Ivo Brandt says",
    )
    assert clean(f"{above}{headline}\n\n{standfirst}\n\n{LEAD}\n\n{REST}").metadata.title == headline


def test_a_prompt_above_the_headline_is_not_a_headline_above_a_standfirst() -> None:
    headline = "Council of Aldmoor votes to rebuild the old ferry landing after storms"
    assert clean(f"Subscribe to the Harbour Post for free\n\n{headline}\n\n{LEAD}\n\n{REST}").metadata.title == headline


def test_a_single_word_above_a_byline_is_a_headline() -> None:
    assert clean(f"Drained\nBy Marta Quill\n14 November 2022\n\n{LEAD}\n\n{REST}").metadata.title == "Drained"


@pytest.mark.parametrize(
    "head", ["Source: Coast Wire\nEditor: quill", "The landing in March - Photo: Marta Quill", "© 2019 Harbour Post"]
)
def test_captions_sources_and_owners_are_not_headlines(head: str) -> None:
    assert clean(f"{head}\n\n{LEAD}\n\n{REST}").metadata.title is None


def test_a_headline_may_have_two_sentences() -> None:
    text = f"Home\nCoast\nThe landing returns. Will the boats?\nBy Marta Quill\n3 May 2019\n\n{LEAD}\n\n{REST}"
    assert clean(text).metadata.title == "The landing returns. Will the boats?"


@pytest.mark.parametrize("line", ["Landing returns to the U.S.", "Is it over?", "Quill & Sons Inc.", "A landing, at last!"])
def test_a_headline_may_end_with_punctuation(line: str) -> None:
    assert could_be_headline(line)


@pytest.mark.parametrize(
    "line", ["The landing is gone.", "They said:", "• one of many", "HALDEN, May 3 (Reuters) - It is gone", "。"]
)
def test_sentences_lists_and_datelines_are_not_headlines(line: str) -> None:
    assert not could_be_headline(line)


def test_a_repeated_headline_is_removed_both_times() -> None:
    article = clean(f"Ferry landing to be rebuilt\n\nFerry landing to be rebuilt\n\n{LEAD}\n\n{REST}")
    assert article.metadata.title == "Ferry landing to be rebuilt"
    assert article.body == clean(f"{LEAD}\n\n{REST}").body


def test_the_salutation_of_a_letter_is_kept() -> None:
    assert clean(f"Dear all,\n\nthe landing is closed.\n\n{LEAD}\n\n{REST}").body.startswith("Dear all,")
