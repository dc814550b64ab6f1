"""Markdown is read as the words that a reader sees."""

from __future__ import annotations

import pytest

from dateline.page.layout import LayoutHints, Paragraph, read_paragraphs
from dateline.page.layout.markdown import strip_marks


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("## Swimming bath to close ##", "Swimming bath to close"),
        ('The [council](https://town.example/a_(b)?c=1 "The council") voted, as [it][1] said.', "The council voted, as it said."),
        ("**By Marta Quill** — *14 November*, __late__, _at night_", "By Marta Quill — 14 November, late, at night"),
        ("![The bath in winter](https://town.example/bath.jpg)", "![The bath in winter]"),
        ("![The bath](/bath.jpg) The bath ![in winter](/w.jpg) is [closed](/c)", "The bath is closed"),
        ("[![Home](/logo.png)](/)", "![Home]"),
        ("![](/logo.png)", "![]"),
        ("See <https://town.example/plan>, a file\\_name and snake_case_names, 2 * 3 * 4", None),
        ("#bath and #winter", "#bath and #winter"),
        ("* one of a list", "* one of a list"),
    ],
)
def test_markup_is_removed_and_words_are_kept(marked: str, plain: str | None) -> None:
    assert strip_marks(marked) == (plain or "See https://town.example/plan, a file_name and snake_case_names, 2 * 3 * 4")


TEXT = """# Swimming bath to close

The [council of Marlow Bay](https://town.example/council) voted on Monday to close
the bath on [Fjord Street](https://town.example/fjord), which [opened in
1961](https://town.example/a-very-long-address-of-a-page-about-the-bath) and has
leaked since.

| Bath | Depth |
| --- | --- |
| Marlow Bay | 3.5 |
"""


@pytest.mark.parametrize("hints", [LayoutHints(), LayoutHints(markdown=True)], ids=["text with its links", "called Markdown"])
def test_wrapped_markdown_is_joined_before_its_markup_is_removed(hints: LayoutHints) -> None:
    found = list(read_paragraphs(TEXT.split("\n"), TEXT, hints))
    assert found[0] == Paragraph("Swimming bath to close", 0, ("# Swimming bath to close",))
    assert found[1].text == (
        "The council of Marlow Bay voted on Monday to close the bath on Fjord Street, which opened in 1961 and has leaked since."
    )
    assert found[1].parts == tuple(TEXT.split("\n")[2:6])
    assert [one.text for one in found[2:]] == TEXT.strip().split("\n")[-3:]


def test_a_text_that_is_not_markdown_keeps_its_symbols() -> None:
    text = "*Additional reporting* by [the desk] and #winter\n# 1 in the town"
    assert [one.text for one in read_paragraphs(text.split("\n"), text)] == text.split("\n")


LINKED = """The council voted on Monday, as the [minutes of the
meeting](https://town.example/minutes-of-the-long-
meeting-of-monday "Minutes") say, to close the bath.

[![The
bath](https://town.example/bath.jpg)
Marlow Bay](https://town.example/)
[News](https://town.example/news)
[Sport](https://town.example/sport)
> "A pity," said the mayor.
"""


def test_a_wrapped_link_is_joined_and_links_on_separate_lines_are_not() -> None:
    assert [paragraph.text for paragraph in read_paragraphs(LINKED.split("\n"), LINKED)] == [
        "The council voted on Monday, as the minutes of the meeting say, to close the bath.",
        "Marlow Bay",
        "News",
        "Sport",
        '"A pity," said the mayor.',
    ]


def test_brackets_that_are_not_links_join_no_lines() -> None:
    text = "[a](b) [c](d) [e](f)\nAn open [bracket\nand another line\nand an (open one\nThe end"
    assert [paragraph.text for paragraph in read_paragraphs(text.split("\n"), text)][-1] == "The end"
    assert len(list(read_paragraphs(text.split("\n"), text))) == 5
