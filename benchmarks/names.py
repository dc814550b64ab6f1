"""People and places: how many found names are right, how many names are missed, and the speed in words per second.

    python benchmarks/names.py ../shared/corpora/news-pages [--new]

`names.tsv` has a person's judgements of sixty articles in eleven languages: for every found name whether it is right (a name that
is cut, or inflected to another name, is wrong), and the missed names: people whom the text names in full, and places after a
preposition. `--new` prints found names without a judgement; they do not count until a person judges them.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from corpus import load
from dateline.cleaning import Cleaner
from dateline.metadata.names.find import find_names
from dateline.types.documents import RawDocument

Judged = dict[tuple[str, str], dict[str, str]]


def judgements() -> Judged:
    """For each article and kind of name, the judgements by name."""
    judged: Judged = {}
    for row in Path(__file__).with_name("names.tsv").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            article, kind, name, verdict = row.split("\t")
            for one in (kind,) if kind != "-" else ("person", "place"):
                judged.setdefault((article, one), {})[name] = verdict
    return judged


def main() -> None:
    """Print precision and recall by kind, and the speed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--new", action="store_true", help="print found names that have no judgement")
    given, judged = options.parse_args(), judgements()
    find_names("Maria Holt came from Bergen.", "en")  # so that loading is not measured
    counts: dict[str, Counter[str]] = {"person": Counter(), "place": Counter()}
    articles, words, seconds = 0, 0, 0.0
    for page in load(given.corpus):
        article = Cleaner().clean(RawDocument(page.html, "text/html", page.id))
        started = time.process_time()
        find_names(article.body, article.metadata.language)
        seconds += time.process_time() - started
        words += len(article.body.split())
        told = {"person": article.metadata.people, "place": article.metadata.places}
        articles += any((page.id, kind) in judged for kind in told)
        for kind, names in told.items():
            if not any((page.id, one) in judged for one in told):
                continue
            verdicts = judged.get((page.id, kind), {})
            for name in names:
                verdict = verdicts.get(name, "new")
                counts[kind]["right" if verdict == "missed" else verdict] += 1
                if given.new and verdict == "new":
                    print(page.id, kind, name, sep="\t")
            counts[kind]["missed"] += sum(one != "wrong" and name not in names for name, one in verdicts.items() if name != "-")
    print(f"{articles} articles")
    for kind, count in counts.items():
        precision = count["right"] / max(1, count["right"] + count["wrong"])
        recall = count["right"] / max(1, count["right"] + count["missed"])
        print(f"  {kind:8} precision {precision:.3f}, recall {recall:.3f}   {dict(count)}")
    print(f"{words / seconds:,.0f} words/s")


if __name__ == "__main__":
    main()
