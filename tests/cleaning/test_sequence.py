"""Verdicts on a sequence of lines: runs stay together, sure lines win, and a lost line costs more than an extra one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dateline.cleaning.sequence import LOSING, find_best_sequence


def test_without_change_costs_each_line_is_decided_by_its_own_probability() -> None:
    assert find_best_sequence(np.array([0.9, 0.1, 0.6, 0.05]), 0.0, losing=1.0) == [True, False, True, False]


def test_a_lost_line_costs_more_than_an_extra_one() -> None:
    edge = 1 / (1 + LOSING)
    assert edge < 0.5
    assert find_best_sequence(np.array([edge + 0.01, edge - 0.01]), 0.0) == [True, False]


def test_a_doubtful_sentence_in_the_middle_of_a_story_is_kept() -> None:
    chances = np.array([0.02, 0.95, 0.9, 0.2, 0.15, 0.9, 0.97, 0.03])
    assert find_best_sequence(chances, 2.0) == [False, True, True, True, True, True, True, False]


def test_a_sure_widget_in_the_middle_of_a_story_is_removed() -> None:
    assert find_best_sequence(np.array([0.95, 0.97, 0.001, 0.96, 0.95]), 2.0) == [True, True, False, True, True]


def test_a_change_is_made_where_it_costs_least() -> None:
    chances = np.array([0.95, 0.95, 0.4, 0.4, 0.05, 0.02])
    costs = np.array([0.0, 3.0, 3.0, 0.0, 3.0, 3.0])
    assert find_best_sequence(chances, costs, losing=1.0) == [True, True, True, False, False, False]


def test_pages_whose_first_line_costs_nothing_are_decided_separately() -> None:
    generator = np.random.default_rng(1)
    pages = [generator.random(size) for size in (7, 1, 30)]
    costs = [np.concatenate([[0.0], np.full(len(page) - 1, 1.5)]) for page in pages]
    separate = [find_best_sequence(page, cost) for page, cost in zip(pages, costs, strict=True)]
    assert find_best_sequence(np.concatenate(pages), np.concatenate(costs)) == [stays for page in separate for stays in page]


def test_no_lines_give_no_verdicts() -> None:
    assert find_best_sequence(np.zeros(0), 1.0) == []


@pytest.mark.parametrize("seed", range(30))
def test_no_other_choice_has_a_better_sum(seed: int) -> None:
    generator = np.random.default_rng(seed)
    chances, costs, weights = generator.random(9), generator.random(9) * 3, generator.random(9) * 2
    evidence = weights * (np.log(chances / (1 - chances)) + np.log(1.5))

    def worth(stays: tuple[bool, ...]) -> float:
        changes = sum(cost for cost, one, other in zip(costs[1:], stays, stays[1:], strict=False) if one != other)
        return float(sum(evidence[list(stays)]) - changes)

    best = max(product([False, True], repeat=9), key=worth)
    assert find_best_sequence(chances, costs, weights, losing=1.5) == list(best)
