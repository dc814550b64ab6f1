"""Wrapped text becomes paragraphs again, and text that was not wrapped is not joined."""

from __future__ import annotations

import textwrap

import pytest

from dateline.page.layout import Paragraph, read_paragraphs

STORY = (
    "The council of Marlow Bay voted on Monday night to close the swimming bath, as its roof could not bear more snow.",
    '"It is a sad day, but nobody wants to swim under a roof that may fall," said Ingrid Solheim, who swam there in 1974.',
    "The bath was built in 1961 with money that the union of fishermen had collected, and 40,000 people use it, figures show.",
    "A new one would cost 200 million crowns. The council has set aside a tenth of that, and the vote was 21 to 14.",
)
HEADLINE = "Swimming bath to close before winter"


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text."""
    return list(read_paragraphs(text.split("\n"), text))


def texts(text: str) -> list[str]:
    """The texts of its paragraphs."""
    return [one.text for one in paragraphs(text)]


@pytest.mark.parametrize("width", range(40, 131, 5))
@pytest.mark.parametrize(("between", "first", "margin"), [("\n\n", "", ""), ("\n", "   ", ""), ("\n\n", "    ", "    ")])
def test_wrapped_text_becomes_its_paragraphs_at_any_width(width: int, between: str, first: str, margin: str) -> None:
    wrapped = (textwrap.fill(one, width, initial_indent=first, subsequent_indent=margin) for one in STORY)
    assert texts(f"{HEADLINE}\n\n{between.join(wrapped)}\n") == [HEADLINE, *STORY]


def test_a_joined_paragraph_keeps_the_lines_it_was_made_of() -> None:
    lines = textwrap.wrap(STORY[0], 60)
    first, second = paragraphs("\n".join([*lines, "", STORY[3][:40]]))
    assert first == Paragraph(STORY[0], 0, tuple(lines))
    assert second == Paragraph(STORY[3][:40], 1)


def test_a_text_with_one_paragraph_per_line_is_unchanged() -> None:
    text = "\n".join([HEADLINE, *STORY])
    assert paragraphs(text) == [Paragraph(line, 0) for line in text.split("\n")]


def test_the_unwrapped_part_of_a_wrapped_mail_is_not_joined() -> None:
    furniture = ["Read more", "Ferry talks resume in Lennox Harbour", "Subscribe to our newsletter", "Terms of use", *STORY[:2]]
    wrapped = "\n\n".join(textwrap.fill(one, 66) for one in STORY)
    assert texts(f"{wrapped}\n\n" + "\n".join(furniture)) == [*STORY, *furniture]


LIST = """The bath has rules that everyone who comes to swim in it must know by heart:
- No running on the stones at the edge of the large basin
- No ball games in the morning, when the oldest come
- No swimming alone after the lamps have been put out
The mayor said that these would be painted on the wall, in letters that even
the shortest of sight can read."""
POEM = """The ferry leaves the harbour wall
As lamps go out along the quay,
And no one answers to the call
Of those who put the boats to sea."""
TABLE = """Place     Depth (m)   Opened   Visitors in the year
Marlow Bay      3.50     1961                 40,000
Lennox          2.20     1974                 12,500
Port Ellin      1.80     1988                  7,300"""
HEADLINES = """Ferry talks resume in Lennox as unions warn of strike
Old lighthouse of Port Ellin is sold to a baker from town
Council of Marlow Bay votes for a new tax on empty houses
Mayor says that nobody will lose the place at the school"""


@pytest.mark.parametrize("text", [POEM, TABLE, HEADLINES], ids=["poem", "table", "headlines"])
def test_verse_tables_and_lists_of_headlines_are_never_joined(text: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(one, 60) for one in STORY)
    for whole in (text, f"{wrapped}\n\n{text}\n\n{wrapped}"):
        found = texts(whole)
        assert all(" ".join(line.split()) in found for line in text.split("\n"))


def test_a_list_keeps_its_items_among_wrapped_lines() -> None:
    first, *items, last = [*LIST.split("\n")[:4], " ".join(LIST.split("\n")[4:])]
    assert texts(LIST) == [first, *items, last]


def test_text_without_case_and_without_spaces_is_joined_without_spaces() -> None:
    story = "港の評議会は月曜日の夜、古いフェリー乗り場を夏の終わりに閉じることを決めた。職員四十人は雨の中を早めに家へ帰った。"
    second = "市長は九十年にわたる仕事に感謝し、建物は海の博物館になると述べたが、誰がその費用を払うのかは誰にも分からなかった。"
    wrapped = "\n\n".join("\n".join(one[at : at + 20] for at in range(0, len(one), 20)) for one in (story, second))
    assert texts(wrapped) == [story, second]


def test_a_full_line_that_ends_a_quotation_ends_its_paragraph_without_a_blank_line() -> None:
    speech = (
        '"We have carried four generations to school," said Per Holm, a deck hand. "Now they tell us to take the bridge, and the'
    )
    speech += ' bridge is closed every time the wind blows."'
    story = (
        *STORY,
        speech,
        "The vote was nine to six. The opposition took the matter to the county, which stopped two closures.",
        *STORY,
    )
    width = next(width for width in range(56, 90) if len(textwrap.wrap(speech, width)[-1]) + len(" The") > width)
    wrapped = "\n".join(textwrap.fill(one, width) for one in story)
    assert texts(wrapped) == list(story)


def test_the_name_of_an_agency_below_the_last_sentence_is_a_separate_line() -> None:
    story = "    The last ferry is to leave at ten in the evening on Sunday,\nand the boats will be sold to a buyer in the south.\n"
    last = "    Nobody said who would pay for the journey of the two boats.\n REUTER\n"
    assert texts(story * 3 + last)[-2:] == ["Nobody said who would pay for the journey of the two boats.", "REUTER"]
