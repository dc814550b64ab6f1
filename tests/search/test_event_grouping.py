"""How articles are grouped into one event, from vectors, names and days."""

from __future__ import annotations

import numpy as np

from dateline.search.meaning.event_grouping import group_of_first, score_pairs, weigh_names
from dateline.search.meaning.event_names import choose_names, read_cases
from dateline.types.articles import Metadata

FLOOD = "The river Arle burst its banks in Kesterton. Firefighters came by boat to Mill Lane."
AGAIN = "Kesterton cleans up. Water had stood in Mill Lane, and the river is falling."
OTHER = "Firefighters came by boat to the harbour of Morwell after the sea wall fell. A boat sank."


def test_names_are_words_that_similar_articles_always_capitalise() -> None:
    cases = [read_cases(Metadata(source="Arle Post"), text) for text in (FLOOD, AGAIN, OTHER)]
    first, again, other = choose_names(cases)
    assert first & again == {"kester", "mill", "lane"}
    assert not first & other - {"firefi"}
    assert "arle" not in first  # it is in the name of the outlet


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    weights = weigh_names([{"kester", "london"}, {"kester", "london"}, *([{"london"}] * 50)])
    assert weights["kester"] > 1.5 * weights["london"]


def test_shared_names_join_articles_and_distant_days_separate_them() -> None:
    vectors = np.array([[1, 0], [0.5, 0.8660254]], np.float32)
    names, weights = [{"kester", "arle"}, {"kester", "arle"}], {"kester": 5.0, "arle": 5.0}
    assert group_of_first(score_pairs(vectors, names, weights, [0, 1])) == [0, 1]
    assert group_of_first(score_pairs(vectors, names, weights, [0, 6])) == [0]
    assert group_of_first(score_pairs(vectors, [{"kester"}, {"arle"}], weights, [0, 1])) == [0]


def test_a_chain_of_similar_articles_does_not_join_its_dissimilar_ends() -> None:
    chain = np.array([[1, 0.8, 0.2, 0], [0.8, 1, 0.75, 0.2], [0.2, 0.75, 1, 0.8], [0, 0.2, 0.8, 1]])
    assert group_of_first(chain) == [0, 1]


def test_two_tight_groups_stay_separate_although_they_are_similar() -> None:
    """For example, two affairs in one town: similar to each other, but far more similar inside each group."""
    near = np.full((4, 4), 0.75)
    near[:2, :2] = near[2:, 2:] = 1.2
    assert group_of_first(near) == [0, 1]
    assert group_of_first(np.full((4, 4), 0.75)) == [0, 1, 2, 3]


def test_an_article_alone_is_an_event_by_itself() -> None:
    assert group_of_first(np.ones((1, 1))) == [0]
