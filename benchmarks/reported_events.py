"""Reports of one event: does `dateline story` find them, and only them, from each report?

    python benchmarks/reported_events.py [CORPORA] [--errors]

`events.txt` next to this file contains reports in five languages, all our own writing, in three parts: `tune`, on which the numbers
of `search/meaning/event_grouping.py` were chosen, `test`, and `fresh`, written after these numbers were fixed. Some are long and
some are reprints. Among them are two floods, trials, strikes and elections on the same days, the same people in another event,
follow-ups weeks later, an anniversary, round-ups and columns, each of which is a separate event. With CORPORA the pages of
`news-pages` and `wcxb-articles` in the same languages are added, with random days of the same month: none reports these events.

The event of each report is searched. A pair is a report and a report found with it; B³ (precision/recall) is the mean over reports.
For comparison with `story`, copies alone are printed, and other similarity measures with the same grouping, each with the threshold
that is best on `tune` at a precision of 0.9 (or at the highest F if none reaches it): words (TF-IDF of scikit-learn), vectors
alone, names alone, and both without the days. Last, with CORPORA, comes the number of its articles that are grouped with another
under their true days; nearly all of these groups are wrong. The extra `semantic` is needed.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus import load
from dateline import Archive, DatelineError, open_documents
from dateline.search.meaning.embedder import unpacked
from dateline.search.meaning.event_grouping import Scores, group_of_first, score_pairs, weigh_names
from dateline.search.meaning.event_names import choose_names, read_cases
from dateline.types.articles import ArchivedArticle
from known_item import CORPORA, take_in

REPORTS = Path(__file__).with_name("events.txt")
PARTS = ("tune", "test", "fresh")
_DAYS = 7
_LINK = 0.70
_GOOD = 0.9
_FIRST = datetime(2018, 3, 1)
_MONTH = 31


@dataclass(frozen=True)
class Written:
    """One of our reports: its event, and the fields that an archive gets."""

    event: str
    part: str
    language: str
    outlet: str
    at: str
    title: str
    body: str


@dataclass(frozen=True)
class Score:
    """The quality of the events found for some reports."""

    precision: float
    recall: float
    b_precision: float
    b_recall: float

    @property
    def f(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    def __str__(self) -> str:
        return f"{self.precision:6.3f} {self.recall:6.3f}   {self.b_precision:.3f}/{self.b_recall:.3f}"


def reports() -> list[Written]:
    """All reports."""
    found = []
    for block in REPORTS.read_text("utf-8").split("\n== ")[1:]:
        head, title, *body = block.strip().split("\n")
        found.append(Written(*head.split(" | "), title, "\n\n".join(body)))
    return found


def pages(corpora: Path, languages: set[str]) -> Iterator[dict[str, str]]:
    """The articles of both corpora in some languages, with random days."""
    lot = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        take_in(archive, (page for name in CORPORA for page in load(corpora / name)))
        for one in sorted(archive.articles(), key=lambda one: one.origin):
            known, day = one.article.metadata, _FIRST + timedelta(days=lot.uniform(0, _MONTH))
            if known.language in languages:
                yield record(known.title or "", one.article.body, f"{day:%Y-%m-%dT%H:%M}", known.source or "")


def record(title: str, body: str, at: str, source: str) -> dict[str, str]:
    """An article as a JSONL record."""
    return {"title": title, "text": body, "date": f"{at}:00Z", "source": source}


class Asked:
    """An archive with the reports of one part and other articles."""

    def __init__(self, archive: Archive, some: Sequence[Written]) -> None:
        self.archive, self.articles = archive, list(archive.articles())
        ids = {int(one.origin.rpartition(":")[2]): one.id for one in self.articles}  # by line
        self.events = {ids[line]: f"{one.event} {one.language}" for line, one in enumerate(some, 1)}
        held = archive.meaning.vectors.of_articles(one.id for one in self.articles)
        self.articles = [one for one in self.articles if one.id in held]
        self.vectors = unpacked(held[one.id] for one in self.articles)
        self.days = [_day(one) for one in self.articles]

    def scored(self, find: Callable[[str], Iterable[str]]) -> Score:
        """Return the quality of `find` on the events of the reports."""
        right = wrong = missed = 0
        shares = []
        for article_id, event in self.events.items():
            found = {*find(article_id), article_id}
            wanted = {one for one, other in self.events.items() if other == event}
            both = len(found & wanted)
            right, wrong, missed = right + both - 1, wrong + len(found) - both, missed + len(wanted) - both
            shares.append((both / len(found), both / len(wanted)))
        precision, recall = np.mean(shares, axis=0)
        return Score(right / max(1, right + wrong), right / max(1, right + missed), float(precision), float(recall))

    def story(self, article_id: str) -> set[str]:
        """The reports that `dateline story` shows, and their copies."""
        event = self.archive.story(article_id)
        return {one for report in event.reports for one in (report.article.id, *report.copies)}

    def copies(self, article_id: str) -> set[str]:
        """The copies of its story."""
        return {copy.article_id for copy, _ in self.archive.copies(article_id)}

    def alike(self, score: Callable[[Asked, list[int]], Scores]) -> dict[str, tuple[list[int], Scores]]:
        """For each report the articles around it, itself first, and the similarity of each pair."""
        found = {}
        for at, one in enumerate(self.articles):
            if one.id in self.events:
                language = one.article.metadata.language
                near = [
                    other
                    for other, day in enumerate(self.days)
                    if other != at
                    and abs(day - self.days[at]) <= _DAYS
                    and self.articles[other].article.metadata.language == language
                ]
                places = [at, *sorted(near, key=lambda other: -float(self.vectors[other] @ self.vectors[at]))[:100]]
                found[one.id] = places, score(self, places)
        return found

    def grouped(self, alike: dict[str, tuple[list[int], Scores]], threshold: float) -> Score:
        """Return the quality of grouping with this threshold."""

        def find(article_id: str) -> list[str]:
            places, scores = alike[article_id]
            return [self.articles[places[at]].id for at in group_of_first(scores + (_LINK - threshold))]

        return self.scored(find)


def _day(article: ArchivedArticle) -> float:
    published = article.article.metadata.published
    return datetime.fromisoformat(published.iso).timestamp() / 86400 if published else -1e9


def by_parts(*, vectors: bool, names: bool, days: bool) -> Callable[[Asked, list[int]], Scores]:
    """The similarity of articles by some of the evidence of `dateline story`."""

    def score(asked: Asked, places: list[int]) -> Scores:
        some = [asked.articles[at].article for at in places]
        named = choose_names(read_cases(one.metadata, one.body) for one in some)
        return score_pairs(
            asked.vectors[places] if vectors else np.zeros((len(places), 1), np.float32),
            named if names else [frozenset[str]()] * len(places),
            weigh_names(named),
            [asked.days[at] if days else 0.0 for at in places],
        )

    return score


def by_words(asked: Asked, places: list[int]) -> Scores:
    """The similarity of articles by their words."""
    texts = [f"{one.metadata.title}\n{one.body}" for one in (asked.articles[at].article for at in places)]
    matrix = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode").fit_transform(texts)
    found: Scores = (matrix @ matrix.T).toarray()
    return found


WAYS: dict[str, Callable[[Asked, list[int]], Scores]] = {
    "words (TF-IDF)": by_words,
    "vectors alone": by_parts(vectors=True, names=False, days=False),
    "names alone": by_parts(vectors=False, names=True, days=False),
    "vectors and names": by_parts(vectors=True, names=True, days=False),
}


def best(asked: Asked, alike: dict[str, tuple[list[int], Scores]]) -> float:
    """Return the threshold with the highest recall at a good precision, or with the highest F."""
    tried = [(asked.grouped(alike, threshold), threshold) for threshold in np.arange(0.06, 1.1, 0.02)]
    good = [one for one in tried if one[0].precision >= _GOOD and one[0].recall >= 0.3]
    return float(max(good, key=lambda one: one[0].recall)[1] if good else max(tried, key=lambda one: one[0].f)[1])


def build(folder: Path, some: Sequence[Written], others: Sequence[dict[str, str]]) -> Archive:
    """Build an archive with reports and other articles, and their vectors."""
    records = [record(one.title, one.body, one.at, one.outlet) for one in some]
    lines = [json.dumps({**one, "url": f"https://www.example.org/{number}"}) for number, one in enumerate([*records, *others])]
    folder.mkdir()
    (folder / "articles.jsonl").write_text("\n".join(lines), "utf-8")
    archive = Archive.open(folder / "archive", create=True)
    archive.ingest(open_documents([str(folder / "articles.jsonl")]))
    archive.embed()
    return archive


def print_errors(asked: Asked) -> None:
    """Print every group that is not an event."""
    seen = set()
    titles = {one.id: one.article.metadata.title for one in asked.articles}
    for article_id, event in asked.events.items():
        found = frozenset(asked.story(article_id))
        wanted = {one for one, other in asked.events.items() if other == event}
        if found != wanted and found not in seen:
            seen.add(found)
            print(f"    {event}: {len(found & wanted)} of {len(wanted)}", *(titles[one] for one in found - wanted), sep=" · ")


def print_wild(corpora: Path, folder: Path) -> None:
    """Print how many articles with their true days are grouped with an article that is not a copy."""
    with Archive.open(folder, create=True) as archive:
        take_in(archive, (page for name in CORPORA for page in load(corpora / name)))
        archive.embed()
        asked = together = 0
        for one in list(archive.articles()):
            try:
                found = archive.story(one.id)
            except DatelineError:  # without a day or a vector
                continue
            asked, together = asked + 1, together + (len(found.reports) > 1)
    print(f"articles of the corpora with their true days: {together} of {asked} are put together with another story")


def main() -> None:
    """Print precision and recall of each way on each part."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path, nargs="?")
    options.add_argument("--errors", action="store_true", help="print the errors")
    given, written = options.parse_args(), reports()
    others = list(pages(given.corpora, {one.language for one in written})) if given.corpora else []
    thresholds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            some = [one for one in written if one.part == part]
            with build(Path(folder) / part, some, others) as archive:
                asked = Asked(archive, some)
                print(
                    f"{part}: {len(some)} reports of {len(set(asked.events.values()))} events among {len(asked.articles)} articles"
                )
                print(f"  {'':20} pairs: P      R   B³")
                print(f"  {'story':20} {asked.scored(asked.story)}")
                print(f"  {'copies alone':20} {asked.scored(asked.copies)}")
                for name, score in WAYS.items():
                    alike = asked.alike(score)
                    thresholds.setdefault(name, best(asked, alike) if part == "tune" else 0.0)
                    print(f"  {name:20} {asked.grouped(alike, thresholds[name])}   from {thresholds[name]:.2f} on", flush=True)
                if given.errors:
                    print_errors(asked)
        if given.corpora:
            print_wild(given.corpora, Path(folder) / "true")


if __name__ == "__main__":
    main()
