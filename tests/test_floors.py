"""Cleaning must not get worse: lowest scores for our own samples, and for the corpora if they are present."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from corpus import dump, load, mean, word_scores
from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))
PAGES = 40


def assert_above(floor: dict[str, float], scores: list[tuple[float, float, float]]) -> None:
    f1, precision, recall = mean(scores)
    assert f1 >= floor["f1"]
    assert precision >= floor["precision"]
    assert recall >= floor["recall"]


def test_the_samples_are_cleaned_no_worse_than_their_floors() -> None:
    scores = []
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        article = Cleaner().clean(RawDocument((ROOT / gold["file"]).read_bytes(), "text/plain", gold["file"]))
        scores.append(word_scores(article.body, "\n".join(gold["keep"])))
    assert_above(FLOORS["samples"], scores)


@pytest.mark.parametrize("kind", ["html", "plain"])
@pytest.mark.parametrize("name", ["wcxb-articles", "news-pages"])
def test_the_corpora_are_cleaned_no_worse_than_their_floors(name: str, kind: str) -> None:
    if not (CORPORA / name).is_dir():
        pytest.skip(f"the corpus {name} is not on this machine")
    pytest.importorskip("resiliparse")
    scores = []
    for page in load(CORPORA / name, PAGES):
        content = page.html if kind == "html" else dump(page, kind).encode("utf-8", "replace")
        article = Cleaner().clean(RawDocument(content, "text/html" if kind == "html" else "text/plain", page.id))
        scores.append(word_scores(article.body, page.gold))
    assert_above(FLOORS[name][kind], scores)
