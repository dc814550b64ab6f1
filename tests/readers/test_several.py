"""A text that seems to hold several articles is known as such; one article never is."""

from __future__ import annotations

import pytest

from dateline.readers.several import several_articles

STORY = (
    "Night ferry to stop\nPort Lennox Mail, 11 January 2020\n\nThe night ferry between Port Lennox and the islands will stop in"
    " March, the harbour office said on Friday.\n\nNobody wanted this, said its head, Tom Reed. It had carried many people."
)


@pytest.mark.parametrize("rule", ["-" * 40, "=====", "* * * * *"])
def test_articles_between_rules_are_counted(rule: str) -> None:
    """Each with its date near its head."""
    found = several_articles(f"\n{rule}\n".join([STORY] * 4))
    assert found is not None
    assert "4 articles" in found


def test_articles_under_labels_are_counted() -> None:
    """As many programs write them one behind the other."""
    found = several_articles("\n\n".join([f"Title: Ferry\nDate: 11/1/20\n{STORY}"] * 3))
    assert found is not None
    assert '"Title:"' in found


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY.replace("\n\n", "\n\n* * * * *\n\n"),
        "\n-----\n".join(["A short line", "Another", "A third", "A fourth"]),
        "Date: 11 January 2020\nSource: Mail\n\n" + STORY,
    ],
)
def test_one_article_is_not_taken_for_several(text: str) -> None:
    """Rules between its parts, a table or a letterhead make no second article."""
    assert several_articles(text) is None
