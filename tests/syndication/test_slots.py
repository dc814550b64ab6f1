"""The names and numbers at the same places of two texts: equal in a reprint, different in a formula."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from dateline.syndication.shingles import ShingledText, make_shingles
from dateline.syndication.similarity import are_copies
from made_news import FERRY, body, edited

CASES = Path(__file__).parents[3] / "shared" / "cases" / "newcomer"
PLACES = ("Halden", "Port Ellin", "Skerry", "Northwater", "Arnby", "Tverå")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def tremor(chance: random.Random) -> str:
    number = chance.randrange
    return f"""A tremor of strength {number(3, 6)}.{number(10)} was felt on {chance.choice(DAYS)} at
{number(1, 12)}:{number(10, 60)}, {number(2, 90)} miles from {chance.choice(PLACES)}, according to the Seismic Office of Dalmark.

It began {number(1, 20)}.{number(10)} miles below the ground. Over the past 10 days, {number(1, 9)} tremors of strength 3.0 or more
were measured in the area.

On average, {number(20, 200)} tremors of strengths between 3.0 and 4.0 come in a year in the region, as the figures show.

Did you feel this tremor? Tell the Seismic Office of Dalmark what you noticed.

This report was written by a program from the figures of the Seismic Office of Dalmark."""


def sky(chance: random.Random) -> str:
    number, choice = chance.randrange, chance.choice
    return f"""The coast will have {choice(("grey", "clear"))} skies today, between {number(1, 9)} and {number(9, 15)} degrees,
with a wind from the {choice(("north", "south"))} that reaches {number(2, 30)} metres a second.

Inland the day will be fair, with as much as {number(1, 30)} millimetres of rain before the night. The sun comes up at
6:{number(10, 60)} and goes at 18:{number(10, 60)}.

Not much will change tomorrow, the weather service says, and at noon there will be {number(1, 15)} degrees in the shade."""


def texts(*bodies: str) -> list[ShingledText]:
    return list(make_shingles(bodies))


@pytest.mark.parametrize("formula", [tremor, sky])
def test_reports_that_fill_a_formula_with_other_facts_are_not_copies(formula: Callable[[random.Random], str]) -> None:
    chance = random.Random(5)
    reports = texts(*{formula(chance) for _ in range(20)})
    assert not any(are_copies(one, other) for one, other in combinations(reports, 2))


@pytest.mark.parametrize("formula", [tremor, sky])
def test_a_reprint_of_a_report_is_a_copy(formula: Callable[[random.Random], str]) -> None:
    report = formula(random.Random(6))
    assert are_copies(*texts(report, report + "\n\n(Reporting by Ana Berg; Editing by Tom Holm)"))
    assert are_copies(*texts(report, report.replace("\n\n", " ", 1)))


def test_one_corrected_number_does_not_make_another_story() -> None:
    one, other = texts(body(FERRY), edited(body(FERRY)).replace("1.40", "2.10"))
    assert are_copies(one, other)
    assert one.slots.compared(one.slots) == (len(one.slots.places), 0)
    both, differing = one.slots.compared(other.slots)
    assert both > 5 * differing


@pytest.mark.parametrize("name", ["formula_quakes", "formula_weather", "quakes2"])
def test_known_reports_of_one_formula_are_not_copies(name: str) -> None:
    if not CASES.is_dir():
        pytest.skip("the shared cases are not on this machine")
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    reports = texts(*(json.loads(line)["text"] for line in lines))
    assert not any(are_copies(one, other) for one, other in combinations(reports, 2))
