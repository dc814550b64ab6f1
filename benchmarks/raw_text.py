"""Raw texts with a person's judgement of every line: what the cleaner keeps, loses and chooses as the headline.

    python benchmarks/raw_text.py ../shared/corpora/raw-text
    python benchmarks/raw_text.py ../shared/corpora/raw-text --show      # also the errors of each text

The folder contains `gold.jsonl`, one text per line: `raw`, the numbers of the story's lines (`gold_keep`) and of the lines on which
a careful editor may decide either way (`gold_either`, not scored), and the fields that the text states, with other accepted values.
Prints means over texts: word F1 of all texts, of the texts as found and of dumped pages; the texts without a wrong word; those that
lost the first or last paragraph; and for each field how often it was right, wrong (different from the gold, or present where the
gold has none) and missing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import WORDS
from dateline.cleaning import Cleaner
from dateline.text import fold, normalise
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument

FIELDS = ("title", "published", "authors", "source", "place", "agency")
SHOWN = 160


@dataclass(frozen=True)
class JudgedText:
    """A raw text with a person's judgement; `keep` are the lines of its story, `either` those that are not scored."""

    id: str
    dumped: bool
    raw: str
    keep: tuple[str, ...]
    either: tuple[str, ...]
    fields: dict[str, list[Any]]

    @classmethod
    def of(cls, row: dict[str, Any]) -> JudgedText:
        lines = row["raw"].split("\n")
        keep, either = (tuple(lines[number] for number in row[name]) for name in ("gold_keep", "gold_either"))
        fields = {name: [row[name], *(row.get(f"{name}_alt") or ())] for name in FIELDS}
        return cls(row["id"], "dump" in row["kind"], row["raw"], keep, either, fields)


@dataclass(frozen=True)
class Outcome:
    """The result for one text: F1 of words, extra and missing words, the first and last paragraph, and its fields."""

    text: JudgedText
    f1: float
    surplus: Counter[str]
    missing: Counter[str]
    first: bool
    last: bool
    fields: dict[str, str]
    article: CleanedArticle


def words(lines: Iterable[str]) -> list[str]:
    """The words of `lines`, in lower case."""
    return WORDS.findall("\n".join(lines).lower())


def judge(text: JudgedText, article: CleanedArticle) -> Outcome:
    """Compare `article` with the person's judgement."""
    have, want = Counter(words([article.body])), Counter(words(text.keep))
    have -= (have - want) & Counter(words(text.either))
    both = (have & want).total()
    f1 = 2 * both / max(1, have.total() + want.total()) if want else float(not have)
    flat = " ".join(words([article.body]))
    ends = [" ".join(words([line])) in flat for line in (text.keep[0], text.keep[-1])] if text.keep else [True, True]
    fields = {name: compared(name, value(article, name), text.fields[name]) for name in FIELDS}
    return Outcome(text, f1, have - want, want - have, ends[0], ends[1], fields, article)


def value(article: CleanedArticle, name: str) -> Any:
    """The field `name` of `article`, as the gold writes it."""
    if name == "published":
        return article.metadata.published.iso if article.metadata.published else None
    found = getattr(article.metadata, name)
    return list(found) if name == "authors" else found


def compared(name: str, found: Any, accepted: Sequence[Any]) -> str:
    """`right`, `wrong` or `missing`."""
    keys = [_key(name, one) for one in accepted]
    if _key(name, found) in keys:
        return "right"
    return "wrong" if found else "missing"


def _key(name: str, one: Any) -> Any:
    if not one:
        return None
    if name == "published":
        return str(one)[:10]
    return tuple(sorted(_key("", name) for name in one)) if isinstance(one, list) else " ".join(WORDS.findall(fold(normalise(one))))


def report(outcomes: Sequence[Outcome]) -> None:
    """The table over all texts, and over those found and those dumped."""
    for name, some in (
        ("all", list(outcomes)),
        ("found", [one for one in outcomes if not one.text.dumped]),
        ("dumps", [one for one in outcomes if one.text.dumped]),
    ):
        if not some:
            continue
        f1 = sum(one.f1 for one in some) / len(some)
        clean = sum(not one.surplus and not one.missing for one in some)
        lost = [sum(not getattr(one, end) for one in some) for end in ("first", "last")]
        print(
            f"{name:6} texts {len(some):3}  F1 {f1:.4f}  without a wrong word {clean:3}  first lost {lost[0]}  last lost {lost[1]}"
        )
    for name in FIELDS:
        counts = Counter(one.fields[name] for one in outcomes)
        print(f"{name:10} right {counts['right']:3}  wrong or invented {counts['wrong']:3}  missing {counts['missing']:3}")


def show(one: Outcome) -> None:
    """Print the errors of one text, line by line."""
    text, article = one.text, one.article
    print(f"\n{text.id}  F1 {one.f1:.3f}  {'' if one.first else 'FIRST LOST'} {'' if one.last else 'LAST LOST'}")
    for name, outcome in one.fields.items():
        if outcome != "right":
            print(f"   {name} {outcome}: {value(article, name)!r}, not {text.fields[name][0]!r}")
    keep, either = " ".join(words(text.keep)), " ".join(words(text.either))
    for line in article.lines:
        flat = " ".join(words([line.text]))
        wanted = flat in keep if flat else line.keep
        if wanted != line.keep and flat not in either:
            print(f"   {'lost' if wanted else 'kept'} {line.label:12} {line.reason:24} {line.text[:SHOWN]}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--show", action="store_true", help="print the errors of each text")
    given = options.parse_args()
    rows = (given.folder / "gold.jsonl").read_text("utf-8").splitlines()
    texts = [JudgedText.of(json.loads(row)) for row in rows]
    articles = Cleaner().clean_all([RawDocument(text.raw.encode(), "text/plain", text.id) for text in texts])
    outcomes = [judge(text, article) for text, article in zip(texts, articles, strict=True)]
    report(outcomes)
    if given.show:
        for one in outcomes:
            show(one)


if __name__ == "__main__":
    main()
