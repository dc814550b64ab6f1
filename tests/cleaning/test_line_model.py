"""The line model is small and deterministic, and right about the clear cases."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from dateline.cleaning import Cleaner
from dateline.cleaning.features import analyse
from dateline.cleaning.judge import judge_text_by_rules
from dateline.cleaning.line_model import load_model
from dateline.page.read import read_page
from dateline.types.documents import RawDocument

PAGES = Path(__file__).parents[2] / "data" / "articles" / "pages"

STORY = [
    "The council voted nine to two on Monday to close the old ferry terminal, ending a service that has run since 1929.",
    "The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall.",
    "The board expects to sell the building to a developer, who has promised to keep its clock tower and the mosaic in the hall.",
]
MENU = ["Home", "News", "Sport", "Weather", "Log in", "Subscribe", "Contact us"] * 6
TEASERS = ["Bridge toll halved for night workers", "Who pays for the seawall?", "Sea eagles return to the islands"] * 6


def chances(lines: list[str]) -> list[float]:
    page = read_page(RawDocument("\n".join(lines).encode(), "text/plain", "page"))
    verdicts, rules = judge_text_by_rules(page)
    found: list[float] = load_model().chances([(verdicts, rules)])[0].tolist()
    return found


def test_prose_gets_a_higher_probability_than_menus_and_teasers() -> None:
    found = chances([*MENU, "Council closes ferry terminal", *STORY, *TEASERS])
    story = found[len(MENU) + 1 : len(MENU) + 1 + len(STORY)]
    assert min(story) > 0.5
    assert max(found[: len(MENU)]) < min(story)
    assert max(found[-len(TEASERS) :]) < min(story)


@pytest.mark.parametrize(
    "lines",
    [[], ["x"], ["."], [""], ["word " * 40_000], ["\U0001f600" * 50], ["市议会星期一以九比二的投票结果决定关闭旧渡轮码头。"] * 3],
    ids=["none", "one letter", "one sign", "blank", "huge", "emoji", "Chinese"],
)
def test_unusual_pages_get_a_probability_for_each_line(lines: list[str]) -> None:
    page = read_page(RawDocument("\n".join(lines).encode(), "text/plain", "page"))
    if page.lines:
        verdicts, rules = judge_text_by_rules(page)
        found = load_model().chances([(verdicts, rules)])[0]
        assert len(found) == len(page.lines)
        assert ((found >= 0) & (found <= 1)).all()
    Cleaner().clean(page.raw)


@pytest.mark.parametrize("media", ["text/plain", "text/html"])
def test_a_page_gets_the_same_verdicts_alone_and_in_a_batch(media: str) -> None:
    texts = [path.read_text("utf-8", "replace") for path in sorted(PAGES.parent.rglob("*.txt"))] + [
        "",
        "x",
        "\u0130stanbul'da bahar. " * 9,
    ]
    if media == "text/html":
        texts = ["".join(f"<p>{line}</p>" for line in text.split("\n")) for text in texts]
    documents = [RawDocument(text.encode(), media, str(number)) for number, text in enumerate(texts)]
    alone = [Cleaner().clean(raw) for raw in documents]
    assert Cleaner().clean_all(documents) == alone
    assert Cleaner().clean_all(documents[::-1]) == alone[::-1]
    all_verdicts = [judge_text_by_rules(page) for raw in documents if (page := read_page(raw)).lines]
    if media == "text/html":
        return
    model = load_model()
    together = model.chances(all_verdicts)
    for verdicts, found in zip(all_verdicts, together, strict=True):
        assert np.array_equal(model.chances([verdicts])[0], found)


def test_the_same_lines_get_the_same_probabilities() -> None:
    assert chances([*MENU, *STORY]) == chances([*MENU, *STORY])


def test_words_are_hashed_without_case_and_with_all_digits_equal() -> None:
    one, other = analyse([["Ferry 12 sails"]], [0]), analyse([["FERRY 99 sails"]], [0])
    assert np.array_equal(one.grams, other.grams)
    assert not np.array_equal(one.grams, analyse([["Ferry 12 sinks"]], [0]).grams)


def test_the_model_is_small_and_named_in_the_cleaners_version() -> None:
    model = files("dateline.cleaning").joinpath("data/text.model.npz")
    assert len(model.read_bytes()) < 2_500_000
    assert load_model().version == "text-2"
    assert "model-4" in Cleaner().version


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_complete_pages_keep_their_paragraphs_and_lose_their_boilerplate(path: Path) -> None:
    body = Cleaner().clean(RawDocument(path.read_bytes(), "text/html", path.name)).body
    source = path.read_text("utf-8")
    article = source[source.index("</figure>") : source.index('<div class="newsletter-box">')]
    paragraphs = [part.split("</p>")[0] for part in article.split("<p>")[1:]]
    assert all(paragraph in body for paragraph in paragraphs)
    for furniture in ("We use cookies", "newsletter", "Related stories", "Reply", "All rights reserved", "Log in", "Facebook"):
        assert furniture not in body
