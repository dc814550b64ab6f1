"""Which stories of several archives are one: found by the keys that each keeps of its articles, and decided by their texts.

The measure is the same as within an archive; what an archive found by itself stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from dateline.store.text_cache import TextCache
from dateline.syndication.clusters import group_pairs
from dateline.syndication.key_index import KeyIndex
from dateline.syndication.lead_copy import CopyFacts, choose_lead
from dateline.syndication.similarity import are_copies

if TYPE_CHECKING:
    from dateline.store.session import Session

_AT_ONCE = 5_000
_KEYS = "SELECT number, article_id, keys FROM sketches WHERE number > ? ORDER BY number LIMIT ?"
_LEADS = "SELECT article_id, lead FROM copies"
_STANDING = "SELECT id, source, domain, published, published_last, length(body) FROM articles WHERE id IN ({})"

Whole = str
"""The id of an article behind the name of its archive, with a ~ between them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A story that stands in several archives: the article that leads it, and for each of its articles its lead at home."""

    lead: Whole
    members: Mapping[Whole, Whole]


def find_links(sessions: Mapping[str, Session]) -> list[Link]:
    """The stories that stand in several of the archives, given by name."""
    homes = {name: dict[str, str](session.rows(_LEADS)) for name, session in sessions.items()}
    sketched = {name: _neighbours(session) for name, session in sessions.items()}
    pairs = [
        (_whole(one, homes[one].get(first, first)), _whole(other, homes[other].get(second, second)))
        for one, other in combinations(sorted(sessions), 2)
        for first, second in _pairs(sessions[one], sketched[one], sessions[other])
    ]
    groups = group_pairs(pairs)
    group_of = {home: at for at, group in enumerate(groups) for home in group}
    members: list[dict[Whole, Whole]] = [{home: home for home in group} for group in groups]
    for name, leads in homes.items():
        for article_id, lead in leads.items():
            if (at := group_of.get(_whole(name, lead))) is not None:
                members[at][_whole(name, article_id)] = _whole(name, lead)
    return [Link(_lead(sessions, group), one) for group, one in zip(groups, members, strict=True)]


def _neighbours(session: Session) -> tuple[KeyIndex, dict[int, str]]:
    found, names = KeyIndex(), dict[int, str]()
    for rows in _sketches(session):
        found.add([number for number, _, _ in rows], [keys for _, _, keys in rows])
        names |= {number: article_id for number, article_id, _ in rows}
    return found, names


def _sketches(session: Session) -> Iterator[list[tuple[int, str, bytes]]]:
    last = 0
    while rows := session.rows(_KEYS, (last, _AT_ONCE)):
        last = rows[-1][0]
        yield [(number, article_id, keys) for number, article_id, keys in rows]


def _pairs(one: Session, sketched: tuple[KeyIndex, dict[int, str]], other: Session) -> Iterator[tuple[str, str]]:
    """The pairs of copies of which one stands in each."""
    neighbours, names = sketched
    for rows in _sketches(other):
        texts, others = TextCache(one), TextCache(other)
        near = list(neighbours.find([keys for _, _, keys in rows]))
        texts.fetch({names[number] for numbers in near for number in numbers})
        others.fetch([article_id for (_, article_id, _), numbers in zip(rows, near, strict=True) if numbers])
        for (_, article_id, _), numbers in zip(rows, near, strict=True):
            yield from ((names[at], article_id) for at in numbers if are_copies(texts[names[at]], others[article_id]))


def _lead(sessions: Mapping[str, Session], homes: set[Whole]) -> Whole:
    standing = []
    for home in sorted(homes):
        name, _, article_id = home.partition("~")
        standing += [CopyFacts(home, *row[1:]) for row in sessions[name].rows_among(_STANDING, [article_id])]
    return choose_lead(standing)


def _whole(name: str, article_id: str) -> Whole:
    return f"{name}~{article_id}"
