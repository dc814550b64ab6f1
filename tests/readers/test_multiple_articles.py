"""A text that seems to contain several articles is detected; a single article never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import Archive, open_documents
from dateline.readers.multiple_articles import describe_cuts

STORY = (
    "Night ferry to stop\nPort Lennox Mail, 11 January 2020\n\nThe night ferry between Port Lennox and the islands will stop in"
    " March, the harbour office said on Friday.\n\nNobody wanted this, said its head, Tom Reed. It had carried many people."
)


def test_an_ingest_warns_of_a_text_that_seems_to_contain_several_articles(tmp_path: Path) -> None:
    """The text is ingested as one article, and the warning says what to do."""
    path = tmp_path / "dump.txt"
    path.write_text("\n-----\n".join([STORY] * 4))
    with Archive.open(tmp_path / "archive", create=True) as archive:
        summary = archive.ingest(open_documents([str(path)]))
    (remark,) = summary.remarks
    assert summary.new == 1
    assert remark.origin == str(path)
    assert "split it into files" in remark.text


@pytest.mark.parametrize("rule", ["-" * 40, "=====", "* * * * *"])
def test_articles_between_rules_are_counted(rule: str) -> None:
    """Each has its date near its beginning."""
    found = describe_cuts(f"\n{rule}\n".join([STORY] * 4))
    assert found is not None
    assert "4 articles" in found


def test_articles_under_labels_are_counted() -> None:
    """Many programs write articles in this form."""
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
def test_a_single_article_is_not_mistaken_for_several(text: str) -> None:
    """Rules between its parts, a table or a letterhead do not count as a second article."""
    assert describe_cuts(text) is None
