"""The sample articles and the five seeds: the lines to keep, the lines to remove, and the metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.cleaning import Cleaner
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument

ROOT = Path(__file__).parents[1]
GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))
SEEDS = ROOT.parent / "shared" / "seeds"


def cleaned(path: Path) -> CleanedArticle:
    return Cleaner().clean(RawDocument(path.read_bytes(), "text/plain", path.name))


def case(path: Path) -> tuple[dict[str, Any], CleanedArticle]:
    gold = json.loads(path.read_text("utf-8"))
    return gold, cleaned(ROOT / gold["file"])


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_exactly_the_lines_of_the_story_are_kept(path: Path) -> None:
    gold, article = case(path)
    assert [line.text for line in article.lines if line.keep] == gold["keep"]
    assert sorted(line.text for line in article.removed) == sorted([gold["title"], *gold["drop"]])


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_metadata_is_what_the_text_states(path: Path) -> None:
    gold, article = case(path)
    metadata = article.metadata
    assert metadata.title == gold["title"]
    assert (metadata.published.iso if metadata.published else None) == gold["published"]
    assert list(metadata.authors) == gold["authors"]
    assert (metadata.source, metadata.place, metadata.agency) == (gold["source"], gold["place"], gold["agency"])
    assert list(metadata.tags) == gold["tags"]


def test_there_are_gold_answers_for_forty_texts_in_nine_languages() -> None:
    languages = {json.loads(path.read_text("utf-8"))["language"] for path in GOLD}
    assert len(GOLD) >= 40
    assert languages == {"ar", "de", "en", "es", "fr", "pt", "ru", "tr", "zh"}


SEED_TABLE = {
    "000": (
        "US Avoids Partnering With Russia Against ISIL, Fears Losing Credibility",
        None,
        ("Svetlana Alexandrova",),
        "Sputnik",
        "MOSCOW",
    ),
    "001": ("White House Denies Report of Military Pact With Russia in Syria", None, (), None, None),
    "002": ("Russia or Daesh? Seems Like Washington Made Its Choice", None, (), "Sputnik", None),
    "003": (
        "Assad says U.S. ‘not serious’ about defeating ISIL; Kerry in Moscow with ‘final offer’ on Syria",
        "2016-07-14",
        ("WorldTribune Staff",),
        "WorldTribune",
        None,
    ),
    "004": ("Russia Not Welcome In Anti ISIS Coalition While Supporting Assad", None, ("Niamh Harris",), None, None),
}
SEED_STAYS = {"000": 8, "001": 16, "002": 9, "003": 12, "004": 13}
"""The number of story lines in each seed."""
SEED_GOES = {
    "000": ("Subscribe", "Newsfeed", "0", "loader", "Chats", "log in or register", "No Choice But to Deal With Terrorists"),
    "001": ("Share", "Advertisement", "Missing some content?", "Senators To Introduce"),
    "002": (
        "10:42 GMT",
        "Listen Live",
        "A view of the White House",
        "© AFP",
        "Politics",
        "39437",
        "Related:",
        "Who Were Russian",
        "Community",
    ),
    "003": ("by WorldTribune", "U.S. Secretary of State John Kerry. /Reuters", "You must be logged in"),
    "004": ("Fact checked", "anti ISIS coalition", "Niamh Harris", "I am an alternative"),
}


def seed(number: str) -> CleanedArticle:
    if not SEEDS.is_dir():
        pytest.skip("the seed texts are not on this machine")
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return cleaned(path)


@pytest.mark.parametrize("number", SEED_TABLE)
def test_each_seed_has_the_metadata_of_the_table(number: str) -> None:
    metadata = seed(number).metadata
    published = metadata.published.iso if metadata.published else None
    assert (metadata.title, published, metadata.authors, metadata.source, metadata.place) == SEED_TABLE[number]


@pytest.mark.parametrize("number", SEED_TABLE)
def test_each_seed_keeps_every_paragraph_and_loses_its_boilerplate(number: str) -> None:
    article = seed(number)
    kept = [line.text for line in article.lines if line.keep]
    assert len(kept) == SEED_STAYS[number]
    removed = [line.text for line in article.removed]
    for start in SEED_GOES[number]:
        assert any(text.startswith(start) for text in removed), start
        assert not any(text.startswith(start) for text in kept), start


def test_the_page_clock_of_a_seed_is_evidence_and_not_its_date() -> None:
    metadata = seed("002").metadata
    assert metadata.published is None
    assert [(date.role, date.iso[:10]) for date in metadata.dates if date.role == "clock"] == [("clock", "2019-10-17")]
    assert len(metadata.tags) == 12
    assert len(metadata.related) == 4
