"""Which articles of a whole collection are copies of one story. Keys and comparison are the same as in an archive.

An article takes part once, by its newest capture, as in an archive. Two articles that share two keys are compared. If very many
share a key, only those with the lowest ids are considered, and of all candidates only the nearest. The result depends on the
collection alone: not on the order of the files, and not on the runner.
"""

from __future__ import annotations

import io
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import lru_cache
from typing import IO, NamedTuple

from dateline.archive.batch.completion_marks import Mark
from dateline.archive.batch.output_folder import Folder
from dateline.archive.batch.rows import ARTICLE, Row
from dateline.archive.batch.table import read_rows
from dateline.store.placement import is_file
from dateline.store.rows import to_moment
from dateline.store.text_cache import comparable
from dateline.syndication.clusters import group_pairs
from dateline.syndication.key_index import NEAREST, KeyIndex
from dateline.syndication.lead_copy import CopyFacts, choose_lead
from dateline.syndication.shingles import ShingledText
from dateline.syndication.similarity import are_copies, similarity

CAPTURE_COLUMNS = ("position", "outcome", "id", "name", "raw_id", "fetched", "hints", "keys")
"""The columns that decide whether a row represents its article."""
_MEMBER_COLUMNS = ("id", "source", "domain", "published", "published_last", "title", "url", "kind", "text", "position", "outcome")
_BATCH_SIZE = 500
_MOST_CACHED = 5_000
_LATEST = "~"  # a document without a time of capture counts as captured now
Place = tuple[str, int]
"""The key of a file, and a position in it."""


class Capture(NamedTuple):
    """The facts of a row that decide whether it represents its article; the rows of one article sort from older to newer."""

    whole: bool
    fetched: str
    place: Place
    id: str
    name: str | None
    raw_id: str
    keys: bytes


class Member(NamedTuple):
    """An article that may have copies."""

    facts: CopyFacts
    kind: str
    text: str
    place: Place
    title: str | None
    url: str | None

    @property
    def read(self) -> ShingledText:
        """Its text in the form in which texts are compared."""
        return comparable([("", self.kind, self.text)])[""]


def read_captures(folder: Folder, mark: Mark) -> Iterator[Capture]:
    """Yield the articles in one file."""
    with folder.opened(mark.table) as stream:
        for row in read_rows(stream, mark.table, CAPTURE_COLUMNS):
            if row["outcome"] == ARTICLE:
                yield capture_of(row, mark.key)


def capture_of(row: Row, key: str) -> Capture:
    """Return the article in a row of the file with this key; raise ValueError or TypeError if another program wrote the row."""
    cut_off = dict(row["hints"] or ()).get("truncated")
    moment = to_moment(datetime.fromisoformat(row["fetched"])) if row["fetched"] else _LATEST
    return Capture(not cut_off, moment, (key, row["position"]), row["id"], row["name"], row["raw_id"], row["keys"])


def members(folder: Folder, mark: Mark, wanted: AbstractSet[int]) -> Iterator[Member]:
    """Yield the articles at these positions of one file."""
    if not wanted:
        return
    with folder.opened(mark.table) as stream:
        for row in read_rows(stream, mark.table, _MEMBER_COLUMNS):
            if row["position"] in wanted:
                yield member_of(row, mark.key)


def member_of(row: Row, key: str) -> Member:
    """Return the article in a row."""
    known = (row["source"], row["domain"], row["published"], row["published_last"], len(row["text"]))
    return Member(CopyFacts(row["id"], *known), row["kind"], row["text"], (key, row["position"]), row["title"], row["url"])


def newest(one: Capture, other: Capture) -> Capture:
    """Return which of two captures represents their article."""
    return max(one, other, key=lambda capture: capture[:3])


def is_nameless(one: Capture) -> bool:
    """Whether the same bytes in another place would be the same article."""
    return one.name is None or is_file(one.name)


def first(one: Capture, other: Capture) -> Capture:
    """Return which of two articles with the same bytes represents both: one with its own address, else the first."""
    return min(one, other, key=lambda copy: (is_nameless(copy), copy.place))


def representatives(found: Iterable[Capture]) -> list[Capture]:
    """Return those that represent their articles, by id."""
    by_id: dict[str, Capture] = {}
    for one in found:
        by_id[one.id] = newest(by_id.get(one.id, one), one)
    by_bytes: dict[str, Capture] = {}
    for one in by_id.values():
        by_bytes[one.raw_id] = first(by_bytes.get(one.raw_id, one), one)
    return sorted((one for one in by_id.values() if not is_nameless(one) or by_bytes[one.raw_id] is one), key=lambda one: one.id)


def candidates(found: Sequence[Capture]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of places in `found` (sorted by id) to compare, each once."""
    neighbours, keyed = KeyIndex(), [place for place, one in enumerate(found) if one.keys]
    neighbours.add(keyed, [found[place].keys for place in keyed])
    seen: set[tuple[int, int]] = set()
    for start in range(0, len(keyed), _BATCH_SIZE):
        some = keyed[start : start + _BATCH_SIZE]
        for place, near in zip(some, neighbours.find([found[one].keys for one in some]), strict=True):
            for other in [one for one in near if one != place][:NEAREST]:
                pair = min(place, other), max(place, other)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def story_rows(group: Iterable[Member]) -> list[Row]:
    """Return the rows of one story: its copies, the lead copy first, then by similarity to it."""
    copies = list(group)
    lead = choose_lead(one.facts for one in copies)
    text = next(one.read for one in copies if one.facts.id == lead)
    rows = [_story_row(one, lead, len(copies), similarity(one.read, text)) for one in copies]
    return sorted(rows, key=lambda row: (row["id"] != lead, -row["similarity"], row["id"]))


def _story_row(one: Member, lead: str, copies: int, share: float) -> Row:
    facts = {"id": one.facts.id, "lead": lead, "copies": copies, "similarity": share, "title": one.title, "url": one.url}
    return {**facts, "file": one.place[0], "position": one.place[1]}


def stories_here(folder: Folder, marks: Sequence[Mark]) -> Iterator[Row]:
    """Yield the rows of all stories of these files; it runs in this process, and texts to compare wait in a temporary file."""
    found = representatives(one for mark in marks for one in read_captures(folder, mark))
    pairs = list(candidates(found))
    compared = {place for pair in pairs for place in pair}
    positions: dict[str, set[int]] = {}
    for place in compared:
        key, position = found[place].place
        positions.setdefault(key, set()).add(position)
    with tempfile.TemporaryFile(prefix="dateline-") as file:
        articles = _ArticleFile(file)
        for mark in marks:
            for one in members(folder, mark, positions.get(mark.key, set())):
                articles.put(one)
        named = ((found[one].id, found[other].id) for one, other in pairs)
        copies = ((one, other) for one, other in named if are_copies(articles.text(one), articles.text(other)))
        for group in sorted(group_pairs(copies), key=min):
            yield from story_rows(articles.member(article_id) for article_id in sorted(group))


class _ArticleFile:
    """Articles in a file, by id; the texts that were read last stay in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}
        self.text = lru_cache(_MOST_CACHED)(self._text)

    def put(self, one: Member) -> None:
        """Store an article."""
        packed = pickle.dumps(one, pickle.HIGHEST_PROTOCOL)
        self._places[one.facts.id] = self._file.seek(0, io.SEEK_END), len(packed)
        self._file.write(packed)

    def member(self, article_id: str) -> Member:
        """Return a stored article."""
        start, size = self._places[article_id]
        self._file.seek(start)
        found: Member = pickle.loads(self._file.read(size))
        return found

    def _text(self, article_id: str) -> ShingledText:
        return self.member(article_id).read
