"""Every example on the page about the query language finds some articles, but not all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from dateline.query import Phrase, Query, Term, parse_query
from dateline.query.copies import expand_copies
from dateline.search.index import Index
from dateline.search.post_filter import post_filter
from dateline.search.tantivy import TantivyIndex
from dateline.search.text_matcher import TextMatcher, word_runs
from dateline.types.answers import Window
from dateline.types.articles import Metadata
from dateline.types.history import Change
from made_articles import full_change, published
from plain_reading import means

TODAY = date(2026, 11, 21)
PAGE = files("dateline.cli").joinpath("pages", "query.md").read_text("utf-8")
ROWS = [row.replace(r"\|", "\0").split("|")[1] for row in PAGE.splitlines() if row.startswith("| `")]
EXAMPLES = [example.replace("\0", "|") for row in ROWS for example in re.findall(r"`([^`]+)`", row)]
EVERYTHING = {"*"}
CODES = {
    "French": "fr",
    "Portuguese": "pt",
    "English": "en",
    "German": "de",
    "Danish": "da",
    "Croatian": "hr",
    "Turkish": "tr",
    "Russian": "ru",
    "Greek": "el",
    "Arabic": "ar",
    "Persian": "fa",
    "Hebrew": "he",
    "Hindi": "hi",
    "Korean": "ko",
    "any language": None,
}
SPELLINGS = [
    (re.findall(r"`([^`]+)`", typed), words.split(", "), CODES[language])
    for typed, language, words in re.findall(r"^\| (`.*) \| in (.*?): (.*) \|$", PAGE, re.MULTILINE)
    if language in CODES
]


def known(day: str | None = None, title: str = "News", **fields: object) -> Metadata:
    return Metadata(title=title, published=published(day, 0.4 if day == "2016" else 0.9), **{"language": "en", **fields})  # type: ignore[arg-type]


GAZETTE = "Gazette"
CAPTION = (("caption", "The storm at the lighthouse"),)
LONG = "The council met again and spoke of nothing. " * 40
NAMED = full_change(99, "A story of its own id.", known("2026-02-02")).article
STORIES = [
    full_change(
        1, "The ferry left. The old ferry terminal at the bridge will close, and ferries to the harbour too.", known("2016-07-14")
    ),
    full_change(
        2,
        "A bridge. Five boats.",
        known("2016-07", source="The Halden Post", section="Sports"),
        place=("https://news.gazette.example/2016", "clippings/2016/wolves.txt"),
    ),
    full_change(
        3,
        "The ferry crew began a strike. It rained.",
        known("2014-02-01", title="Storm warning", authors=("Marit Solheim",)),
        lead=3,
    ),
    full_change(
        4,
        "A ferry sailed. Then a strike was over.",
        known("2016", title="Storm, flood: 12 dead", source=GAZETTE, domain="gazette.example"),
        lead=3,
    ),
    full_change(5, "An old ferry stands near the tunnel.", known("2026-11-21", updated=published("2016-07-20", role="updated"))),
    full_change(6, "Apple and apples. The woman asked who the WHO is.", known("2026-11-20", place="HALDEN", agency="Reuters")),
    full_change(
        7,
        "A storm over the sea.",
        known("2026-11-12", tags=("sea ice", "law"), people=("Angela Merkel",), places=("Oslo",), organisations=("NATO",)),
        removed=CAPTION,
        note="Quoted in the report, page 12.",
        place=("http://gazette.example/2016/07/ferry", "my dumps/2016.jsonl"),
    ),
    full_change(8, "Ein Satz.", known("2026-10-15", language="de", title="Wahl"), removed=(("share", "Subscribe now"),)),
    full_change(
        9, "Nothing at all.", known("2025-05-05", language=None), kind="live blog", seen=datetime(2026, 11, 10, tzinfo=UTC)
    ),
    full_change(10, LONG, known(None, title="Long read")),
    full_change(11, LONG * 2, known("2026-09-30", title="Longer read")),
    full_change(12, "To be or not to be, that is asked. 市图书馆开了。", known("2026-11-02")),
    full_change(
        13,
        "Two people were hurt. The WHO knew.",
        known("2026-08-08"),
        former=("Nobody was hurt, said the mayor.", "Storm over the fair"),
    ),
    full_change(14, "A crowd filled the square.", known("2026-04-01", title="MAYOR OF NEW HALDEN RESIGNS")),
    *(
        full_change(number, " and ".join(words), known("2026-03-01", language=language))
        for number, (_, words, language) in enumerate(SPELLINGS, 15)
    ),
    *([Change(99, "7kq2mzx4", replace(NAMED, id="7kq2mzx4"))] if NAMED else []),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    found = TantivyIndex.open(Path(tmp_path_factory.mktemp("index")))
    found.apply(STORIES)
    yield found
    found.close()


def found(index: Index, query: Query) -> list[int]:
    stored = {one.article_id: one.article for one in STORIES if one.article}
    copies = frozenset(name for name, one in stored.items() if one.cluster)
    sure = post_filter(expand_copies(query, lambda _: copies), index, lambda ids: [stored[name] for name in ids])
    numbers = {one.article_id: one.number for one in STORIES}
    return sorted(numbers[name] for name, _ in index.search(sure, Window(limit=None)).ids)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_finds_what_a_plain_reading_finds(index: Index, example: str) -> None:
    query = parse_query(example, TODAY)
    hits = found(index, query)
    assert hits
    assert len(hits) < len(STORIES) or example in EVERYTHING
    assert hits == [one.number for one in STORIES if one.article and means(query, one.article)]


def test_the_page_has_many_examples() -> None:
    assert len(EXAMPLES) > 60


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ('"to be or not to be"', [12]),
        ("图书馆", [12]),
        ('"Who"', []),
        ('"who"', [6, 13]),
        ('"the WHO"', [6, 13]),
        ('"The WHO"', [13]),
        ("author:sol*", [3]),
    ],
)
def test_other_statements_of_the_page_are_true(index: Index, text: str, hits: list[int]) -> None:
    assert found(index, parse_query(text, TODAY)) == hits


@pytest.mark.parametrize("text", ["date:4.7.2016"])
def test_an_ambiguous_date_is_refused_as_the_page_says(text: str) -> None:
    with pytest.raises(Exception, match="two days"):
        parse_query(text, TODAY)


@pytest.mark.parametrize(("typed", "words", "language"), SPELLINGS)
def test_each_spelling_on_the_page_finds_the_words_listed_with_it(typed: list[str], words: list[str], language: str | None) -> None:
    """In the language that the page names."""
    assert len(SPELLINGS) > 15
    assert {word for word in words for one in typed if word_runs(Term(one), TextMatcher(word, language))} == set(words)
    assert all(any(word_runs(Term(one), TextMatcher(word, language)) for word in words) for one in typed)


def test_a_phrase_respects_accents_and_ignores_typographic_variants(index: Index) -> None:
    for asked, text, is_met in (
        ("cafe", "café", False),
        ("aerzte", "Ärzte", False),
        ("final", "ﬁnal", True),
        ("שלום", "שָׁלוֹם", True),
    ):
        assert bool(word_runs(Phrase(asked), TextMatcher(f"the {text} is", "de"))) == is_met
