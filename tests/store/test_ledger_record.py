"""The ledger of an export contains every line, and a ledger that was tampered with is noticed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.store.ledger_record import ledger_record, to_lines
from dateline.types.articles import Line, join_lines

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PARTS = st.lists(TEXT.filter(bool), min_size=1, max_size=4).map(tuple)
KIND = st.sampled_from(["paragraph", "heading", "item", "quotation", "row", "caption", "code"])
LABEL = st.sampled_from(["body", "share", "title"])
LINE = st.builds(Line, TEXT, st.booleans(), LABEL, TEXT, st.booleans(), st.just(()) | PARTS, KIND, st.integers(0, 9))


@given(st.lists(LINE, max_size=8).map(tuple))
def test_lines_are_restored_from_text_and_ledger(lines: tuple[Line, ...]) -> None:
    assert to_lines(join_lines(line for line in lines if line.keep), **as_arguments(lines)) == lines


def as_arguments(lines: tuple[Line, ...]) -> dict[str, Any]:
    """Return the arrays of the ledger as arguments."""
    record = ledger_record(lines)
    return {"verdicts": record["verdicts"], "items": record["lines"], "parts": record["parts"]}


@pytest.mark.parametrize(
    ("text", "verdicts", "items"),
    [
        ("One.\n\nTwo.", [["body", "r"]], [1]),
        ("One.", [["body", "r"]], [1, 1]),
        ("One.", [], [1]),
        ("One.", [["body", "r"]], [[]]),
        ("One.", None, [1]),
        ("One.", [["body", "r"]], 5),
        ("One.", [["body", "r", "heading two"]], [1]),
        ("One.", [["body", "r", ["item"]]], [1]),
    ],
)
def test_a_ledger_that_does_not_fit_its_text_is_noticed(text: str, verdicts: Any, items: Any) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        to_lines(text, verdicts, items)


def test_an_export_from_before_joined_lines_is_read() -> None:
    assert to_lines("One.", [["body", "r"]], [1]) == (Line("One.", True, "body", "r"),)


@pytest.mark.parametrize("parts", [[[0, 9]], [[1, 4]], [["0", 4]], [[-1, 4]], [[0, None, 4]], [[0, [4]]], 5])
def test_parts_that_do_not_fit_their_paragraph_are_noticed(parts: Any) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        to_lines("One.", [["body", "r"]], [1], parts)
