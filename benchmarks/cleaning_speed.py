"""Speed of cleaning on one core: Dateline and its peers on the same pages, each chunk through every tool before the next.

    python benchmarks/cleaning_speed.py ../shared/corpora/wcxb-articles ../shared/corpora/news-pages [--limit 150] [--parts 3]
    python benchmarks/cleaning_speed.py ../shared/corpora/wcxb-articles --memory 2000

Dateline always reads the metadata and keeps the ledger; the peers give only the text, trafilatura also once with its metadata.
Working in chunks spreads changes in the speed of the machine over all tools. The result is the ratios of CPU time, as medians over
the parts. No tool gets a page twice, because some remember lines. Texts are the full dumps of the pages, compared with the peers'
time for the page. `--memory` lets a worker clean this many documents, the corpora repeatedly, and prints its peak memory.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from corpus import GoldPage, dump, load
from dateline.archive.worker_pool import chunks, clean_in_worker
from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument
from dateline.workers.worker import Limits, end_idle

Tool = Callable[[Sequence[RawDocument]], object]
_PEERS = (
    ("trafilatura", "trafilatura", lambda tool: lambda page: tool.extract(page)),
    ("trafilatura + metadata", "trafilatura", lambda tool: lambda page: tool.bare_extraction(page, with_metadata=True)),
    ("rs-trafilatura", "rs_trafilatura", lambda tool: lambda page: tool.extract_bytes(page)),
)


def peers() -> Iterator[tuple[str, Tool]]:
    """The tools that are installed."""
    for name, package, make in _PEERS:
        try:
            tool = importlib.import_module(package)
        except ImportError:
            print(f"{name}: not installed, left out")
            continue
        extract = make(tool)
        yield name, lambda pages, extract=extract: [extract(page.content) for page in pages]


def pages_of(corpus: list[GoldPage]) -> list[RawDocument]:
    """The pages of a corpus as documents."""
    return [RawDocument(page.html, "text/html", page.id) for page in corpus]


def texts_of(corpus: list[GoldPage]) -> list[RawDocument]:
    """The same as raw texts."""
    return [RawDocument(dump(page, "plain").encode("utf-8", "replace"), "text/plain", page.id) for page in corpus]


def compare(corpus: list[GoldPage], parts: int) -> None:
    """Print the pages per second of each tool, and how many times as fast Dateline is."""
    cleaner = Cleaner()
    pages, texts = pages_of(corpus), {text.origin: text for text in texts_of(corpus)}
    tools: dict[str, Tool] = {
        "dateline, HTML": cleaner.clean_all,
        "dateline, text": lambda chunk: cleaner.clean_all([texts[page.origin] for page in chunk]),
        **dict(peers()),
    }
    for tool in tools.values():  # loading and compiling on first use is not measured
        tool(pages[:2])
    pages = pages[2:]
    seconds: dict[str, list[float]] = {name: [] for name in tools}
    for part in range(parts):
        taken = dict.fromkeys(tools, 0.0)
        for chunk in chunks(pages[part::parts]):
            for name, tool in tools.items():
                started = time.process_time()
                tool(chunk)
                taken[name] += time.process_time() - started
        for name in tools:
            seconds[name].append(taken[name])
    print(f"{corpus[0].corpus}: {len(pages)} pages in {parts} parts")
    for name, times in seconds.items():
        print(f"  {name:24}{len(pages) / sum(times):8.1f} pages/s")
    for ours in ("dateline, HTML", "dateline, text"):
        others = {name: times for name, times in seconds.items() if not name.startswith("dateline")}
        ratios = {
            name: statistics.median(theirs / own for theirs, own in zip(times, seconds[ours], strict=True))
            for name, times in others.items()
        }
        print(f"  {ours} is {', '.join(f'{ratio:.2f} x {name}' for name, ratio in ratios.items())}")


def measure_memory(corpora: list[list[GoldPage]], number: int) -> None:
    """Print the peak memory of a worker that cleans this many documents, alternately pages and texts."""
    documents = [
        document for corpus in corpora for pair in zip(pages_of(corpus), texts_of(corpus), strict=True) for document in pair
    ]
    clean_in_worker(None, list(islice(cycle(documents), number)), Limits())
    end_idle()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"a worker that cleaned {number:,} documents held {most} MB at most")


def main() -> None:
    """Run the selected measurement."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path, nargs="+")
    options.add_argument("--limit", type=int, default=150, help="at most this many pages of each corpus")
    options.add_argument("--parts", type=int, default=3, help="the number of parts; the median ratio over them is printed")
    options.add_argument("--memory", type=int, help="measure only the memory of a worker over this many documents")
    given = options.parse_args()
    corpora = [load(folder, given.limit) for folder in given.corpora]
    if not all(corpora):
        options.error("a corpus is a folder with html/ and ground-truth/")
    if given.memory:
        measure_memory(corpora, given.memory)
        return
    for corpus in corpora:
        compare(corpus, given.parts)


if __name__ == "__main__":
    main()
