"""Which articles are copies of one story: a follower of the articles, in the same file and committed in the same batch.

It remembers the last change that it followed. So it treats every writer alike (an ingest, a better cleaner, a person), and the
first batch that is written to an archive without clusters groups all its articles. An article whose lead changes gets a new change
number, so that the search index learns of it. Clusters are derived: this module never deletes an article, and all clusters can be
deleted and rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.store.clusters import FOLLOWER, followed_change, note_followed
from dateline.store.linking import read_copy_facts
from dateline.store.session import Session
from dateline.store.text_cache import TextCache
from dateline.syndication import METHOD
from dateline.syndication.clusters import group_pairs
from dateline.syndication.key_index import NEAREST, KeyIndex
from dateline.syndication.lead_copy import choose_lead
from dateline.syndication.similarity import are_copies, similarity
from dateline.syndication.sketch import make_sketch

_CHUNK = 500
_LOADED_AT_ONCE = 50_000

_CHANGED = "SELECT id, change FROM articles WHERE change > ? ORDER BY change LIMIT ?"
_IDS = "SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?"
_SKETCHES = "SELECT number, article_id, keys FROM sketches WHERE number > ? ORDER BY number LIMIT ?"
_KEYS = "SELECT article_id, keys FROM sketches WHERE article_id IN ({})"
_LEADS = "SELECT article_id, lead FROM copies WHERE article_id IN ({})"
_MEMBERS = "SELECT article_id, lead FROM copies WHERE lead IN ({})"
_NAMES = "SELECT number, article_id FROM sketches WHERE number IN ({})"


@dataclass(slots=True)
class Copies:
    """Keeps the tables `sketches` and `copies` in step with the articles. Call its writing methods in a batch."""

    session: Session
    _neighbours: KeyIndex = field(default_factory=KeyIndex)
    _next_number: int = 1
    _data_version: int | None = None
    _leads_before: dict[str, str | None] = field(default_factory=dict)

    def clear(self) -> None:
        """Delete all sketches and clusters."""
        self._remember(self.session.rows("SELECT article_id, lead FROM copies"))
        for table in ("sketches", "copies"):
            self.session.run(f"DELETE FROM {table}")
        self.session.run("DELETE FROM followers WHERE name = ?", (FOLLOWER,))
        self._data_version = None

    def follow(self, last: int, ready: Mapping[str, bytes] | None = None) -> None:
        """Bring sketches and clusters up to change `last`, the newest there is. `ready` has sketches that were made before."""
        done = followed_change(self.session)
        if done == last:
            return
        if 0 < done < last:
            self._follow_changes(done, ready or {})
        else:
            self._rebuild(ready or {})
        note_followed(self.session, FOLLOWER, METHOD, last + self._touch(last))

    def _follow_changes(self, done: int, ready: Mapping[str, bytes]) -> None:
        """Group the articles that changed after `done`: each is compared with the nearest that there are now."""
        self._load()
        deleted = [article_id for (article_id,) in self.session.rows("SELECT article_id FROM deletions WHERE change > ?", (done,))]
        self._regroup(TextCache(self.session), dict.fromkeys(deleted, b""))
        while rows := self.session.rows(_CHANGED, (done, _CHUNK)):
            texts, changed = TextCache(self.session), [article_id for article_id, _ in rows]
            self._regroup(texts, _make_sketches(texts, changed, ready))
            done = rows[-1][1]

    def _rebuild(self, ready: Mapping[str, bytes]) -> None:
        """Group all articles: each is compared with the nearest of all, so that the result depends on the articles alone."""
        self.clear()
        self._neighbours, self._next_number, last, done = KeyIndex(), 1, "", 0
        while ids := [article_id for (article_id,) in self.session.rows(_IDS, (last, _CHUNK))]:
            self._replace(_make_sketches(TextCache(self.session), ids, ready))
            last = ids[-1]
        self._neighbours.merge()
        self._data_version = self._read_data_version()
        while rows := self.session.rows(_SKETCHES, (done, _CHUNK)):
            texts = TextCache(self.session)
            self._join(list(self._pairs({article_id: keys for _, article_id, keys in rows}, texts)), set(), texts)
            done = rows[-1][0]

    def _remember(self, leads: Iterable[tuple[str, str | None]]) -> None:
        """Record which leads articles had before this batch."""
        for article_id, lead in leads:
            self._leads_before.setdefault(article_id, lead)

    def _touch(self, last: int) -> int:
        """Give a new change number to each article that has another lead than before. Return how many there are."""
        now: dict[str, str] = dict(self.session.rows_among(_LEADS, self._leads_before))
        moved = sorted(article_id for article_id, lead in self._leads_before.items() if now.get(article_id) != lead)
        self._leads_before.clear()
        existing = [name for (name,) in self.session.rows_among("SELECT id FROM articles WHERE id IN ({})", moved)]
        for change, article_id in enumerate(existing, start=last + 1):
            self.session.run("UPDATE articles SET change = ? WHERE id = ?", (change, article_id))
        return len(existing)

    def _load(self) -> None:
        state = self._read_data_version()
        if self._data_version == state:
            return
        self._neighbours, self._next_number = KeyIndex(), 1
        sql = "SELECT number, keys FROM sketches WHERE number >= ? ORDER BY number LIMIT ?"
        while rows := self.session.rows(sql, (self._next_number, _LOADED_AT_ONCE)):
            self._neighbours.add([number for number, _ in rows], [keys for _, keys in rows])
            self._next_number = rows[-1][0] + 1
        self._data_version = state

    def _read_data_version(self) -> int:
        return self.session.number("PRAGMA data_version")  # changes when another process has written to the file

    def _regroup(self, texts: TextCache, sketches: Mapping[str, bytes]) -> None:
        """Group the articles that have these `sketches` now again; the sketch of a deleted article is empty."""
        known: dict[str, bytes] = dict(self.session.rows_among(_KEYS, sketches))
        leads: dict[str, str] = dict(self.session.rows_among(_LEADS, sketches))
        to_group = {article_id: keys for article_id, keys in sketches.items() if known.get(article_id, b"") != keys}
        broken = {leads[article_id] for article_id in to_group if article_id in leads}
        members = self.session.rows_among(_MEMBERS, broken)
        self._remember(members)
        members_left = {member for member, _ in members} - to_group.keys()
        for lead in broken:
            self.session.run("DELETE FROM copies WHERE lead = ?", (lead,))
        self._replace(to_group)
        to_group |= dict(self.session.rows_among(_KEYS, members_left))
        pairs = list(self._pairs({article_id: keys for article_id, keys in to_group.items() if keys}, texts))
        self._join(pairs, set(leads.values()) - broken, texts)

    def _replace(self, sketches: dict[str, bytes]) -> None:
        """Replace old sketches with new ones; an empty sketch only deletes. A number is used once: the key index relies on it."""
        for article_id in sketches:
            self.session.run("DELETE FROM sketches WHERE article_id = ?", (article_id,))
        new = {article_id: keys for article_id, keys in sketches.items() if keys}
        numbers = range(self._next_number, self._next_number + len(new))
        for number, (article_id, keys) in zip(numbers, new.items(), strict=True):
            self.session.run("INSERT INTO sketches (number, article_id, keys) VALUES (?, ?, ?)", (number, article_id, keys))
        self._neighbours.add(numbers, list(new.values()))
        self._next_number = numbers.stop

    def _pairs(self, to_group: dict[str, bytes], texts: TextCache) -> Iterator[tuple[str, str]]:
        """The pairs of copies among the articles `to_group` and their neighbours."""
        near = dict(zip(to_group, self._neighbours.find(list(to_group.values())), strict=True))
        names: dict[int, str] = dict(self.session.rows_among(_NAMES, {number for numbers in near.values() for number in numbers}))
        candidates = {
            article_id: [names[number] for number in numbers if names.get(number, article_id) != article_id][:NEAREST]
            for article_id, numbers in near.items()
        }
        texts.fetch({name for article_id, others in candidates.items() if others for name in (article_id, *others)})
        for article_id, others in candidates.items():
            yield from ((article_id, other) for other in others if are_copies(texts[article_id], texts[other]))

    def _join(self, pairs: Sequence[tuple[str, str]], touched: set[str], texts: TextCache) -> None:
        """Join the clusters of all `pairs` of copies, and choose the lead again in clusters whose lead is in `touched`.

        Only the lead of a cluster takes part, because it ranks before all members. So one more copy of a story costs the same, even
        if the story has thousands of copies.
        """
        session = self.session
        leads: dict[str, str] = dict(session.rows_among(_LEADS, {name for pair in pairs for name in pair}))
        groups = group_pairs((leads.get(one, one), leads.get(other, other)) for one, other in pairs)
        groups += [{lead} for lead in touched.difference(*groups)]
        for group in groups:
            contenders = group.union(member for member, _ in session.rows_among(_MEMBERS, group & touched))
            lead = choose_lead(read_copy_facts(session, contenders))
            moving = group.union((lead,), (member for member, _ in session.rows_among(_MEMBERS, group - {lead})))
            texts.fetch(moving)
            known: dict[str, str] = dict(session.rows_among(_LEADS, moving))
            self._remember((member, known.get(member)) for member in moving)
            for member in sorted(moving):
                row = (member, lead, similarity(texts[member], texts[lead]))
                session.run("INSERT OR REPLACE INTO copies (article_id, lead, similarity) VALUES (?, ?, ?)", row)


def _make_sketches(texts: TextCache, ids: Sequence[str], ready: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sketches of articles; those that are not `ready` are made of their texts."""
    texts.fetch(article_id for article_id in ids if article_id not in ready)
    return {article_id: ready[article_id] if article_id in ready else make_sketch(texts[article_id]) for article_id in ids}
