"""Train the line model for texts from a folder of corpora, and measure it by cross-validation over domains.

    python benchmarks/train_line_model.py ../shared/corpora              # train it and write it into the package
    python benchmarks/train_line_model.py ../shared/corpora --validate   # measure only, layout by layout

Needs catboost, scikit-learn, scipy and the packages for `layouts.py` (with lynx and w3m on the system) in addition to the package.
`text_samples.py` describes the training texts. Every seed is fixed: the same corpora give the same model. Dumps are stored in the
folder `--cache`.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from catboost import CatBoostClassifier
from sklearn.linear_model import SGDClassifier

from corpus import WORDS, GoldPage, align, fold_of, load, mean, word_scores
from dateline.cleaning.context_features import context_columns
from dateline.cleaning.decision import decide
from dateline.cleaning.features import Analysis, analyse, logistic
from dateline.cleaning.judge import find_unstated_headline, judge_text_by_rules, with_headline
from dateline.cleaning.line_model import RuleView, more_columns
from dateline.cleaning.verdicts import PageVerdicts
from dateline.cleaning.word_hashes import BITS
from dateline.page.read import read_page
from dateline.text import normalise
from dateline.types.documents import RawDocument
from layouts import lay
from text_samples import samples
from trees import DEPTH, tree_arrays

DATA = Path(__file__).parents[1] / "src" / "dateline" / "cleaning" / "data"
FOLDS, INNER = 5, 2
STEPS = (140, 220)
BATCH = 50
FAR, THINNED = 12, 0.15
"""Of the lines farther than this from any line of the story, training uses only this fraction."""
CLEAN, LIGHTER = ("body", "headed", "paragraph", "several", "wrapped"), 0.4
"""Texts with only a story have a lower weight in training, because there are as many of them as of all others."""
MEASURED = (
    *(
        "plain",
        "inscriptis",
        "htmltext",
        "main",
        "innertext",
        "soup-strip",
        "lynx80",
        "w3m80",
        "html2text",
        "html2text-links",
        "markdown",
    ),
)
WRAPPED = ("plain+wrap60", "plain+wrap72", "plain+wrap80", "plain+wrap100", "plain+wrap72-blank")


@dataclass(frozen=True)
class Judged:
    """One text: its origin, the fraction of each line's words that is in the gold text, and the verdicts of the rules."""

    page: GoldPage
    kind: str
    gold: str
    verdicts: PageVerdicts
    rules: RuleView
    labels: np.ndarray


@dataclass(frozen=True)
class Batch:
    """The columns of several texts, analysed together so that numpy works on large arrays."""

    texts: Sequence[Judged]
    analysis: Analysis
    more: np.ndarray


def judged(page: GoldPage, kind: str, text: str, gold: str) -> Judged | None:
    verdicts, rules = judge_text_by_rules(read_page(RawDocument(text.encode("utf-8", "replace"), "text/plain", page.id)))
    if not verdicts.page.lines:
        return None
    labels = np.array(list(align([line.text for line in verdicts.page.lines], gold)), np.float32)
    return Judged(page, kind, gold, verdicts, rules, labels)


def batches(texts: Iterator[Judged]) -> Iterator[Batch]:
    while some := list(islice(texts, BATCH)):
        lines = [one.verdicts.page.lines for one in some]
        analysis = analyse([[line.text for line in page] for page in lines], [line.blanks for page in lines for line in page])
        yield Batch(some, analysis, more_columns([(one.verdicts, one.rules) for one in some], analysis.layout))


class Table:
    """All lines of some batches in one table."""

    def __init__(self, given: Sequence[Batch]) -> None:
        self.batches = given
        texts = [one for batch in given for one in batch.texts]
        self.texts = texts
        self.edges = np.cumsum([0, *(len(one.labels) for one in texts)])
        self.labels = np.concatenate([one.labels for one in texts])
        self.target = (self.labels >= 0.5).astype(int)
        words = np.concatenate([np.maximum(1, np.expm1(batch.analysis.shape[:, 1])) for batch in given])
        total = np.add.reduceat(words, self.edges[:-1])
        weight = np.sqrt(words) / np.sqrt(np.maximum(20, np.repeat(total, np.diff(self.edges))))
        clean = np.repeat([one.kind in CLEAN for one in texts], np.diff(self.edges))
        weight = np.where(clean, weight * LIGHTER, weight)
        near = np.concatenate([near_story(one.labels) for one in texts])
        dice = np.random.default_rng(0)
        self.usable = (self.labels >= 0) & (near | (dice.random(len(near)) < THINNED))
        self.weight = np.where(near, weight, weight / THINNED) / weight.mean()
        self.grams = self._grams()

    def _grams(self) -> Any:
        rows, columns, values, start = [], [], [], 0
        for batch in self.batches:
            count = len(batch.analysis.shape)
            number = np.maximum(np.bincount(batch.analysis.gram_lines, minlength=count), 1)
            rows.append(batch.analysis.gram_lines + start)
            columns.append(batch.analysis.grams)
            values.append((1 / np.sqrt(number))[batch.analysis.gram_lines].astype(np.float32))
            start += count
        shape = (start, 1 << BITS)
        return sparse.csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)

    def groups(self, of: Callable[[str], int]) -> np.ndarray:
        """A number for each line, by the domain of its page."""
        return np.repeat([of(one.page.domain) for one in self.texts], np.diff(self.edges))

    def context(self, chance: np.ndarray, more: Sequence[np.ndarray]) -> np.ndarray:
        parts, start = [], 0
        for batch in self.batches:
            end = start + len(batch.analysis.shape)
            columns = context_columns(batch.analysis, chance[start:end], [column[start:end] for column in more])
            parts.append(np.hstack([columns, batch.more]))
            start = end
        return np.vstack(parts)

    def linear(self, rows: np.ndarray) -> SGDClassifier:
        model = SGDClassifier(loss="log_loss", alpha=3e-6, max_iter=6, tol=None, random_state=0, average=True)
        return model.fit(self.grams[rows], self.target[rows], sample_weight=self.weight[rows])

    def trees(self, columns: np.ndarray, rows: np.ndarray, rounds: int) -> CatBoostClassifier:
        model = CatBoostClassifier(
            iterations=rounds,
            depth=DEPTH,
            learning_rate=0.12,
            l2_leaf_reg=6,
            rsm=0.4,
            border_count=64,
            thread_count=2,
            verbose=0,
            random_seed=0,
        )
        return model.fit(columns[rows], self.target[rows], sample_weight=self.weight[rows])


def near_story(labels: np.ndarray) -> np.ndarray:
    """The lines that are near a line of the story."""
    story = np.flatnonzero(labels >= 0.5)
    if not len(story):
        return np.ones(len(labels), bool)
    places = np.searchsorted(story, np.arange(len(labels)))
    after, before = story[np.minimum(places, len(story) - 1)], story[np.maximum(places - 1, 0)]
    return np.minimum(abs(after - np.arange(len(labels))), abs(before - np.arange(len(labels)))) <= FAR


def train(table: Table) -> tuple[Any, Any, Any]:
    """Train the three models; each later one sees the output of models that have not seen the page (its inner fold)."""
    rows, groups = np.flatnonzero(table.usable), table.groups(lambda domain: fold_of("inner" + domain, INNER))
    words, guess = np.zeros(len(table.labels)), np.zeros(len(table.labels))
    for held in range(INNER):
        words[groups == held] = table.linear(rows[groups[rows] != held]).decision_function(table.grams[groups == held])
    columns = table.context(logistic(words), [])
    for held in range(INNER):
        model = table.trees(columns, rows[groups[rows] != held], STEPS[0])
        guess[groups == held] = model.predict_proba(columns[groups == held])[:, 1]
    first = table.trees(columns, rows, STEPS[0])
    del columns
    return table.linear(rows), first, table.trees(table.context(guess, [words]), rows, STEPS[1])


def apply(table: Table, models: tuple[Any, Any, Any]) -> np.ndarray:
    linear, first, second = models
    words = linear.decision_function(table.grams)
    guess = first.predict_proba(table.context(logistic(words), []))[:, 1]
    return np.asarray(second.predict_proba(table.context(guess, [words]))[:, 1])


def cleaned(one: Judged, chances: np.ndarray) -> tuple[str, str]:
    """The headline that the cleaner would choose for a text, given these probabilities, and the text that it would keep."""
    before, title = list(one.verdicts.of_lines), one.verdicts.title
    decide(one.verdicts, one.rules.groups.tolist(), chances.tolist())
    headline = find_unstated_headline(one.verdicts, one.rules)
    lines = with_headline(one.verdicts, headline)
    one.verdicts.of_lines, one.verdicts.title = before, title
    return headline.text if headline else "", "\n".join(line.text for line in lines if line.keep)


def said(text: str) -> str:
    return " ".join(WORDS.findall(normalise(text).lower()))


def unharmed(one: Judged, headline: str, found: str) -> tuple[bool, bool]:
    """Whether exactly the words of a story are kept, and whether its first paragraph is.

    The headline does not count, and a story that begins with a heading and has no headline may use the heading as one.
    """
    paragraphs = [text for line in one.gold.split("\n") if (text := said(line))]
    title, have, lent = said(one.page.title), said(found), said(headline)
    if len(paragraphs) > 1 and paragraphs[0] == title:
        paragraphs = paragraphs[1:]
    if lent != title and lent == paragraphs[0]:
        have = f"{lent} {have}"
    return have == " ".join(paragraphs), paragraphs[0] in have


def report(table: Table, chance: np.ndarray, scores: dict[tuple[str, str], list[tuple[float, ...]]]) -> None:
    """Add the scores of each text to `scores`: word F1, precision, recall; whether the story is unchanged and begins completely."""
    for start, end, one in zip(table.edges[:-1], table.edges[1:], table.texts, strict=True):
        headline, found = cleaned(one, chance[start:end])
        scores[one.page.corpus, one.kind].append((*word_scores(found, one.gold), *unharmed(one, headline, found)))


def training_texts(pages: Sequence[GoldPage], lay_out: Callable[[GoldPage, str], str]) -> Iterator[Judged]:
    others = [*pages[1:], *pages[:1]]
    for page, other in zip(pages, others, strict=True):
        for one in samples(page, lay_out, other):
            if found := judged(page, one.kind, one.text, one.gold):
                yield found


def measured_texts(pages: Sequence[GoldPage], lay_out: Callable[[GoldPage, str], str]) -> Iterator[Judged]:
    for page in pages:
        body = "\n".join(line for line in page.gold.split("\n") if line.strip())
        texts = {"body": body, "body with headline": f"{page.title}\n\n{body}"}
        for kind in (*MEASURED, *WRAPPED, *texts):
            text = texts[kind] if kind in texts else lay_out(page, kind)
            if text.strip() and (found := judged(page, kind, text, page.gold)):
                yield found


def validate(pages: Sequence[GoldPage], lay_out: Callable[[GoldPage, str], str], folds: Sequence[int]) -> None:
    scores: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    for held in folds:
        inside = [page for page in pages if page.gold.strip() and fold_of(page.domain, FOLDS) == held]
        outside = [page for page in pages if page.gold.strip() and fold_of(page.domain, FOLDS) != held]
        models = train(Table(list(batches(training_texts(outside, lay_out)))))
        table = Table(list(batches(measured_texts(inside, lay_out))))
        report(table, apply(table, models), scores)
        print(f"  fold {held + 1} of {FOLDS} done", flush=True)
    for key, rows in sorted(scores.items()):
        f1, precision, recall, same, first = mean(rows)
        told = f"F1 {f1:.4f} P {precision:.4f} R {recall:.4f} unchanged {same:.3f} first paragraph {first:.3f}"
        print(f"{key[0]:14} {key[1]:20} pages {len(rows):4} {told}", flush=True)


def write(models: tuple[Any, Any, Any], path: Path, name: str) -> None:
    linear, first, second = models
    weights = linear.coef_[0].astype(np.float32)
    used = np.flatnonzero(np.abs(weights) > 0.02)
    scale = float(np.abs(weights).max() / 127)
    quantised = np.round(weights[used] / scale).astype(np.int8)
    fields: dict[str, Any] = {
        "version": name,
        "size": 1 << BITS,
        "gaps": np.diff(used, prepend=0).astype(np.uint16),
        "weights": quantised,
        "scale": scale,
        "bias": float(linear.intercept_[0]),
    }
    for step, model in ((1, first), (2, second)):
        fields |= tree_arrays(model, str(step))
    np.savez_compressed(path, **fields)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def laid_out(cache: Path | None) -> Callable[[GoldPage, str], str]:
    """Return a cached function from page and layout to text; the folder `cache` has a file per layout."""
    known: dict[str, dict[str, str]] = {}

    def lay_out(page: GoldPage, kind: str) -> str:
        if "+" in kind:
            return lay(page, kind).text
        if kind not in known:
            path = cache / f"{kind}.pickle" if cache else None
            known[kind] = pickle.loads(path.read_bytes()) if path and path.exists() else {}
        key = f"{page.corpus}/{page.id}"
        if key not in known[kind]:
            known[kind][key] = lay(page, kind).text
        return known[kind][key]

    return lay_out


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path)
    options.add_argument("--validate", action="store_true", help="measure by cross-validation instead of writing the model")
    options.add_argument("--fold", type=int, action="append", help="measure on this fold only")
    options.add_argument("--limit", type=int, help="at most this many pages of each corpus")
    options.add_argument("--cache", type=Path, help="a folder with existing dumps")
    given = options.parse_args()
    started = time.time()
    pages = [page for name in ("wcxb-articles", "news-pages") for page in load(given.corpora / name, given.limit)]
    lay_out = laid_out(given.cache)
    if given.validate:
        validate(pages, lay_out, given.fold or range(FOLDS))
    else:
        table = Table(list(batches(training_texts([page for page in pages if page.gold.strip()], lay_out))))
        print(f"{len(table.texts)} texts, {len(table.labels)} lines, {time.time() - started:.0f} s", flush=True)
        write(train(table), DATA / "text.model.npz", "text-2")
    print(f"{time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
