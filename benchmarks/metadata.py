"""Metadata of the gold pages: Dateline (HTML and dumped text), htmldate, trafilatura, newspaper4k and news-please in one run.

    python benchmarks/metadata.py CORPUS [CORPUS ...] [--worst 10] [--only ours]

A corpus is a folder with html/ID.html.gz and ground-truth/ID.json. Peers that are not installed are left out. No tool has network
access: its answer must come from the page.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import logging
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

from dateline.cleaning import Cleaner
from dateline.text import fold, normalise
from dateline.types.documents import RawDocument

Extractor = Callable[[str, str | None], "Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a tool for a page; None and () for missing fields."""

    title: str | None = None
    day: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None


@dataclass(slots=True)
class Score:
    """Sums over the pages of a corpus."""

    sums: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    worst: list[tuple[str, str, object, object]] = field(default_factory=list)

    def add(self, page: str, gold: Answer, said: Answer) -> None:
        """Count one page."""
        self._add_title(page, gold, said)
        self._add_date(page, gold, said)
        self._add_authors(page, gold, said)

    def _add_title(self, page: str, gold: Answer, said: Answer) -> None:
        exact = _squeeze(gold.title) == _squeeze(said.title)
        self.sums["titles"] += 1
        self.sums["title exact"] += exact
        self.sums["title f1"] += _token_f1(gold.title or "", said.title or "")  # type: ignore[assignment]
        if not exact:
            self.worst.append(("title", page, gold.title, said.title))

    def _add_date(self, page: str, gold: Answer, said: Answer) -> None:
        self.sums["pages"] += 1
        if gold.day:
            self.sums["dates"] += 1
            # Some pages have only a month; a less precise answer counts as none.
            day = said.day[: len(gold.day)] if said.day and len(said.day) >= len(gold.day) else None
            self.sums["date right"] += day == gold.day
            self.sums["date wrong"] += day not in (None, gold.day)
            if day != gold.day:
                self.worst.append(("date", page, gold.day, said.day))
        elif said.day:
            self.sums["date unasked"] += 1

    def _add_authors(self, page: str, gold: Answer, said: Answer) -> None:
        same = _people(gold.authors) == _people(said.authors)
        self.sums["author match"] += same
        if gold.authors:
            self.sums["authored"] += 1
            self.sums["authored match"] += same
            self.sums["author f1"] += _token_f1(" ".join(gold.authors), " ".join(said.authors))  # type: ignore[assignment]
        elif said.authors:
            self.sums["authors unasked"] += 1
        if not same:
            self.worst.append(("authors", page, gold.authors, said.authors))

    def row(self) -> list[str]:
        """The figures of the table."""
        sums = self.sums
        return [
            f"{sums['title exact'] / max(1, sums['titles']):.3f}",
            f"{sums['title f1'] / max(1, sums['titles']):.3f}",
            f"{sums['date right'] / max(1, sums['dates']):.3f}",
            f"{sums['date wrong'] / max(1, sums['dates']):.3f}",
            str(sums["date unasked"]),
            f"{sums['author match'] / max(1, sums['pages']):.3f}",
            f"{sums['authored match'] / max(1, sums['authored']):.3f}",
            f"{sums['author f1'] / max(1, sums['authored']):.3f}",
            f"{sums['pages'] / max(0.001, self.seconds):.0f}",
        ]


_DEGREE = re.compile(r"^(?:Ph\.? ?D|M\.?D|[A-Z]\.?(?:[A-Za-z]?\.?[A-Z]\.?){1,4})\W*$")
_COLUMNS = ("title exact", "title f1", "date acc", "date wrong", "unasked", "authors all", "authors gold", "author f1", "pages/s")


def main() -> None:
    """Run every tool over every corpus and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="how many of our failures to list, per field")
    parser.add_argument("--only", help="run only the tools whose name contains this")
    given = parser.parse_args()
    socket.socket.connect = socket.socket.connect_ex = _refuse  # type: ignore[method-assign]
    logging.disable()  # some peers log every difficult page
    tools = {name: tool for name, tool in _tools() if not given.only or given.only in name}
    for corpus in given.corpora:
        scores = {name: Score() for name in tools}
        for page, html, url, gold in _pages(corpus):
            for name, tool in tools.items():
                start = perf_counter()
                said = _said(tool, html, url)
                scores[name].seconds += perf_counter() - start
                scores[name].add(page, gold, said)
        print(f"\n{corpus.name}\n{'':14}" + "".join(f"{column:>13}" for column in _COLUMNS))
        for name, score in scores.items():
            print(f"{name:14}" + "".join(f"{figure:>13}" for figure in score.row()))
        for name, score in scores.items():
            if name.startswith("ours"):
                _print_worst(name, score, given.worst)


def _refuse(*_: object) -> NoReturn:
    raise OSError("a benchmark does not ask the network")


def _said(tool: Extractor, html: str, url: str | None) -> Answer:
    try:
        return tool(html, url)
    except Exception:  # noqa: BLE001  # a peer that fails on a page gives no answer
        return Answer()


def _print_worst(name: str, score: Score, most: int) -> None:
    for kind in ("title", "date", "authors"):
        for _, page, gold, said in [one for one in score.worst if one[0] == kind][:most]:
            print(f"{name} {kind} {page}: wanted {gold!r}, got {said!r}")


def _pages(corpus: Path) -> Iterator[tuple[str, str, str | None, Answer]]:
    for path in sorted((corpus / "ground-truth").glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        html = gzip.decompress((corpus / "html" / f"{path.stem}.html.gz").read_bytes()).decode("utf-8", "replace")
        yield path.stem, html, truth.get("url"), _gold(truth)


def _gold(truth: dict[str, Any]) -> Answer:
    authors = truth.get("authors") or ([truth["author"]] if truth.get("author") else [])
    split = [name for value in authors for name in re.split(r";\s|\s\|\s", value)]
    day = (truth.get("publish_date") or "")[:10] or None
    return Answer(truth.get("title"), day, tuple(normalise(name) for name in split if name.strip()), truth.get("publisher"))


def _tools() -> Iterator[tuple[str, Extractor]]:
    yield "ours", _ours_html
    yield "ours text", _ours_text
    peers = {
        "htmldate": _make_htmldate,
        "trafilatura": _make_trafilatura,
        "newspaper4k": _make_newspaper,
        "news-please": _make_news_please,
    }
    for name, maker in peers.items():
        try:
            yield name, maker()
        except ImportError:
            print(f"{name}: not installed, left out")


def _ours_html(html: str, url: str | None) -> Answer:
    return _answer(RawDocument(html.encode("utf-8", "replace"), "text/html", "page.html", url=url))


def _ours_text(html: str, url: str | None) -> Answer:
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(html, main_content=False, alt_texts=False)
    return _answer(RawDocument(text.encode("utf-8", "replace"), "text/plain", "page.txt"))


def _answer(raw: RawDocument) -> Answer:
    metadata = Cleaner().clean(raw).metadata
    published = metadata.published
    day = published.iso[:10] if published and len(published.iso) >= 7 else None
    return Answer(metadata.title, day, metadata.authors, metadata.source)


def _make_htmldate() -> Extractor:
    from htmldate import find_date

    return lambda html, url: Answer(day=find_date(html, url=url, original_date=True))


def _make_trafilatura() -> Extractor:
    from trafilatura import extract_metadata

    def run(html: str, url: str | None) -> Answer:
        found = extract_metadata(html, default_url=url)
        authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
        return Answer(found.title, found.date, authors, found.sitename)

    return run


def _make_newspaper() -> Extractor:
    from newspaper import Article

    def run(html: str, url: str | None) -> Answer:
        article = Article(url or "https://example.org/page", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        day = article.publish_date
        return Answer(article.title, str(day)[:10] if day else None, tuple(article.authors))

    return run


def _make_news_please() -> Extractor:
    from newsplease import NewsPlease

    def run(html: str, url: str | None) -> Answer:
        with redirect_stdout(io.StringIO()):  # it prints what goes wrong
            found = NewsPlease.from_html(html, url=url, fetch_images=False)
        day = found.date_publish
        return Answer(found.title, str(day)[:10] if day else None, tuple(found.authors or ()), found.source_domain)

    return run


def _people(names: tuple[str, ...]) -> set[str]:
    """The single names in `names`, without degrees: "A and B, PhD" is two people for every tool and for the gold."""
    single = (name for value in names for name in re.split(r",\s*(?:and\s)?|;\s|\s\|\s|\s(?:and|&)\s", value))
    return {_squeeze(name) for name in single if name.strip() and not _DEGREE.match(name.strip())}


def _squeeze(text: str | None) -> str:
    return re.sub(r"[\W_]+", " ", fold(normalise(text or ""))).strip()


def _token_f1(gold: str, said: str) -> float:
    wanted, got = Counter(_squeeze(gold).split()), Counter(_squeeze(said).split())
    shared = sum((wanted & got).values())
    return 2 * shared / (sum(wanted.values()) + sum(got.values())) if shared else 0.0


if __name__ == "__main__":
    main()
