"""NEAR and SAME in one text follow their definition and take linear time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.query import Near, parse_query
from dateline.search.sentences import sentence_numbers
from dateline.search.text_matcher import Run, TextMatcher, matching_runs
from dateline.search.tokens import token_places

TODAY = date(2026, 11, 25)


def near_by_definition(left: list[Run], right: list[Run], distance: int) -> list[Run]:
    """Compare every pair with the definition."""
    pairs = [(one, other) for one in left for other in right]
    near = [pair for one, other in pairs for pair in ((one, other), (other, one)) if 0 < pair[1][0] - pair[0][1] <= distance]
    return sorted({run for pair in near for run in pair})


@given(st.lists(st.sampled_from(["a1", "b1", "c1"]), max_size=30), st.integers(1, 6))
def test_near_finds_what_a_comparison_of_all_pairs_finds(words: list[str], distance: int) -> None:
    text = TextMatcher(" ".join(words), "en")
    query = parse_query(f'(a1 OR "b1 c1" OR "b1 a1 c1") NEAR/{distance} (c1 OR "a1 b1 b1" OR a1)', TODAY)
    assert isinstance(query, Near)
    wanted = near_by_definition(matching_runs(query.left, text), matching_runs(query.right, text), distance)
    assert matching_runs(query, text) == wanted


HOSTILE: list[tuple[str, Callable[[int], str]]] = [
    ("alpha NEAR/1000 beta", lambda size: "alpha beta " * size),
    ("alpha NEAR/1000 alpha", lambda size: "alpha " * size),
    ("(alpha OR beta) NEAR/500 (gamma OR alpha)", lambda size: "alpha beta " * size),
    ("alpha SAME/SENTENCE beta", lambda size: "alpha" + "." * 4 * size + " beta"),
    ("alpha SAME/SENTENCE beta", lambda size: "alpha" + ".'" * 2 * size + " beta"),
    ("alpha SAME/SENTENCE beta", lambda size: "alpha" + "!" * 2 * size + '"' * 2 * size + "x beta"),
    ("alpha SAME/PARAGRAPH beta", lambda size: "alpha beta\n" * size),
    ('"' + " ".join(f"w{at}" for at in range(2_000)) + '"', lambda size: "w0 w1 " * size),
    ('"' + " ".join(["w0"] * 40) + ' w1"', lambda size: "w0 " * size),
]


@pytest.mark.parametrize(("query", "text"), HOSTILE)
def test_near_same_and_phrases_take_linear_time(query: str, text: Callable[[int], str]) -> None:
    tree = parse_query(query, TODAY)

    def taken(size: int) -> float:
        began = time.process_time()
        matching_runs(tree, TextMatcher(text(size), "en"))
        return time.process_time() - began

    taken(100)
    assert taken(16_000) < 8 * taken(4_000) + 0.2  # four times the text; quadratic time would be sixteen times


def test_punctuation_ends_a_sentence_only_before_a_space() -> None:
    for between, sentences in (
        (" ... ", [0, 1]),
        (".... ", [0, 1]),
        ("..x ", [0, 0, 0]),
        ("!\"') ", [0, 1]),
        ("...and ", [0, 0, 0]),
    ):
        text = f"Alpha{between}Beta"
        assert sentence_numbers(text, token_places(text), "en") == sentences
