"""The cleaner on complete texts: what is removed, what is kept, and that no line is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.cleaning import Cleaner
from dateline.text import normalise, split_lines
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument

STORY = """Ferry terminal to close after ninety years

By Ines Calder, 3 May 2019

Share
Tweet
Advertisement

HALDEN (Coast Wire) — The council voted nine to two on Monday to close the ferry terminal, ending a service of ninety years.

A ferry leaves the old terminal at dusk - Harbour Post International
Night train plan returns to the table

The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall.

What happens next

"Nobody wanted this," she said.

An empty quay in winter - Harbour Post International

The board expects to sell the building to a developer, who has promised to keep its clock tower and the mosaic in the hall.

Related:
Harbour clock stops for the first time
Who pays for the new bridge?

Tags:
ferries, Halden, harbour

Leave a comment
Loading...
"""


def clean(text: str) -> CleanedArticle:
    return Cleaner().clean(RawDocument(text.encode(), "text/plain", "story.txt"))


def test_boilerplate_is_removed_and_every_paragraph_is_kept() -> None:
    article = clean(STORY)
    kept = [line.text for line in article.lines if line.keep]
    assert [text[:12] for text in kept] == ["HALDEN (Coas", "The last boa", "What happens", '"Nobody want', "The board ex"]


def test_each_removed_line_has_a_label_and_a_reason() -> None:
    labels = {line.text: line.label for line in clean(STORY).removed}
    assert labels["Ferry terminal to close after ninety years"] == "title"
    assert labels["Share"] == "share"
    assert labels["Advertisement"] == "ad"
    assert labels["An empty quay in winter - Harbour Post International"] == "caption"
    assert labels["Night train plan returns to the table"] == "related"
    assert labels["Who pays for the new bridge?"] == "related"
    assert labels["ferries, Halden, harbour"] == "tags"
    assert labels["Leave a comment"] == "comment-ui"
    assert all(":" in line.reason for line in clean(STORY).removed)


def test_short_lines_without_boilerplate_around_them_are_kept() -> None:
    """Verse looks like widgets: short lines without full stops."""
    intro = "The tide\n\nA poem was read at the service on Sunday by the harbour master:\n\n"
    text = intro + "Grey the water\nand grey the stone\nnobody rows\nto the island alone\n"
    kept = [line.text for line in clean(text).lines if line.keep]
    assert kept[-4:] == ["Grey the water", "and grey the stone", "nobody rows", "to the island alone"]


def test_a_story_about_newsletters_survives() -> None:
    text = (
        "Why small towns love newsletters\n\n"
        "Subscribe to a newsletter in Halden and you join half the town, according to a survey published on Monday.\n\n"
        "Readers share the letters at the kitchen table, and few of them ever log in to a news site, the survey found.\n\n"
        "“We print what people tell us,” said the editor, who started her newsletter in 2019 with twelve subscribers.\n"
    )
    assert len([line for line in clean(text).lines if line.keep]) == 3


def test_the_same_document_gives_the_same_article() -> None:
    assert clean(STORY) == clean(STORY)


@given(st.text(max_size=600))
def test_no_line_of_any_text_is_lost_or_changed(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    article = Cleaner().clean(RawDocument(raw, "text/plain", "any"))
    if not text.isprintable() and "\x00" in text:
        return  # may be decoded as UTF-16; decoding has its own tests
    expected = [line for line in map(normalise, split_lines(text)) if line]
    if "\ufffd" not in "".join(line.text for line in article.lines):
        assert [line.text for line in article.lines] == expected
