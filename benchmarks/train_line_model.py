"""Train the line model of texts from a folder of corpora, and measure it by cross-validation over domains.

    python benchmarks/train_line_model.py ../shared/corpora              # train it, write it into the package
    python benchmarks/train_line_model.py ../shared/corpora --validate   # measure only

Needs catboost, scikit-learn, scipy, inscriptis and html-text beside the package. Every seed is fixed: the same corpora give the
same model.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from catboost import CatBoostClassifier
from sklearn.linear_model import SGDClassifier

from corpus import DUMPS, GoldPage, align, dump, fold_of, load, mean, word_scores
from dateline.cleaning.board import Board
from dateline.cleaning.cleaner import judged_board
from dateline.cleaning.decision import decide
from dateline.cleaning.features import BITS, Analysis, analyse, context_columns
from dateline.cleaning.line_model import more_columns
from dateline.page import read_page
from dateline.types.documents import RawDocument

DATA = Path(__file__).parents[1] / "src" / "dateline" / "cleaning" / "data"
FOLDS = 5
DEPTH = 6
STEPS = {"text": (120, 200)}
KINDS = {"text": DUMPS}
TRAINED_ON = {"text": ("plain", "htmltext", "main")}


@dataclass
class Sample:
    """One page in one form, in numbers."""

    page: GoldPage
    kind: str
    board: Board
    groups: list[int]
    texts: list[str]
    analysis: Analysis
    more: np.ndarray
    labels: np.ndarray


def sample(page: GoldPage, kind: str) -> Sample | None:
    raw = (
        RawDocument(page.html, "text/html", page.id)
        if kind == "html"
        else RawDocument(dump(page, kind).encode("utf-8", "replace"), "text/plain", page.id)
    )
    board, rules = judged_board(read_page(raw))
    lines = board.page.lines
    if not lines:
        return None
    texts = [line.text for line in lines]
    labels = np.array(list(align(texts, page.gold)), np.float32)
    analysis = analyse([texts], [line.blanks for line in lines])
    more = more_columns([(board, rules)], analysis.layout)
    return Sample(page, kind, board, rules.groups.tolist(), texts, analysis, more, labels)


class Table:
    """All samples one under the other."""

    def __init__(self, samples: Sequence[Sample], folds: int, trained_on: Sequence[str]) -> None:
        self.samples = samples
        self.edges = np.cumsum([0, *(len(one.texts) for one in samples)])
        self.labels = np.concatenate([one.labels for one in samples])
        self.fold = np.concatenate([np.full(len(one.texts), fold_of(one.page.domain, folds)) for one in samples])
        usable = np.concatenate([np.full(len(one.texts), one.kind in trained_on) for one in samples])
        self.usable = usable & (self.labels >= 0)
        self.target = (self.labels >= 0.5).astype(int)
        words = [np.maximum(1, np.expm1(one.analysis.shape[:, 1])) for one in samples]
        weight = np.concatenate([np.sqrt(count) / np.sqrt(max(20, count.sum())) for count in words])
        self.weight = weight / weight.mean()
        self.grams = self._grams()

    def _grams(self) -> Any:
        rows, columns, values = [], [], []
        for start, one in zip(self.edges[:-1], self.samples, strict=True):
            number = np.maximum(np.bincount(one.analysis.gram_lines, minlength=len(one.texts)), 1)
            rows.append(one.analysis.gram_lines + start)
            columns.append(one.analysis.grams)
            values.append((1 / np.sqrt(number))[one.analysis.gram_lines].astype(np.float32))
        shape = (self.edges[-1], 1 << BITS)
        return sparse.csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)

    def context(self, chance: np.ndarray, more: Sequence[np.ndarray]) -> np.ndarray:
        parts = []
        for start, end, one in zip(self.edges[:-1], self.edges[1:], self.samples, strict=True):
            columns = context_columns(one.analysis, chance[start:end], [column[start:end] for column in more])
            parts.append(np.hstack([columns, one.more]))
        return np.vstack(parts)

    def linear(self, rows: np.ndarray) -> SGDClassifier:
        model = SGDClassifier(loss="log_loss", alpha=3e-6, max_iter=8, tol=None, random_state=0, average=True)
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


def train(table: Table, rows: np.ndarray, groups: np.ndarray, steps: tuple[int, int]) -> tuple[Any, Any, Any]:
    """The three models trained on `rows`; each later one sees guesses of models that did not know the page (its inner fold)."""
    words, guess = np.zeros(len(table.labels)), np.zeros(len(table.labels))
    inner = np.unique(groups[rows])
    for held in inner:
        words[groups == held] = table.linear(rows[groups[rows] != held]).decision_function(table.grams[groups == held])
    columns = table.context(1 / (1 + np.exp(-words)), [])
    for held in inner:
        model = table.trees(columns, rows[groups[rows] != held], steps[0])
        guess[groups == held] = model.predict_proba(columns[groups == held])[:, 1]
    linear, first = table.linear(rows), table.trees(columns, rows, steps[0])
    second = table.trees(table.context(guess, [words]), rows, steps[1])
    return linear, first, second


def apply(table: Table, models: tuple[Any, Any, Any]) -> np.ndarray:
    linear, first, second = models
    words = linear.decision_function(table.grams)
    guess = first.predict_proba(table.context(1 / (1 + np.exp(-words)), []))[:, 1]
    return second.predict_proba(table.context(guess, [words]))[:, 1]


def validate(table: Table, steps: tuple[int, int]) -> np.ndarray:
    chance = np.zeros(len(table.labels))
    inner = np.concatenate([np.full(len(one.texts), fold_of("inner" + one.page.domain, 3)) for one in table.samples])
    for held in range(FOLDS):
        rows = np.flatnonzero((table.fold != held) & table.usable)
        models = train(table, rows, inner, steps)
        chance[table.fold == held] = apply(table, models)[table.fold == held]
        print(f"  fold {held + 1} of {FOLDS} done", flush=True)
    return chance


def kept_text(one: Sample, chance: np.ndarray) -> str:
    """What the cleaner would keep of a page, given these chances."""
    before = list(one.board.verdicts)
    decide(one.board, one.groups, chance.tolist())
    if one.board.title is not None:
        one.board.drop(one.board.title, "title", "rule:title")
    kept = [line.text for line in one.board.lines() if line.keep]
    one.board.verdicts = before
    return "\n".join(kept)


def report(table: Table, chance: np.ndarray) -> None:
    """Scores per corpus and form: of the model alone at half a chance, and of rules and model together."""
    alone: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    joint: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    for start, end, one in zip(table.edges[:-1], table.edges[1:], table.samples, strict=True):
        kept = [text for text, value in zip(one.texts, chance[start:end], strict=True) if value >= 0.5]
        alone[one.page.corpus, one.kind].append(word_scores("\n".join(kept), one.page.gold))
        joint[one.page.corpus, one.kind].append(word_scores(kept_text(one, chance[start:end]), one.page.gold))
    for name, scores in (("model", alone), ("joint", joint)):
        for key, rows in sorted(scores.items()):
            f1, precision, recall = mean(rows)
            print(f"{name} {key[0]:14} {key[1]:10} pages {len(rows):4} F1 {f1:.4f} P {precision:.4f} R {recall:.4f}", flush=True)


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
        fields |= tree_fields(model, step)
    np.savez_compressed(path, **fields)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def tree_fields(model: CatBoostClassifier, step: int) -> dict[str, Any]:
    import json
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model.json"
        model.save_model(str(target), format="json")
        trees = json.loads(target.read_text("utf-8"))
    scale, (bias,) = trees["scale_and_bias"]
    features = np.zeros((len(trees["oblivious_trees"]), DEPTH), np.uint8)
    borders = np.full((len(features), DEPTH), np.inf, np.float32)
    leaves = np.zeros((len(features), 1 << DEPTH), np.float32)
    for row, tree in enumerate(trees["oblivious_trees"]):
        for level, split in enumerate(tree["splits"]):
            features[row, level], borders[row, level] = split["float_feature_index"], split["border"]
        leaves[row, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
    return {f"features{step}": features, f"borders{step}": borders, f"leaves{step}": leaves, f"bias{step}": float(bias)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path)
    options.add_argument("--validate", action="store_true", help="measure by cross-validation instead of writing the models")
    options.add_argument("--mode", choices=("text",), action="append", help="only this model")
    options.add_argument("--limit", type=int, help="at most so many pages of each corpus")
    given = options.parse_args()
    pages = [page for name in ("wcxb-articles", "news-pages") for page in load(given.corpora / name, given.limit)]
    for mode in given.mode or ("text",):
        started = time.time()
        kinds = KINDS[mode] if given.validate else TRAINED_ON[mode]
        samples = [found for page in pages for kind in kinds if (found := sample(page, kind))]
        table = Table(samples, FOLDS, TRAINED_ON[mode])
        print(f"{mode}: {len(samples)} samples, {len(table.labels)} lines, {time.time() - started:.0f} s", flush=True)
        if given.validate:
            chance = validate(table, STEPS[mode])
            np.save(DATA.parents[3] / "benchmarks" / f"chances-{mode}.npy", chance)
            report(table, chance)
            continue
        rows = np.flatnonzero(table.usable)
        inner = np.concatenate([np.full(len(one.texts), fold_of(one.page.domain, FOLDS)) for one in samples])
        write(train(table, rows, inner, STEPS[mode]), DATA / f"{mode}.model.npz", f"{mode}-1")
        print(f"{mode}: trained in {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
