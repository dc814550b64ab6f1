"""The language of articles and short texts: Dateline and the fast detector alone, without the language that a page states.

*Known* is Dateline if the source is known to write in the language of the page, as `learn` finds from five of its articles.
*Foreign* is Dateline if the source is known to write in another language (English, or German for English pages); the errors there
are the risk.

    python benchmarks/language.py ../shared/corpora/news-pages ../shared/corpora/wcxb-articles

languages.tsv has the language of each publisher of news-pages (two detectors and the page agreed, or a person decided); all pages
of wcxb-articles are English. A *title* is the gold title, a *first line* that of our clean text.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus import GoldPage, load
from dateline.cleaning import Cleaner
from dateline.metadata.language import detect_language
from dateline.text import normalise
from dateline.types.documents import RawDocument

_KINDS = ("whole article", "first line", "its first 50", "title")


def fast_alone(text: str) -> str | None:
    """The answer of the fast detector, for any length."""
    from resiliparse.parse.lang import detect_fast

    return str(detect_fast(normalise(text))[0])


def told(detector: str, text: str, language: str) -> str | None:
    """The answer of the detector with this name for a text in `language`."""
    if detector == "fast alone":
        return fast_alone(text)
    known = {"ours": (), "known": (language,), "foreign": ("de" if language == "en" else "en",)}[detector]
    return detect_language(text, None, frozenset(known))


def samples(page: GoldPage, body: str) -> Iterator[tuple[str, str]]:
    """The sample texts of a page, with the kind of each."""
    first = body.split("\n", 1)[0]
    for kind, text in zip(_KINDS, (page.gold[:4_000], first, first[:50], page.title), strict=True):
        if text.strip():
            yield kind, text


def main() -> None:
    """Print the fractions for each corpus and kind."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path, nargs="+")
    table = Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()
    spoken = dict(row.split("\t") for row in table)
    detectors = ("fast alone", "ours", "known", "foreign")
    detect_language("Something short, so that what is loaded once is loaded.")
    for folder in options.parse_args().corpora:
        right, wrong, asked, taken = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str](), Counter[str]()
        for page in load(folder):
            language = spoken.get(page.id.split("_")[0], "en")
            body = Cleaner().clean(RawDocument(page.html, "text/html", page.id)).body
            for kind, text in samples(page, body):
                asked[kind] += 1
                for name in detectors:
                    started = time.process_time()
                    said = told(name, text, language)
                    taken[name] += time.process_time() - started
                    right[name, kind] += said == language
                    wrong[name, kind] += said not in (None, language)
        print(f"{folder.name}:{'':16}right   wrong")
        for kind in _KINDS:
            for name in detectors:
                shares = (count[name, kind] / max(1, asked[kind]) for count in (right, wrong))
                print(f"  {kind:15}{name:12}" + "".join(f"{share:8.3f}" for share in shares))
        print(", ".join(f"{name} took {1_000 * taken[name] / asked.total():.2f} ms a text" for name in detectors))


if __name__ == "__main__":
    main()
