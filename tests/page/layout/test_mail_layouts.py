"""Mail: format=flowed, quoted and wrapped lines; typed pages with a blank line between all lines."""

from __future__ import annotations

import textwrap

import pytest

from dateline.page.layout import NO_HINTS, LayoutHints, Paragraph, read_paragraphs

STORY = (
    "The council of Marlow Bay voted on Monday night to close the swimming bath, as its roof could not bear more snow.",
    '"It is a sad day, but nobody wants to swim under a roof that may fall," said Ingrid Solheim, who swam there in 1974.',
    "The bath was built in 1961 with money that the union of fishermen had collected, and 40,000 people use it, figures show.",
    "A new one would cost 200 million crowns. The council has set aside a tenth of that, and the vote was 21 to 14.",
)


def texts(text: str, hints: LayoutHints = NO_HINTS) -> list[str]:
    """The paragraphs of a text."""
    return [one.text for one in read_paragraphs(text.split("\n"), text, hints)]


def test_flowed_lines_of_any_length_are_joined_but_a_signature_is_not() -> None:
    text = "The ferry \nleft on \nMonday.\nIt came back.\n-- \nAnn Berg"
    assert texts(text, LayoutHints(flowed=True)) == ["The ferry left on Monday.", "It came back.", "--", "Ann Berg"]
    assert texts("渡船は \n月曜日に出た。", LayoutHints(flowed=True, delete_space=True)) == ["渡船は月曜日に出た。"]


def test_mail_marked_as_flowed_without_flowed_lines_is_joined_by_its_width() -> None:
    assert texts("\n\n".join(textwrap.fill(one, 60) for one in STORY), LayoutHints(flowed=True)) == list(STORY)


def test_quoted_lines_lose_their_marks_and_are_separate_paragraphs() -> None:
    quoted = "\n>\n".join(textwrap.indent(textwrap.fill(one, 64), "> ") for one in STORY)
    found = list(read_paragraphs(lines := f"I agree.\n\nAnn wrote:\n{quoted}\n-- \nBo".split("\n"), "\n".join(lines)))
    assert [one.text for one in found] == ["I agree.", "Ann wrote:", *STORY, "--", "Bo"]
    assert found[2] == Paragraph(STORY[0], 1, tuple(f"> {line}" for line in textwrap.wrap(STORY[0], 64)))


def test_a_few_quotation_marks_at_line_starts_are_not_a_quotation() -> None:
    text = "> \nFerry talks resume in Lennox\n>\nOld lighthouse is sold\n> Read more"
    assert texts(text) == [" ".join(line.split()) for line in text.split("\n")]


@pytest.mark.parametrize("width", [60, 72, 84])
def test_single_blank_lines_separate_no_paragraphs_if_longer_gaps_do(width: int) -> None:
    text = "\n\n\n\n".join("\n\n".join(textwrap.wrap(one, width)) for one in STORY * 2)
    assert texts(text) == list(STORY * 2)


def test_paragraphs_of_one_line_each_are_not_joined() -> None:
    assert texts("\n\n".join(STORY * 3)) == list(STORY * 3)
