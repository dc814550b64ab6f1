"""A text that seems to hold several articles is known as such; one article never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import Archive, open_documents
from dateline.readers.multiple_articles import describe_cuts

STORY = (
    "Night ferry to stop\nPort Lennox Mail, 11 January 2020\n\nThe night ferry between Port Lennox and the islands will stop in"
    " March, the harbour office said on Friday.\n\nNobody wanted this, said its head, Tom Reed. It had carried many people."
)


def test_an_ingest_says_that_a_text_seems_to_hold_several(tmp_path: Path) -> None:
    """It is taken in as one all the same: nothing is lost, and a person knows what to do."""
    path = tmp_path / "dump.txt"
    path.write_text("\n-----\n".join([STORY] * 4))
    with Archive.open(tmp_path / "archive", create=True) as archive:
        summary = archive.ingest(open_documents([str(path)]))
    (remark,) = summary.remarks
    assert summary.new == 1
    assert remark.origin == str(path)
    assert "cut it into files" in remark.text


@pytest.mark.parametrize("rule", ["-" * 40, "=====", "* * * * *"])
def test_articles_between_rules_are_counted(rule: str) -> None:
    """Each with its date near its head."""
    found = describe_cuts(f"\n{rule}\n".join([STORY] * 4))
    assert found is not None
    assert "4 articles" in found


def test_articles_under_labels_are_counted() -> None:
    """As many programs write them one behind the other."""
    found = describe_cuts("\n\n".join([f"Title: Ferry\nDate: 11/1/20\n{STORY}"] * 3))
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
    assert describe_cuts(text) is None
