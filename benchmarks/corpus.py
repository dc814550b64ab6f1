"""Pages with gold text: loading, dumps as raw text, alignment of lines with the gold text, folds by domain, scores."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

WORDS = re.compile(r"\w+")
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|[^\W_]+")
_SHINGLE = 4
_REACH = 5
_PARAGRAPH = 8

DUMPS = ("plain", "inscriptis", "htmltext", "main")
"""The raw-text forms of a page: resiliparse in full, inscriptis, html-text, and resiliparse's own idea of the main content."""


@dataclass(frozen=True)
class GoldPage:
    """A page of a corpus with the text that a person marked as its story."""

    corpus: str
    id: str
    domain: str
    html: bytes
    gold: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    title: str


def load(folder: Path, limit: int | None = None) -> list[GoldPage]:
    """The pages of a corpus folder (`html/ID.html.gz` with `ground-truth/ID.json`), at most `limit` of them at even intervals."""
    paths = sorted((folder / "ground-truth").glob("*.json"))
    if limit is not None and limit < len(paths):
        paths = paths[:: -(-len(paths) // limit)]
    return [_load_page(folder, path) for path in paths]


def _load_page(folder: Path, path: Path) -> GoldPage:
    gold = json.loads(path.read_text("utf-8"))
    page = gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes())
    host = urlsplit(gold.get("url") or "").hostname
    domain = host.removeprefix("www.") if host else str(gold.get("publisher") or path.stem)
    return GoldPage(
        folder.name,
        path.stem,
        domain,
        page,
        gold.get("main_content") or "",
        tuple(gold.get("with") or ()),
        tuple(gold.get("without") or ()),
        gold.get("title") or "",
    )


def fold_of(domain: str, folds: int) -> int:
    """The fold of a domain; all pages of a domain are in one."""
    return int(hashlib.md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def dump(page: GoldPage, kind: str) -> str:
    """The page as raw text, without HTML."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    text = bytes_to_str(page.html, detect_encoding(page.html))
    if kind in ("plain", "main"):
        return extract_plain_text(text, main_content=kind == "main")
    if kind == "inscriptis":
        import inscriptis

        return str(inscriptis.get_text(text))
    import html_text

    return str(html_text.extract_text(text))


def align(lines: Iterable[str], gold: str) -> Iterator[float]:
    """Return for each line the fraction of its words that is in the gold text, by shingles; -1 for lines without words."""
    tokens = _tokens(gold)
    shingles = {tuple(tokens[at : at + _SHINGLE]) for at in range(len(tokens) - _SHINGLE + 1)}
    whole = {tuple(_tokens(line)) for line in gold.split("\n")}
    threes = {tuple(tokens[at : at + 3]) for at in range(len(tokens) - 2)}
    for line in lines:
        own = tuple(_tokens(line))
        if not own:
            yield -1.0
        elif own in whole:
            yield 1.0
        elif len(own) < _SHINGLE:
            yield float(len(own) == 3 and own in threes)
        else:
            covered = bytearray(len(own))
            for at in range(len(own) - _SHINGLE + 1):
                if own[at : at + _SHINGLE] in shingles:
                    covered[at : at + _SHINGLE] = b"\1" * _SHINGLE
            yield sum(covered) / len(own)


def align_in_place(lines: Sequence[str], gold: str) -> list[float]:
    """Like `align`, but of lines that occur more often on the page than in the gold text only those in the main part count."""
    shares = list(align(lines, gold))
    said = [" ".join(_tokens(line)) for line in lines]
    whole = f" {' '.join(_tokens(gold))} "
    mass = [len(text) if share >= 0.5 else 0 for text, share in zip(said, shares, strict=True)]
    places: dict[str, list[int]] = {}
    for index, text in enumerate(said):
        if mass[index]:
            places.setdefault(text, []).append(index)
    for text, found in places.items():
        wanted = max(1, whole.count(f" {text} "))
        if wanted < len(found):
            near = {index: sum(mass[max(0, index - _REACH) : index + _REACH + 1]) for index in found}
            for index in sorted(found, key=lambda index: -near[index])[wanted:]:
                shares[index] = 0.0
    return shares


def whole_paragraphs(found: str, gold: str) -> tuple[float, float] | None:
    """Whether `found` contains the first and the last paragraph of the gold text with eight or more words completely."""
    paragraphs = [words for line in gold.split("\n") if len(words := WORDS.findall(line.lower())) >= _PARAGRAPH]
    if not paragraphs:
        return None
    have = f" {' '.join(WORDS.findall(found.lower()))} "
    first, last = (f" {' '.join(paragraph)} " in have for paragraph in (paragraphs[0], paragraphs[-1]))
    return float(first), float(last)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def word_scores(found: str, gold: str) -> tuple[float, float, float]:
    """F1, precision and recall of the bag of words of `found`."""
    have, want = Counter(WORDS.findall(found.lower())), Counter(WORDS.findall(gold.lower()))
    both = sum((have & want).values())
    precision, recall = both / max(1, sum(have.values())), both / max(1, sum(want.values()))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def mean(rows: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """The mean of each column."""
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True)) if rows else ()
