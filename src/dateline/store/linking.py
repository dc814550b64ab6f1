"""Find stories that occur in several archives: candidates by the keys that each archive keeps of its articles, copies by their
texts.

The measure is the same as in one archive; the clusters of each archive stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

from dateline.store.text_cache import TextCache
from dateline.syndication.clusters import group_pairs
from dateline.syndication.key_index import KeyIndex
from dateline.syndication.lead_copy import CopyFacts, choose_lead
from dateline.syndication.similarity import are_copies

if TYPE_CHECKING:
    from dateline.store.session import Session
    from dateline.syndication.shingles import ShingledText

_AT_ONCE = 5_000
_KEYS = "SELECT number, article_id, keys FROM sketches WHERE number > ? ORDER BY number LIMIT ?"
_LEADS = "SELECT article_id, lead FROM copies"
_FACTS = "SELECT id, source, domain, published, published_last, length(body) FROM articles WHERE id IN ({})"

Whole = str
"""The name of an archive and the id of an article in it, with a ~ between them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A story that occurs in several archives: its lead article, and for each of its articles the lead in its own archive."""

    lead: Whole
    members: Mapping[Whole, Whole]


class Sketched(Protocol):
    """The articles of an archive, as far as a search for copies in other archives needs them."""

    def leads(self) -> dict[str, str]:
        """The lead of each article that has copies in this archive."""

    def sketches(self) -> Iterator[list[tuple[int, str, bytes]]]:
        """The articles with their keys, in chunks of (number, id, keys); numbers are above 0."""

    def texts(self, ids: Iterable[str]) -> Mapping[str, ShingledText]:
        """The texts of articles, ready to be compared."""

    def facts(self, article_id: str) -> CopyFacts | None:
        """The facts that the choice of a lead needs; None if the article is gone meanwhile."""


@dataclass(frozen=True, slots=True)
class StoredSketches:
    """The articles in an archive file."""

    session: Session

    def leads(self) -> dict[str, str]:
        """See `Sketched`."""
        return dict(self.session.rows(_LEADS))

    def sketches(self) -> Iterator[list[tuple[int, str, bytes]]]:
        """See `Sketched`."""
        last = 0
        while rows := self.session.rows(_KEYS, (last, _AT_ONCE)):
            last = rows[-1][0]
            yield [(number, article_id, keys) for number, article_id, keys in rows]

    def texts(self, ids: Iterable[str]) -> Mapping[str, ShingledText]:
        """See `Sketched`."""
        found = TextCache(self.session)
        found.fetch(ids)
        return found.known

    def facts(self, article_id: str) -> CopyFacts | None:
        """See `Sketched`."""
        return next(read_copy_facts(self.session, [article_id]), None)


def read_copy_facts(session: Session, ids: Iterable[str]) -> Iterator[CopyFacts]:
    """The facts of articles by which a lead copy is chosen."""
    return (CopyFacts(*row) for row in session.rows_among(_FACTS, ids))


def find_links(archives: Mapping[str, Sketched]) -> list[Link]:
    """The stories that occur in several of the archives, given by name."""
    homes = {name: archive.leads() for name, archive in archives.items()}
    sketched = {name: _load_keys(archive) for name, archive in archives.items()}
    pairs = [
        (_full_id(one, homes[one].get(first, first)), _full_id(other, homes[other].get(second, second)))
        for one, other in combinations(sorted(archives), 2)
        for first, second in _find_pairs(archives[one], sketched[one], archives[other])
    ]
    groups = group_pairs(pairs)
    group_of = {home: at for at, group in enumerate(groups) for home in group}
    members: list[dict[Whole, Whole]] = [{home: home for home in group} for group in groups]
    for name, leads in homes.items():
        for article_id, lead in leads.items():
            if (at := group_of.get(_full_id(name, lead))) is not None:
                members[at][_full_id(name, article_id)] = _full_id(name, lead)
    return [Link(_choose_lead(archives, group), one) for group, one in zip(groups, members, strict=True)]


def _load_keys(archive: Sketched) -> tuple[KeyIndex, dict[int, str]]:
    found, names = KeyIndex(), dict[int, str]()
    for rows in archive.sketches():
        found.add([number for number, _, _ in rows], [keys for _, _, keys in rows])
        names |= {number: article_id for number, article_id, _ in rows}
    return found, names


def _find_pairs(one: Sketched, sketched: tuple[KeyIndex, dict[int, str]], other: Sketched) -> Iterator[tuple[str, str]]:
    """The pairs of copies with one article in each archive."""
    neighbours, names = sketched
    for rows in other.sketches():
        near = list(neighbours.find([keys for _, _, keys in rows]))
        texts = one.texts({names[number] for numbers in near for number in numbers})
        others = other.texts([article_id for (_, article_id, _), numbers in zip(rows, near, strict=True) if numbers])
        for (_, article_id, _), numbers in zip(rows, near, strict=True):
            yield from ((names[at], article_id) for at in numbers if are_copies(texts[names[at]], others[article_id]))


def _choose_lead(archives: Mapping[str, Sketched], homes: set[Whole]) -> Whole:
    contenders = []
    for home in sorted(homes):
        name, _, article_id = home.partition("~")
        if facts := archives[name].facts(article_id):
            contenders.append(replace(facts, id=home))
    return choose_lead(contenders)


def _full_id(name: str, article_id: str) -> Whole:
    return f"{name}~{article_id}"
