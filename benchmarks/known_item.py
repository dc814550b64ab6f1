"""Known-item search: half of a headline should find its article as the first hit. FTS5 gets the same queries in the same run.

    python benchmarks/known_item.py CORPORA [ARCHIVE]

All pages of `news-pages` and `wcxb-articles` are ingested into one archive as HTML. A query is half of the words of a gold title
(written down by a person; our own title may differ), as plain words, all of which must occur. A page counts if its article is the
first hit, or another article whose gold title has the same words. Words are inflected by the endings of each language,
independently of our stemmers, and only to forms that occur in a gold text of that language. The peer is the full-text search of
sqlite-utils over the titles and clean texts of the same archive, with the Porter stemmer and ordered by rank (BM25; also with our
weight). ARCHIVE keeps the archive for another run.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from sqlite_utils import Database

from corpus import GoldPage, load
from dateline import Archive, RawDocument, Window, parse_query
from dateline.search.normal_form import remove_accents

CORPORA = ("news-pages", "wcxb-articles")
_BETWEEN = re.compile(r"[\s\"“”„«»「」『』()\[\]]+")
_AROUND = re.compile(r"^[^\w]+|[^\w\u0900-\u0dff]+$")  # to Python, vowel signs of Indian scripts are not word characters
_LANGUAGES = ("de", "fr", "ru", "ar", "ja", "es", "en")
_SHORT = 3
_TODAY = date(2026, 1, 1)

_ENDINGS = {
    "de": ("", "e", "en", "er", "es", "em", "n", "s"),
    "en": ("", "s", "es", "ed", "ing"),
    "es": ("", "s", "es", "a", "as", "o", "os"),
    "fr": ("", "s", "e", "es", "x"),
    "ru": (
        *("", "а", "у", "е", "ы", "и", "я", "ю", "о", "ом", "ой", "ов", "ам", "ах", "ами"),
        *("ый", "ая", "ое", "ые", "ого", "ую", "ым"),
    ),
    "ar": ("", "ات", "ين", "ون", "ان", "ة", "ه", "ها", "هم"),
}
_BASE = 4
_ARTICLE = "ال"

Ask = Callable[[Sequence[str]], list[str]]


def _alternate(words: list[str]) -> list[str]:
    return words[::2]


def _others(words: list[str]) -> list[str]:
    return words[1::2] or words


def _first(words: list[str]) -> list[str]:
    return words[: -(-len(words) // 2)]


def _last(words: list[str]) -> list[str]:
    return words[len(words) // 2 :]


def _random(words: list[str]) -> list[str]:
    chosen = sorted(Random(" ".join(words)).sample(range(len(words)), -(-len(words) // 2)))
    return [words[at] for at in chosen]


def _longest(words: list[str]) -> list[str]:
    chosen = sorted(range(len(words)), key=lambda at: -len(words[at]))[: -(-len(words) // 2)]
    return [words[at] for at in sorted(chosen)]


def _stopped(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > _SHORT or not word.isalpha()] or words


def _bare(words: list[str]) -> list[str]:
    return [remove_accents(word.lower()) for word in _longest(words)]


WAYS: dict[str, Callable[[list[str]], list[str]]] = {
    "first, third, fifth …": _alternate,
    "all but short words": _stopped,
    "the longest, small and without accents": _bare,
}
"""The ways to query in each language. Japanese words are complete runs of characters, as between spaces."""


def inflection(pages: Iterable[GoldPage], language: str) -> Callable[[list[str]], list[str]]:
    """Return a query function that replaces each word, except short ones, by its most frequent other form in the pages, if any."""
    endings = _ENDINGS.get(language, ())
    forms = Counter(word for page in pages for word in re.findall(r"\w+", f"{page.title} {page.gold}".lower()))

    def other(word: str) -> str:
        low = word.lower()
        bases = {low.removesuffix(end) for end in endings if low.endswith(end)}
        if language == "ar":
            bases |= {base.removeprefix(_ARTICLE) for base in bases} | {_ARTICLE + base for base in bases}
        likely = {base + end for base in bases if len(base) >= _BASE for end in endings} & forms.keys() - {low}
        return max(sorted(likely), key=lambda form: forms[form], default=word)

    return lambda words: [other(word) for word in _stopped(words)]


HALVES: dict[str, Callable[[list[str]], list[str]]] = {
    "first, third, fifth …": _alternate,
    "second, fourth …": _others,
    "first half": _first,
    "second half": _last,
    "at random": _random,
    "the longest": _longest,
}
"""The ways to take half of the words of a title."""


@dataclass(frozen=True)
class Item:
    """A page to find: the words of its gold title, and the ids that are right."""

    page: GoldPage
    words: tuple[str, ...]
    right: frozenset[str]
    language: str


def title_words(title: str) -> list[str]:
    """The words of a title between spaces, quotes and brackets, without punctuation around them."""
    words = (_AROUND.sub("", word) for word in _BETWEEN.split(title))
    return [word for word in words if word]


def take_in(archive: Archive, pages: Iterable[GoldPage]) -> None:
    """Ingest all pages as HTML."""
    archive.ingest(
        RawDocument(page.html, "text/html", f"{page.corpus}/{page.id}", identity=f"{page.corpus}/{page.id}") for page in pages
    )


def items(archive: Archive, pages: Iterable[GoldPage]) -> list[Item]:
    """The items to find; pages with the same title are all right answers."""
    held = {found.origin: found for found in archive.articles()}
    same: dict[tuple[str, ...], set[str]] = {}
    pages = [page for page in pages if title_words(page.title)]
    for page in pages:
        same.setdefault(_key(page), set()).add(held[_origin(page)].id)
    return [
        Item(page, _written(page), frozenset(same[_key(page)]), held[_origin(page)].article.metadata.language or "-")
        for page in pages
    ]


def _origin(page: GoldPage) -> str:
    return f"{page.corpus}/{page.id}"


def _written(page: GoldPage) -> tuple[str, ...]:
    return tuple(title_words(page.title))


def _key(page: GoldPage) -> tuple[str, ...]:
    return tuple(map(str.lower, _written(page)))


def dateline(archive: Archive) -> Ask:
    """The search of the archive."""
    return lambda words: [hit.article_id for hit in archive.search(parse_query(" ".join(words), _TODAY), Window(limit=3)).hits]


def fts5(archive: Archive, title: float = 1.0) -> Ask:
    """The peer over the same titles and texts; `title` is the weight of title words in its rank."""
    database = Database(memory=True)
    table = database.table("articles")
    rows = ({"id": one.id, "title": one.article.metadata.title or "", "text": one.article.body} for one in archive.articles())
    table.insert_all(rows, pk="id")
    table.enable_fts(["title", "text"], tokenize="porter")
    database.execute("insert into articles_fts (articles_fts, rank) values ('rank', ?)", [f"bm25({title}, 1.0)"])
    return lambda words: [str(row["id"]) for row in table.search(" ".join(words), limit=3, quote=True)]


def share_first(ask: Ask, wanted: Sequence[Item], half: Callable[[list[str]], list[str]]) -> float:
    """The fraction of items whose right article is the first hit."""
    return 1 - len(list(misses(ask, wanted, half))) / len(wanted)


def misses(ask: Ask, wanted: Sequence[Item], half: Callable[[list[str]], list[str]]) -> Iterator[tuple[Item, list[str], list[str]]]:
    """The items that were not the first hit, with the query and the first hit."""
    for item in wanted:
        words = half(list(item.words))
        found = ask(words)
        if not found or found[0] not in item.right:
            yield item, words, found


def _print_languages(asked: dict[str, Ask], wanted: Sequence[Item]) -> None:
    print()
    for language in _LANGUAGES:
        some = [item for item in wanted if item.language == language]
        inflected = inflection([item.page for item in some], language)
        changed = [item for item in some if inflected(list(item.words)) != _stopped(list(item.words))]
        for name, way, those in (*((name, way, some) for name, way in WAYS.items()), ("inflected", inflected, changed)):
            if those:
                shares = "".join(f"{share_first(ask, those, way):10.3f}" for ask in asked.values())
                print(f"{name:40}{language:4}{len(those):5}{shares}", flush=True)
    print()


def main(corpora: Path, kept: Path | None = None) -> None:
    """Print the fractions for each corpus and half, and the missed items."""
    pages = [page for name in CORPORA for page in load(corpora / name)]
    with tempfile.TemporaryDirectory() as folder, Archive.open(kept or Path(folder), create=True) as archive:
        if not archive.stats().articles:
            take_in(archive, pages)
        wanted = items(archive, pages)
        asked = {"dateline": dateline(archive), "FTS5": fts5(archive), "title x5": fts5(archive, 5.0)}
        print(
            f"{len(pages)} pages, {len(wanted)} with a title\n\n{'half':24}{'corpus':16}" + "".join(f"{name:>10}" for name in asked)
        )
        for name, half in HALVES.items():
            for corpus in (*CORPORA, "both"):
                some = [item for item in wanted if corpus in (item.page.corpus, "both")]
                print(f"{name:24}{corpus:16}" + "".join(f"{share_first(ask, some, half):10.3f}" for ask in asked.values()))
        _print_languages(asked, wanted)
        for item, words, found in misses(asked["dateline"], wanted, _alternate):
            place = next((at for at, one in enumerate(found, 1) if one in item.right), 0)
            print(
                f"{item.page.corpus}/{item.page.id}: {' '.join(words)} → {f'place {place}' if place else f'not among {len(found)}'}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
