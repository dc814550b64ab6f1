"""Questions in other words than the article: is their article among the first ten hits, and at which rank?

    python benchmarks/meaning.py CORPORA [ARCHIVE]

`questions.tsv` next to this file contains our own questions, as a person would type them who remembers what a story said but not
its words: the language of the question, the language of the article, the article, the question. They were written from the texts of
the articles, without looking at the results of any search. All pages of `news-pages` and `wcxb-articles` are ingested into one
archive as HTML. Each question is run in each of `WAYS`: its words with AND and with OR, its sentence by meaning, and both
(`search --by-meaning`). Headlines are measured as well: every fifth article, by every second word of its title, by the first half
of its words, and by all of them. MRR@10 is the mean of one over the rank of the article, or 0 if it is not among ten. ARCHIVE keeps
the archive and its vectors for another run; `known_item.py` can use the same one. Search by meaning needs the extra `semantic`.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from corpus import load
from dateline import Archive, Window, parse_query
from known_item import CORPORA, take_in, title_words

QUESTIONS = Path(__file__).with_name("questions.tsv")
_FIRST = 10
_TODAY = date(2026, 1, 1)
_LEAST_WORDS = 4
_WITHOUT_SPACES = ("ja", "zh", "th")
_SIGNS = re.compile(r"[\u4e00-\u9fff々]+|[\u30a0-\u30ff\uff21-\uff5a]+")
"""The units used as words in Japanese: runs of Chinese characters, of katakana and of wide letters."""


@dataclass(frozen=True)
class Question:
    """A question, and the article that it is about."""

    asked: str
    written: str
    article: str
    text: str

    @property
    def words(self) -> list[str]:
        """The words of the question."""
        return _SIGNS.findall(self.text) if self.asked == "ja" else title_words(self.text.rstrip("?"))


Ask = Callable[[Question], list[str]]


@dataclass(frozen=True)
class Score:
    """The quality of one way on some questions."""

    questions: int
    reciprocal: float
    found: int


def questions(path: Path = QUESTIONS) -> list[Question]:
    """All questions."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Question(*row) for row in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]]


def ask_words(archive: Archive, between: str) -> Ask:
    """Return a function that searches for the words of a question with an operator between them and returns the origins."""

    def ask(question: Question) -> list[str]:
        hits = archive.search(parse_query(between.join(question.words), _TODAY), Window(limit=_FIRST)).hits
        return [found.origin for hit in hits if (found := archive.get(hit.article_id))]

    return ask


def ask_meaning(archive: Archive, *, words: bool) -> Ask:
    """Return a function that searches by meaning, with or without the `words` of a question first, and returns the origins."""

    def ask(question: Question) -> list[str]:
        asked = parse_query(" ".join(question.words), _TODAY) if words else None
        return [hit.origin for hit in archive.by_meaning(question.text, window=Window(limit=_FIRST), words=asked).hits]

    return ask


WAYS: dict[str, Callable[[Archive], Ask]] = {
    "and": lambda archive: ask_words(archive, " "),
    "or": lambda archive: ask_words(archive, " OR "),
    "meaning": lambda archive: ask_meaning(archive, words=False),
    "both": lambda archive: ask_meaning(archive, words=True),
}
"""The ways to search: all of the words, or any of them; by meaning alone, or after the hits for the words."""
PARTS: dict[str, Callable[[list[str]], list[str]]] = {
    "every second word": lambda words: words[::2],
    "first half": lambda words: words[: -(-len(words) // 2)],
    "all words": lambda words: words,
}
"""The parts of a headline that are used as a query."""


def headlines(archive: Archive, part: Callable[[list[str]], list[str]]) -> list[Question]:
    """Every fifth article by a part of its title, if the title has four or more words and a language that the model knows."""
    found, known = [], archive.meaning.embedder.languages
    for one in sorted(archive.articles(), key=lambda one: one.id)[::5]:
        language, words = one.article.metadata.language or "", title_words(one.article.metadata.title or "")
        if len(words) >= _LEAST_WORDS and language in known and language not in _WITHOUT_SPACES:
            found.append(Question(language, language, one.origin, " ".join(part(words))))
    return found


def score(ask: Ask, some: Sequence[Question]) -> Score:
    """Return how often the articles of some questions are found, and at which ranks."""
    places = [found.index(one.article) + 1 if one.article in (found := ask(one)) else 0 for one in some]
    return Score(len(some), sum(1 / place for place in places if place) / max(len(some), 1), sum(map(bool, places)))


def groups(some: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Group the questions by their language, and by articles in it and in another language."""
    for name, same in (("same language", True), ("across languages", False)):
        those = [one for one in some if (one.asked == one.written) is same]
        for language in dict.fromkeys(one.asked for one in those):
            yield f"{name}, {language}", [one for one in those if one.asked == language]
        yield f"{name}, all", those
    yield "all", list(some)


def main(corpora: Path, kept: Path | None = None) -> None:
    """Print MRR@10 and the number of articles found among ten, for each group and way."""
    with tempfile.TemporaryDirectory() as folder, Archive.open(kept or Path(folder), create=True) as archive:
        if not archive.stats().articles:
            take_in(archive, (page for name in CORPORA for page in load(corpora / name)))
        archive.embed()
        asked = {name: cache(make(archive)) for name, make in WAYS.items()}  # groups share their questions
        print(f"{'MRR@10 (found among ten)':32}{'questions':>10}" + "".join(f"{name:>16}" for name in asked))
        for name, some in (
            *groups(questions()),
            *((f"headlines, {name}", headlines(archive, part)) for name, part in PARTS.items()),
        ):
            scores = [score(ask, some) for ask in asked.values()]
            row = "".join(f"{one.reciprocal:10.3f} {f'({one.found})':>5}" for one in scores)
            print(f"{name:32}{len(some):10}{row}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
