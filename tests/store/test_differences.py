"""What changed between two texts, as a reader would describe it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.store.differences import compare_metadata, compare_texts, find_superseded_lines, list_lines
from dateline.types.articles import DateEvidence, Metadata, SupersededLine
from dateline.types.history import DiffLine, FieldDiff

LINES = st.lists(st.sampled_from(["", "The ferry sails.", "The ferry sailed.", "Nobody was hurt.", "港口关闭。", "Share", "Share"]))


def words(line: DiffLine) -> list[str]:
    return [line.text[start:end] for start, end in line.spans]


def test_the_words_that_differ_are_marked_in_both_lines() -> None:
    old, new = "Nobody was hurt, the fire brigade said on Sunday.", "Two men were hurt, the fire brigade said on Monday."
    removed, added = compare_texts(old, new)
    assert (removed.kind, words(removed)) == ("removed", ["Nobody was", "Sunday"])
    assert (added.kind, words(added)) == ("added", ["Two men were", "Monday"])


def test_kept_removed_and_added_paragraphs_are_in_order() -> None:
    old = "The ferry sails.\n\nTickets cost two crowns.\n\nNobody was asked."
    new = "The ferry sails.\n\nNobody was asked.\n\nA bridge will be built in its place, the mayor said."
    assert [(line.kind, line.text[:6]) for line in compare_texts(old, new)] == [
        ("same", "The fe"),
        ("removed", "Ticket"),
        ("same", "Nobody"),
        ("added", "A brid"),
    ]


def test_an_edited_paragraph_is_paired_with_its_new_form_among_added_ones() -> None:
    new = "A wholly different beginning of it all.\nThe old ferry sails again on Monday at noon."
    found = compare_texts("The ferry sails again on Monday.", new)
    assert [line.kind for line in found] == ["added", "removed", "added"]
    assert words(found[2]) == ["old", "at noon"]


def test_paragraphs_with_little_in_common_are_not_compared_by_words() -> None:
    removed, added = compare_texts("The ferry sails on Monday.", "Nine cooks will open a kitchen.")
    assert removed.spans == added.spans == ()


def test_scripts_without_spaces_are_compared_letter_by_letter() -> None:
    removed, added = compare_texts("港口委员会周二决定关闭码头。", "港口委员会周五决定关闭码头。")
    assert (words(removed), words(added)) == (["二"], ["五"])


@given(LINES, LINES)
def test_both_texts_can_be_read_from_the_diff(old: list[str], new: list[str]) -> None:
    found = compare_texts("\n".join(old), "\n".join(new))
    assert [line.text for line in found if line.kind != "added"] == [line for line in old if line]
    assert [line.text for line in found if line.kind != "removed"] == [line for line in new if line]
    assert all(0 <= start < end <= len(line.text) for line in found for start, end in line.spans)


def test_very_long_texts_are_compared_too() -> None:
    old = [f"Line {number % 50} of the list, as printed." for number in range(6_000)]
    found = compare_texts("\n".join(old), "\n".join([*old[:3_000], "A new line.", *old[3_000:]]))
    assert [line.text for line in found if line.kind == "added"].count("A new line.") == 1
    assert compare_texts("word " * 50_000, "word " * 50_000 + "more")[-1].kind == "added"


def test_changed_fields_are_named() -> None:
    day = DateEvidence("2024-05-02", "day", "published", "line:2", "May 2", 0.9)
    old, new = Metadata(title="Ferry", authors=("Ana Ruiz",)), Metadata(title="Boat", authors=("Ana Ruiz",), published=day)
    assert compare_metadata(old, new) == (FieldDiff("title", "Ferry", "Boat"), FieldDiff("published", None, "2024-05-02"))


def test_a_superseded_line_has_the_last_version_that_had_it() -> None:
    versions = [(1, ["Storm", "Nobody was hurt.", "It rained."]), (2, ["Storm", "Two were hurt.", "It rained."])]
    assert find_superseded_lines(versions, ["Storm over Halden", "Two were hurt."]) == (
        SupersededLine("Nobody was hurt.", 1),
        SupersededLine("Storm", 2),
        SupersededLine("It rained.", 2),
    )
    assert find_superseded_lines([], ["Storm"]) == ()


@given(st.lists(LINES, min_size=1, max_size=5))
def test_superseded_lines_can_be_found_version_by_version(texts: list[list[str]]) -> None:
    """An archive that has only the newest version and the superseded lines before it finds the same."""
    versions = [(number, list_lines(None, "\n".join(lines))) for number, lines in enumerate(texts, 1)]
    known: tuple[SupersededLine, ...] = ()
    for (number, old), (_, new) in pairwise(versions):
        known = find_superseded_lines([*((line.version, [line.text]) for line in known), (number, old)], new)
    assert known == find_superseded_lines(versions[:-1], versions[-1][1])
