"""What is a copy and what only looks like one."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from dateline.syndication.shingles import ShingledText, make_shingles
from dateline.syndication.similarity import are_copies, similarity
from made_news import CHINESE, FERRY, OTHER_VIEW, STORM, body, chinese_weather, edited, weather

LOCAL = "The Gazette adds: the Halden tram runs until 1.40 on Saturday, and the Blue Inn on Quay Street stays open."
REPRINTS = {
    "cut from the end": body(FERRY[:4]),
    "cut in the middle": body((*FERRY[:2], *FERRY[5:])),
    "edited": edited(body(FERRY)),
    "with a credit line": body(FERRY) + "\n\n(Reporting by Ana Berg; Editing by Tom Holm)",
    "with a paragraph of its own": body((FERRY[0], LOCAL, *FERRY[1:6])),
    "in fewer paragraphs": body(FERRY).replace("\n\n", " "),
    "cut, edited and with a paragraph of its own": body((edited(body(FERRY[:5])), LOCAL)),
}


def read(text: str) -> ShingledText:
    (found,) = make_shingles([text])
    return found


@pytest.mark.parametrize("how", REPRINTS)
def test_a_reprint_is_a_copy(how: str) -> None:
    assert are_copies(read(body(FERRY)), read(REPRINTS[how]))
    assert similarity(read(body(FERRY)), read(REPRINTS[how])) >= 0.6


def test_another_story_of_the_same_event_with_the_same_quote_is_not_a_copy() -> None:
    assert not are_copies(read(body(FERRY)), read(body(OTHER_VIEW)))
    assert not are_copies(read(body(FERRY)), read(body(STORM)))


def test_a_formula_filled_with_other_numbers_is_not_a_copy() -> None:
    numbers = random.Random(5)
    days = ("Monday", "Tuesday", "Wednesday")
    reports = [weather("Halden", days[at % 3], *(numbers.randrange(2, 40) for _ in range(6))) for at in range(40)]
    texts = list(make_shingles(reports + [report.lower() for report in reports]))
    assert not any(are_copies(one, other) for one, other in combinations(texts[:40], 2))
    assert not any(are_copies(one, other) for one, other in combinations(texts[40:], 2))


def test_the_same_formula_with_the_same_numbers_is_a_copy() -> None:
    report = weather("Halden", "Monday", 3, 9, 12, 40, 1, 17)
    assert are_copies(read(report), read(report + "\n" + LOCAL))


def test_chinese_is_compared_by_characters() -> None:
    assert are_copies(read(body(CHINESE)), read(body(CHINESE[:2])))
    assert are_copies(read(body(CHINESE)), read(body(CHINESE).replace("周二", "星期二").replace("记者", "媒体")))
    assert not are_copies(read(chinese_weather(3, 9, 12, 40, 1, 17)), read(chinese_weather(7, 15, 4, 80, 5, 11)))


def test_short_texts_are_copies_only_word_for_word() -> None:
    short = "No papers will be printed on Monday in all of Port Ellin, says the Gazette."
    assert are_copies(read(short), read(short.upper()))
    assert not are_copies(read(short), read(short.replace("Monday", "Tuesday")))


def test_a_digest_of_many_stories_is_not_a_copy_of_a_brief_in_it() -> None:
    digest = body((FERRY[0], *STORM, *OTHER_VIEW, *(paragraph.replace("Port Ellin", "Tverå") for paragraph in FERRY[2:])))
    assert not are_copies(read(FERRY[0]), read(digest))


def test_the_comparison_is_symmetric() -> None:
    texts = list(make_shingles([body(FERRY), body(STORM), body(CHINESE), *REPRINTS.values(), ""]))
    for one, other in combinations(texts, 2):
        assert are_copies(one, other) == are_copies(other, one)
        assert 0.0 <= similarity(one, other) == similarity(other, one) <= 1.0
