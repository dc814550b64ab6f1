"""The prefilter never rejects a line that one of the wording rules would recognise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cleaning.phrases import load_phrases
from dateline.cleaning.wording_prefilter import may_match_wording
from dateline.cleaning.wording_rules import find_wording_label
from dateline.metadata.vocabulary import months, vocabulary

PIECES = st.one_of(
    *map(st.sampled_from, (list(load_phrases().whole), list(load_phrases().opened_by), list(load_phrases().headings))),
    *map(st.sampled_from, (vocabulary().by, sorted(vocabulary().roles), sorted(vocabulary().published), sorted(months()))),
    st.sampled_from(
        ["Ann Fenwick", "Harbour Post", "2024", "12", "3 May 2024", "Reuters", "photo", "via", "ago", "MP", "contributed"]
    ),
    st.text(max_size=6),
)
BETWEEN = st.sampled_from([" ", ", ", " | ", "", ": ", " • ", " and ", " - ", ". "])


@pytest.mark.parametrize(
    "line",
    [
        "Share this",
        "• Read more",
        "By Ann Fenwick",
        "Ann Fenwick, editor",
        "Bo, 3 minutes ago",
        "Foto: AFP",
        "Reading time 4",
        "12",
    ],
)
def test_boilerplate_passes_the_prefilter(line: str) -> None:
    """Lines that a rule recognises reach the rules."""
    assert find_wording_label(line) is not None
    assert may_match_wording(line)


def test_sentences_of_a_story_do_not_pass_the_prefilter() -> None:
    """A sentence or headline without any clue reaches no rule."""
    assert not may_match_wording("Swimming bath to close for the winter")
    assert not may_match_wording("“Nobody asked us,” said Ann Fenwick, who swims there every morning.")


@given(st.lists(PIECES, min_size=1, max_size=4), BETWEEN, st.booleans())
def test_no_rule_recognises_a_line_that_the_prefilter_rejects(pieces: list[str], between: str, capital: bool) -> None:
    """Any combination of boilerplate wordings that the prefilter rejects is rejected by all rules."""
    line = " ".join(between.join(pieces).split())[:200]
    line = line[:1].upper() + line[1:] if capital else line
    if line and not may_match_wording(line):
        assert find_wording_label(line) is None
