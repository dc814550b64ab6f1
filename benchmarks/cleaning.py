"""Quality and speed of cleaning: Dateline and its peers on the same pages in the same run.

    python benchmarks/cleaning.py ../shared/corpora/news-pages                 # HTML, all peers that are installed
    python benchmarks/cleaning.py ../shared/corpora/wcxb-articles --text       # ours on raw-text dumps, the peers with HTML
    python benchmarks/cleaning.py ... --chances benchmarks/chances-blocks.npy  # ours cross-validated

The shipped models were trained on these corpora, so quality figures are valid only with `--chances`, the cross-validated
probabilities that `train_block_model.py --validate` writes (`train_line_model.py --validate` prints the figures for texts itself).
Speed figures are valid only without it. Prints F1, precision and recall of words (means over pages), the share of pages whose first
or last paragraph is kept completely, of `with` snippets kept and of `without` snippets removed, pages per second on one core, and
then the worst pages.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from corpus import DUMPS, GoldPage, dump, load, mean, whole_paragraphs, word_scores
from dateline.archive.worker_pool import chunks
from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

Extract = Callable[[GoldPage], str]
WORST = 20


def peers() -> Iterator[tuple[str, Extract]]:
    """The tools that are installed, each as a function from page to text."""
    for name, package, make in (
        ("trafilatura", "trafilatura", lambda tool: lambda page: tool.extract(page.html) or ""),
        (
            "trafilatura + metadata",
            "trafilatura",
            lambda tool: lambda page: getattr(tool.bare_extraction(page.html, with_metadata=True), "text", None) or "",
        ),
        ("trafilatura precise", "trafilatura", lambda tool: lambda page: tool.extract(page.html, favor_precision=True) or ""),
        ("rs-trafilatura", "rs_trafilatura", lambda tool: lambda page: tool.extract_bytes(page.html).main_content or ""),
        ("resiliparse main", "resiliparse.extract.html2text", lambda _: lambda page: dump(page, "main")),
        ("jusText", "justext", _justext),
        ("readability-lxml", "readability", _readability),
        ("newspaper4k", "newspaper", _newspaper),
        ("goose3", "goose3", lambda tool: lambda page: tool.Goose().extract(raw_html=_decoded(page)).cleaned_text),
        ("boilerpy3", "boilerpy3.extractors", lambda tool: lambda page: tool.ArticleExtractor().get_content(_decoded(page))),
    ):
        try:
            tool = importlib.import_module(package)
        except ImportError:
            print(f"{name}: not installed, left out")
            continue
        yield name, make(tool)


def _decoded(page: GoldPage) -> str:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return bytes_to_str(page.html, detect_encoding(page.html))


def _justext(tool: object) -> Extract:
    words = tool.get_stoplist("English")  # type: ignore[attr-defined]
    return lambda page: "\n".join(part.text for part in tool.justext(page.html, words) if not part.is_boilerplate)  # type: ignore[attr-defined]


def _readability(tool: object) -> Extract:
    from lxml.html import fromstring

    return lambda page: fromstring(tool.Document(_decoded(page)).summary()).text_content()  # type: ignore[attr-defined]


def _newspaper(tool: object) -> Extract:
    def extract(page: GoldPage) -> str:
        article = tool.Article("http://page.example/")  # type: ignore[attr-defined]
        article.download(input_html=_decoded(page))
        article.parse()
        return str(article.text)

    return extract


class Ours:
    """Dateline, in the chunks that an ingest uses; pages are made into documents before the clock starts."""

    def __init__(self, kind: str, pages: list[GoldPage]) -> None:
        self.cleaner = Cleaner()
        if kind == "html":
            self.documents = [RawDocument(page.html, "text/html", page.id) for page in pages]
        else:
            dumps = (dump(page, kind).encode("utf-8", "replace") for page in pages)
            self.documents = [RawDocument(text, "text/plain", page.id) for page, text in zip(pages, dumps, strict=True)]

    def texts(self) -> Iterator[str]:
        """The clean text of each page."""
        for chunk in chunks(self.documents):
            yield from (article.body for article in self.cleaner.clean_all(chunk))


def measure(name: str, texts: Iterator[str], pages: list[GoldPage]) -> list[tuple[float, GoldPage, str]]:
    """Print one row of the table; the pages with their F1, worst first."""
    started = time.process_time()
    found = list(texts)
    seconds = time.process_time() - started
    scores = [word_scores(text, page.gold) for page, text in zip(pages, found, strict=True)]
    _row(name, scores, (_ends(pages, found), _snippets(pages, found), f"{len(pages) / seconds:7.1f} pages/s"))
    return sorted(((score[0], page, text) for score, page, text in zip(scores, pages, found, strict=True)), key=lambda row: row[0])


def texts_of(name: str, extract: Extract, pages: list[GoldPage]) -> Iterator[str]:
    """Yield a peer's text of each page; a page on which it fails gives an empty text and a message."""
    for page in pages:
        try:
            yield extract(page)
        except Exception as error:  # noqa: BLE001
            print(f"{name}: {page.id}: {type(error).__name__}")
            yield ""


def _ends(pages: list[GoldPage], found: list[str]) -> str:
    rows = [kept for page, text in zip(pages, found, strict=True) if (kept := whole_paragraphs(text, page.gold))]
    return "first {:.3f} last {:.3f}".format(*mean(rows)) if rows else ""


def _snippets(pages: list[GoldPage], found: list[str]) -> str:
    kept = [snippet in text for page, text in zip(pages, found, strict=True) for snippet in page.must]
    gone = [snippet not in text for page, text in zip(pages, found, strict=True) for snippet in page.must_not]
    return f"with {sum(kept) / len(kept):.3f} without {sum(gone) / len(gone):.3f}" if kept and gone else ""


def _row(name: str, scores: list[tuple[float, float, float]], told: tuple[str, ...]) -> None:
    f1, precision, recall = mean(scores)
    print(f"{name:24} F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  {'  '.join(filter(None, told))}", flush=True)


def cross_validated(path: Path, corpora: Path, pages: list[GoldPage]) -> list[str]:
    """Our texts of `pages` by the probabilities that `--validate` wrote, from models that had not seen the domain of the page."""
    from train_block_model import Table, kept_texts

    table = Table([page for name in ("wcxb-articles", "news-pages") for page in load(corpora / name)])
    found = zip(table.gold, kept_texts(table, np.load(path)), strict=True)
    kept = {page.corpus + page.id: text for page, text in found}
    return [kept.get(page.corpus + page.id, "") for page in pages]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--text", action="store_true", help="raw-text dumps instead of HTML")
    options.add_argument("--limit", type=int, help="at most this many pages")
    options.add_argument("--chances", type=Path, help="cross-validated probabilities for Dateline, for pages with markup")
    options.add_argument("--only-ours", action="store_true", help="no peers")
    given = options.parse_args()
    pages = load(given.corpus, given.limit)
    kinds = DUMPS if given.text else ("html",)
    print(f"{given.corpus.name}: {len(pages)} pages")
    worst: list[tuple[float, GoldPage, str]] = []
    if given.chances:
        texts = cross_validated(given.chances, given.corpus.parent, pages)
        scores = [word_scores(text, page.gold) for page, text in zip(pages, texts, strict=True)]
        _row("dateline html (CV)", scores, (_ends(pages, texts), _snippets(pages, texts)))
        worst += [(score[0], page, text) for score, page, text in zip(scores, pages, texts, strict=True)]
    else:
        for kind in kinds:
            worst += measure(f"dateline {kind}", Ours(kind, pages).texts(), pages)
    if not given.only_ours:
        for name, extract in peers():
            measure(name, texts_of(name, extract, pages), pages)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print("worst of ours:")
    for f1, page, text in sorted(worst, key=lambda row: row[0])[:WORST]:
        _, precision, recall = word_scores(text, page.gold)
        what = "nothing kept" if not text else "too much kept" if precision < recall else "too much taken"
        print(f"  {page.id:32} F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  {what}")


if __name__ == "__main__":
    main()
