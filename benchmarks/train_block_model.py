"""Train the block model from a folder of corpora, and measure it by cross-validation over domains.

    python benchmarks/train_block_model.py ../shared/corpora                         # train it and write it into the package
    python benchmarks/train_block_model.py ../shared/corpora --validate              # measure only, five folds
    python benchmarks/train_block_model.py ../shared/corpora --validate --languages  # languages of news-pages held out

Needs catboost, scikit-learn and scipy in addition to the package. Every seed is fixed: the same corpora give the same model. The
probabilities of --validate are written to benchmarks/chances-blocks.npy.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from catboost import CatBoostClassifier
from sklearn.linear_model import SGDClassifier

from corpus import WORDS, GoldPage, align_in_place, fold_of, load, mean, whole_paragraphs, word_scores
from dateline.cleaning.block_decision import decide_pages
from dateline.cleaning.block_features import LINKED, NEAR, PATH_BITS, Columns, PathWeights, measure, path_grams, stacked
from dateline.cleaning.block_model import Linear, all_columns, own_columns, told_columns
from dateline.cleaning.containers import Containers
from dateline.cleaning.features import linear_scores, logistic
from dateline.cleaning.judge import start_verdicts
from dateline.cleaning.word_hashes import BITS
from dateline.page.read import read_page
from dateline.types.documents import RawDocument
from dateline.types.pages import Page
from trees import DEPTH, tree_arrays

DATA = Path(__file__).parents[1] / "src" / "dateline" / "cleaning" / "data"
FOLDS = 5
ROUNDS = 160
WORDS_PENALTY, PATHS_PENALTY = 3e-5, 3e-4
PATH_VALUE = 0.25
UNLIKELY, SHARE_OF_UNLIKELY = 0.01, 0.15
LEAST_GOLD, MOST_WEIGHT = 20, 0.2
PARAGRAPH, PART = 8, 6  # words of a paragraph that counts, and of a line that may be a part of it
FIRST_WEIGHT, LAST_WEIGHT = 2, 3
FAMILIES = (("de",), ("fr", "es", "pt", "it", "ca", "ro"), ("ja", "zh", "ko", "vi", "id", "ms"))
OTHER = len(FAMILIES)


class Table:
    """All pages in one table: the columns of their lines, and the label of each line from the gold text."""

    def __init__(self, gold: Sequence[GoldPage]) -> None:
        read = [(page, read_page(RawDocument(page.html, "text/html", page.id))) for page in gold]
        self.gold = [page for page, found in read if found.lines]
        self.pages = [found for _, found in read if found.lines]
        self.blocks = measure([page.lines for page in self.pages])
        self.own = own_columns(self.pages, self.blocks)
        texts = [[line.text for line in page.lines] for page in self.pages]
        shares = [align_in_place(lines, page.gold) for lines, page in zip(texts, self.gold, strict=True)]
        self.share = np.concatenate([np.array(one, np.float32) for one in shares])
        self.usable, self.target = self.share >= 0, (self.share >= 0.5).astype(int)
        self.page = self.blocks.layout.page
        self.weight = self._weight()
        self.grams, self.paths = self._grams(), path_matrix(self.blocks.containers)

    def _weight(self) -> np.ndarray:
        """The weight of each line: by its words, and more at the beginning and the end of a story."""
        words = np.maximum(1, np.expm1(self.own["words"]))
        body = np.bincount(self.page, weights=words * self.target)
        weight = np.minimum(words / np.maximum(LEAST_GOLD, body)[self.page], MOST_WEIGHT)
        ends = [story_ends(page, gold.gold) for page, gold in zip(self.pages, self.gold, strict=True)]
        first, last = np.concatenate(ends, axis=1) & (self.target > 0) & (self.blocks.linked < LINKED)
        return weight / weight.mean() * np.where(last, LAST_WEIGHT, 1) * np.where(first, FIRST_WEIGHT, 1)

    def _grams(self) -> Any:
        analysis, count = self.blocks.analysis, len(self.page)
        number = np.maximum(np.bincount(analysis.gram_lines, minlength=count), 1)
        values = (1 / np.sqrt(number))[analysis.gram_lines].astype(np.float32)
        return sparse.csr_matrix((values, (analysis.gram_lines, analysis.grams)), shape=(count, 1 << BITS))

    def fold(self, keys: Sequence[str], folds: int) -> np.ndarray:
        """The fold of each line by the key of its page."""
        return np.array([fold_of(key, folds) for key in keys])[self.page]


def story_ends(page: Page, gold: str) -> np.ndarray:
    """Two rows of flags: the lines of the first and of the last paragraph of the gold text."""
    paragraphs = [" ".join(words) for line in gold.split("\n") if len(words := WORDS.findall(line.lower())) >= PARAGRAPH]
    lines = [" ".join(words) if len(words := WORDS.findall(line.text.lower())) >= PART else "" for line in page.lines]
    ends = (paragraphs[0], paragraphs[-1]) if paragraphs else ("", "")
    return np.array([[bool(line) and f" {line} " in f" {end} " for line in lines] for end in ends])


def path_matrix(held: Containers) -> Any:
    """For each line the counts of the hashed words of the blocks around it."""
    grams = [path_grams(form) for form in held.forms]
    rows, columns = [], []
    around: list[np.ndarray] = []
    for block in range(len(held.parent)):
        own = grams[held.form[block]][0]
        around.append(own if not held.depth[block] else np.concatenate([around[held.parent[block]], own]))
    for line, chain in enumerate(held.chain):
        found = [around[chain[0]], *(grams[held.form[block]][level + 1] for level, block in enumerate(chain[:NEAR]))]
        columns.append(np.concatenate(found))
        rows.append(np.full(len(columns[-1]), line))
    places = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_matrix((np.full(len(places[0]), PATH_VALUE, np.float32), places), shape=(len(held.chain), 1 << PATH_BITS))


def linear(table: Table, matrix: Any, penalty: float, rows: np.ndarray, scale: float = 1.0) -> tuple[np.ndarray, float]:
    model = SGDClassifier(loss="log_loss", alpha=penalty, max_iter=5, tol=None, random_state=0, average=True)
    model.fit(matrix[rows], table.target[rows], sample_weight=table.weight[rows])
    return (model.coef_[0] * scale).astype(np.float32), float(model.intercept_[0])


def told(table: Table, rows: np.ndarray) -> tuple[Linear, PathWeights, Columns]:
    """Train linear models on `rows`, and return their columns for all lines."""
    words = Linear(*linear(table, table.grams, WORDS_PENALTY, rows))
    paths = PathWeights(*linear(table, table.paths, PATHS_PENALTY, rows, PATH_VALUE))
    scores = linear_scores(words.weights, words.bias, table.blocks.analysis)
    return words, paths, told_columns(table.blocks, table.own, scores, paths)


def trees(table: Table, columns: np.ndarray, rows: np.ndarray, likely: np.ndarray) -> CatBoostClassifier:
    """Train boosted trees on `rows`; of the lines that are clearly not body text only a sample is used, with a higher weight."""
    taken = likely[rows] | (np.random.default_rng(0).random(len(rows)) < SHARE_OF_UNLIKELY)
    weight = table.weight[rows] / np.where(likely[rows], 1, SHARE_OF_UNLIKELY)
    model = CatBoostClassifier(
        iterations=ROUNDS,
        depth=DEPTH,
        learning_rate=0.1,
        l2_leaf_reg=8,
        rsm=0.25,
        border_count=48,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        thread_count=1,
        verbose=0,
        random_seed=0,
    )
    return model.fit(columns[rows][taken], table.target[rows][taken], sample_weight=weight[taken])


def train(table: Table, rows: np.ndarray, inner: np.ndarray) -> tuple[Linear, PathWeights, CatBoostClassifier]:
    """Train the models on `rows`; the trees see the output of linear models that have not seen the page (its inner fold)."""
    guesses: Columns = {}
    for held in np.unique(inner[rows]):
        _, _, guess = told(table, rows[inner[rows] != held])
        own = inner == held
        for name, column in guess.items():
            guesses.setdefault(name, np.zeros(len(own), column.dtype))[own] = column[own]
    words, paths, _ = told(table, rows)
    likely = (logistic(guesses["path"]) > UNLIKELY) | (table.target > 0)
    return words, paths, trees(table, stacked(all_columns(table.blocks, table.own, guesses)).T, rows, likely)


def apply(table: Table, models: tuple[Linear, PathWeights, CatBoostClassifier]) -> np.ndarray:
    words, paths, trees_ = models
    scores = linear_scores(words.weights, words.bias, table.blocks.analysis)
    guess = told_columns(table.blocks, table.own, scores, paths)
    return trees_.predict_proba(stacked(all_columns(table.blocks, table.own, guess)).T)[:, 1]


def validate(table: Table, fold: np.ndarray) -> np.ndarray:
    """The probability of each line by models that have not seen its fold; lines of fold -1 are only used for training."""
    chance = np.zeros(len(fold))
    inner = table.fold(["inner" + page.domain for page in table.gold], 3)
    for held in np.unique(fold[fold >= 0]):
        models = train(table, np.flatnonzero((fold != held) & table.usable), inner)
        chance[fold == held] = apply(table, models)[fold == held]
        print(f"  fold {held + 1} done", flush=True)
    return chance


def kept_texts(table: Table, chance: np.ndarray) -> Iterator[str]:
    """The text that the cleaner keeps of each page, given these probabilities."""
    all_verdicts = [start_verdicts(page) for page in table.pages]
    decide_pages(all_verdicts, table.blocks, chance)
    for verdicts in all_verdicts:
        if verdicts.title is not None:
            verdicts.drop(verdicts.title, "title", "rule:title")
        yield "\n".join(line.text for line in verdicts.lines() if line.keep)


def report(name: str, gold: Sequence[GoldPage], texts: Sequence[str]) -> None:
    """Print the scores per corpus: words, and how often the first and the last paragraph are kept completely."""
    scores: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    ends: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for page, text in zip(gold, texts, strict=True):
        scores[page.corpus].append(word_scores(text, page.gold))
        if kept := whole_paragraphs(text, page.gold):
            ends[page.corpus].append(kept)
    for corpus, rows in scores.items():
        f1, precision, recall = mean(rows)
        first, last = mean(ends[corpus])
        told = f"F1 {f1:.4f} P {precision:.4f} R {recall:.4f} first {first:.3f} last {last:.3f}"
        print(f"{name} {corpus:14} pages {len(rows):4} {told}", flush=True)


def write(models: tuple[Linear, PathWeights, CatBoostClassifier], path: Path) -> None:
    words, paths, trees_ = models
    fields: dict[str, Any] = (
        {"version": "blocks-2"} | linear_fields("words", words) | linear_fields("paths", paths) | tree_arrays(trees_)
    )
    np.savez_compressed(path, **fields)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def linear_fields(name: str, model: Linear | PathWeights) -> dict[str, Any]:
    """The relevant weights as bytes."""
    largest = float(np.abs(model.weights).max())
    used = np.flatnonzero(np.abs(model.weights) > largest / 254)
    return {
        f"{name} gaps": np.diff(used, prepend=0).astype(np.uint32),
        f"{name} weights": np.round(model.weights[used] / (largest / 127)).astype(np.int8),
        f"{name} scale": largest / 127,
        f"{name} bias": model.bias,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path)
    options.add_argument("--validate", action="store_true", help="measure by cross-validation instead of writing the model")
    options.add_argument("--languages", action="store_true", help="hold out languages instead of domains")
    options.add_argument("--limit", type=int, help="at most this many pages of each corpus")
    given = options.parse_args()
    started = time.time()
    table = Table([page for name in ("wcxb-articles", "news-pages") for page in load(given.corpora / name, given.limit)])
    print(f"{len(table.pages)} pages, {len(table.page)} lines, {time.time() - started:.0f} s", flush=True)
    if not given.validate:
        inner = table.fold([page.domain for page in table.gold], FOLDS)
        write(train(table, np.flatnonzero(table.usable), inner), DATA / "blocks.model.npz")
        print(f"trained in {time.time() - started:.0f} s")
        return
    if given.languages:
        report_languages(table)
        return
    chance = validate(table, table.fold([page.domain for page in table.gold], FOLDS))
    report("blocks", table.gold, list(kept_texts(table, chance)))
    np.save(Path(__file__).parent / "chances-blocks.npy", chance)


def report_languages(table: Table) -> None:
    """Print the scores of pages in each language family, by models that have not seen the family."""
    languages = [(page.head.language or "en")[:2].lower() for page in table.pages]
    families = [next((place for place, family in enumerate(FAMILIES) if one in family), OTHER) for one in languages]
    families = [-1 if one == "en" else place for one, place in zip(languages, families, strict=True)]
    chance = validate(table, np.array(families)[table.page])
    texts = list(kept_texts(table, chance))
    for name in sorted(set(languages) - {"en"}):
        held = [at for at, one in enumerate(languages) if one == name and table.gold[at].corpus == "news-pages"]
        if held:
            report(f"without {name}", [table.gold[at] for at in held], [texts[at] for at in held])


if __name__ == "__main__":
    main()
