"""Verse, lists, tables and the lines around a story are not joined, whatever is around them."""

from __future__ import annotations

import pytest

from forms import FORMS, STORY
from layouts import among, forms, joined_wrongly

SELDOM = {"long verse", "refrain", "headlines in Arabic"}
"""Lines that happen to be as long as the lines around them."""


@pytest.mark.parametrize("name", sorted(FORMS.keys() - SELDOM))
def test_lines_that_are_not_a_paragraph_are_never_joined(name: str) -> None:
    assert [line for text in among(FORMS[name], STORY) for line in joined_wrongly(FORMS[name], text)] == []


def test_hardly_any_of_all_such_lines_are_joined() -> None:
    counts = [(joined, count) for _, joined, count in forms()]
    assert sum(joined for joined, _ in counts) < 0.02 * sum(count for _, count in counts)
