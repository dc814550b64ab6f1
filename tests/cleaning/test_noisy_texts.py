"""Short and noisy texts: the noise around a copied story is removed, and the sentences next to it are kept."""

from __future__ import annotations

import pytest

from dateline.cleaning import Cleaner
from dateline.cleaning.line_form import is_address, is_code, is_letter_spaced
from dateline.cleaning.phrases import load_phrases
from dateline.types.documents import RawDocument

STORY = (
    "The council of Aldmoor voted on Tuesday to rebuild the old ferry landing, after two winters of storms had torn it away.",
    "Work begins in May and will cost four million crowns, a third of it paid by the fishermen of the three villages.",
    '"We waited long for this," said the mayor, who crossed the water to school in the last boat of all.',
    "A decision on the timetable is expected before the end of the year.",
)

PROGRAM = (
    "The boats of the harbour are counted by a small program that anybody may read, and that took two evenings to write.",
    "It asks the gate for its log once an hour, adds up who went out and who came back, and sends a mail when somebody is missing.",
    "We begin with the client, which only has to know where the gate stands:",
    'client.BaseAddress = new Uri("https://gate.example/log");',
    "The address can be changed in the settings, because the gate of the old harbour answers somewhere else.",
    "Next come the entries, which arrive as plain text with a boat on each line, its name before its number:",
    "var boats = await client.GetBoats();",
    "What the gate sends is not always in order, since its clock goes wrong whenever the power fails in a storm.",
    "So we sort the entries by their number first, and throw away those that stand there twice.",
    "The rest is adding and taking away, which takes a few lines more than it should for the sake of the ferry.",
    "At the end of the night the program writes how many boats are out, and goes to sleep until the next hour.",
    "In the first month it was wrong only once, when two boats of the same name came home within a minute.",
)


def kept(*lines: str) -> list[str]:
    raw = RawDocument("\n\n".join(lines).encode(), "text/plain", "text")
    return [line.text for line in Cleaner().clean(raw).lines if line.keep]


@pytest.mark.parametrize(
    "noise",
    [
        'window.dataLayer = window.dataLayer || []; window.dataLayer.push({"event":"outstream","slot":2});',
        '{"@context":"https://schema.org","@type":"VideoObject","name":"Landing","duration":"PT1M2S"}',
        ".teaser__media{margin:0 auto;max-width:640px}",
        "We and our partners store information on a device, such as cookies and process personal data.",
        "Also read | Fishermen mend their nets for nothing",
        "यह भी पढ़ें | नाव फिर चलेगी",
        "Lire aussi | Le bac reprendra au printemps",
        "M E D I A R E L E A S E",
        "Media contact: Marta Quill, 0455 448 985",
        "The landing in March – Photo: Marta Quill",
        "12. https://harbour-post.example/landing",
        "2,95 € / Woche",
    ],
)
def test_noise_between_paragraphs_is_removed_and_the_paragraphs_are_kept(noise: str) -> None:
    assert kept(*STORY[:2], noise, *STORY[2:]) == list(STORY)


def test_comments_in_the_middle_of_a_story_are_removed() -> None:
    thread = (
        "Tom Aldous September 27, 2016",
        "They knew this since 1974 and did nothing about it, so I am not at all surprised by any of it.",
        "Rita Vance September 26, 2016",
        "Good for the fishermen. About time that somebody listened to them for once.",
        "SEE ALL COMMENTS",
    )
    assert kept(*STORY[:2], *thread, *STORY[2:]) == list(STORY)


@pytest.mark.parametrize("line", STORY)
def test_a_single_paragraph_is_a_story(line: str) -> None:
    assert kept(line) == [line]


@pytest.mark.parametrize(
    "line", ["He paid 2,95 € for a coffee (and a bun).", "Let x be the width; it was 3 < 4, they said.", "A or B?"]
)
def test_sentences_with_unusual_symbols_are_not_code(line: str) -> None:
    assert not is_code(line)


def test_letter_spaced_lines_and_addresses_are_distinguished_from_sentences() -> None:
    assert is_letter_spaced("P R E S S R E L E A S E")
    assert not is_letter_spaced("I am a gardener")
    assert is_address("[12] https://harbour-post.example/landing")
    assert not is_address("12 boats left at https://harbour-post.example/landing")


@pytest.mark.parametrize("line", ["Key takeaways", "Zusammenfassung", "TL;DR:", "Кратко"])
def test_section_headings_are_recognised(line: str) -> None:
    assert load_phrases().is_section_heading(line)


def test_a_text_with_only_a_story_is_unchanged() -> None:
    story = (
        *STORY[:2],
        "What comes next",
        *STORY[2:],
        "The ferry",
        "- built in 1931",
        "- 62 seats",
        "Write to landing@aldmoor.example",
        "Is it worth the money? Most of the islanders think so, and those who do not have boats of their own.",
    )
    assert kept(*story) == list(story)


def test_a_sentence_after_a_box_of_other_stories_belongs_to_the_short_story() -> None:
    box = ("Related articles", "Bridge toll halved for night workers", "Sea eagles return to the islands")
    assert kept(*STORY[:2], *box, "The old landing had stood there since 1904.", "Share", "Comments 12") == [
        *STORY[:2],
        "The old landing had stood there since 1904.",
    ]


def test_a_readers_sentence_below_the_comments_is_removed() -> None:
    thread = ("Comments 12", "Rita, Hull, United Kingdom, 2 hours ago", "Good for them! About time someone did it.")
    assert kept(*STORY, *thread, "Click to rate") == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Marta Quill and Tom Aldous in Hull contributed to this report.",
        "Rita Vance contributed reporting.",
        "Jean Morel a contribué à cet article",
    ],
)
def test_a_line_that_credits_contributors_is_removed(line: str) -> None:
    assert kept(*STORY, line) == list(STORY)


def test_a_sentence_of_the_story_with_the_word_contributed_is_kept() -> None:
    line = "Heavy rain and the weak sea wall contributed to this disaster, the report of the engineers says."
    assert kept(*STORY, line) == [*STORY, line]


def test_the_heading_of_the_first_entry_of_a_live_blog_is_kept_like_the_others() -> None:
    entries = [("14:32", "Hospital moved"), ("13:50", "Grant asked for"), ("12:05", "First estimate"), ("09:15", "Schools closed")]
    lines = [line for entry, text in zip(entries, STORY, strict=True) for line in (*entry, text)]
    found = kept("Surge in Aldmoor: what we know", "Live", *lines)
    assert [line for line in found if line not in STORY] == [heading for _, heading in entries]


def test_the_heading_of_a_summary_above_the_story_is_kept() -> None:
    assert kept("Ferry landing to be rebuilt", "Key points", *STORY) == ["Key points", *STORY]


@pytest.mark.parametrize(
    "line", ["HomeNewsHarbourWeatherLog inSubscribe", "Most readMayor of Aldmoor denies claimsTen soups for a cold evening"]
)
def test_blocks_that_were_joined_without_spaces_are_removed(line: str) -> None:
    """A menu, or a list of stories with its heading, that a tool wrote without spaces between the parts."""
    assert kept(line, *STORY) == kept(*STORY, line) == list(STORY)


@pytest.mark.parametrize("line", ["LinkedIn and YouTube", "The McIntyreO’NeillFitzGerald report", "iPhone, iPad and MacBook"])
def test_names_with_capitals_inside_are_not_joined_blocks(line: str) -> None:
    assert not load_phrases().is_glued(line)


def test_code_in_a_text_about_a_program_is_kept() -> None:
    """A story about a program shows it."""
    assert kept(*PROGRAM) == list(PROGRAM)
