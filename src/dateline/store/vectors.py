"""Vectors: the meaning of articles in numbers, made by a model.

All of it is derived. An archive without vectors has no tables for them: the first `embed` makes them, with a separate set of steps.
The follower remembers the model and the last change that it followed; each row remembers which text of the article it was made
from. A number is used once: the vectors in memory rely on it. An article in a language that the model does not know has a row
without a vector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dateline.store.clusters import note_followed
from dateline.store.session import Session

if TYPE_CHECKING:
    from sqlite_utils import Database

FOLLOWER = "vectors"
SET = "dateline-vectors"
_TABLE = """
    CREATE TABLE vectors (
        number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE,
        change INTEGER NOT NULL, text INTEGER NOT NULL, vector BLOB
    )
"""
_PASSAGE_LENGTH = 4_000  # of a body, which contain its first 200 words

_IS_THERE = "SELECT 1 FROM sqlite_master WHERE name = 'vectors'"
_CHANGED = f"""
    SELECT id, articles.change, title, substr(body, 1, {_PASSAGE_LENGTH}), language, vectors.text
    FROM articles LEFT JOIN vectors ON article_id = id WHERE articles.change > ? ORDER BY articles.change LIMIT ?
"""
_INSERT = "INSERT INTO vectors (article_id, change, text, vector) SELECT id, ?, ?, ? FROM articles WHERE id = ?"
_LOADED = "SELECT number, article_id, vector FROM vectors WHERE number > ? AND vector IS NOT NULL ORDER BY number LIMIT ?"
# Each query selects the names of what breaks a rule; the sentence says what is wrong.
_RULES = (
    (
        "SELECT article_id FROM vectors WHERE article_id NOT IN (SELECT id FROM articles)",
        "the vector of {} belongs to no article; 'dateline embed' removes it",
    ),
    (
        "SELECT article_id FROM vectors WHERE length(vector) <> (SELECT max(length(vector)) FROM vectors)",
        "the vector of {} is damaged; 'dateline embed --anew' makes all vectors again",
    ),
)


class Passage(NamedTuple):
    """The beginning of an article that changed, and the number of the text that its present vector was made from, if it has one."""

    article_id: str
    change: int
    title: str | None
    body: str
    language: str | None
    text: int | None


class Made(NamedTuple):
    """A vector of an article as it was at a change, and the number of its text; None if the model does not know its language."""

    article_id: str
    change: int
    text: int
    vector: bytes | None


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of an archive. Call its writing methods in a batch."""

    session: Session

    @property
    def model(self) -> str | None:
        """The model that made them; None if there are none."""
        found = self.session.row("SELECT method FROM followers WHERE name = ?", (FOLLOWER,))
        return str(found[0]) if found else None

    @property
    def followed(self) -> int:
        """The last change up to which vectors were made."""
        return self.session.number("SELECT change FROM followers WHERE name = ?", (FOLLOWER,))

    @property
    def last(self) -> int:
        """The highest number; 0 if there are no vectors."""
        return self.session.number("SELECT max(number) FROM vectors") if is_there(self.session) else 0

    def begin(self, model: str) -> None:
        """Create the tables if there are none; delete the vectors of another model, and those of deleted articles."""
        from dateline.store.migrations import migrations

        if not is_there(self.session):
            migrations(STEPS, SET).apply(self.session.db)
        if self.model != model:
            self.session.run("DELETE FROM vectors")
            note_followed(self.session, FOLLOWER, model, 0)
        self.session.run("DELETE FROM vectors WHERE article_id NOT IN (SELECT id FROM articles)")

    def clear(self) -> None:
        """Delete all vectors."""
        if is_there(self.session):
            self.session.run("DELETE FROM vectors")
        self.session.run("DELETE FROM followers WHERE name = ?", (FOLLOWER,))

    def behind(self) -> int:
        """The number of articles that changed after the last change that was followed."""
        return self.session.number("SELECT count(*) FROM articles WHERE change > ?", (self.followed,))

    def changed(self, after: int, most: int) -> list[Passage]:
        """The first articles that changed after a change, at most `most`."""
        return [Passage(*row) for row in self.session.rows(_CHANGED, (after, most))]

    def write(self, made: Iterable[Made], followed: int) -> None:
        """Replace the vectors of these articles, except deleted ones, and record the last change that was followed."""
        for one in made:
            self.session.run("DELETE FROM vectors WHERE article_id = ?", (one.article_id,))
            self.session.run(_INSERT, (one.change, one.text, one.vector, one.article_id))
        self.session.run("UPDATE followers SET change = ? WHERE name = ?", (followed, FOLLOWER))

    def each(self, after: int, most: int) -> Iterator[list[tuple[int, str, bytes]]]:
        """All vectors with numbers above `after`, in lists of at most `most`: number, article, vector."""
        while is_there(self.session) and (rows := self.session.rows(_LOADED, (after, most))):
            yield rows
            after = rows[-1][0]

    def count(self) -> int:
        """The number of vectors."""
        return self.session.number("SELECT count(*) FROM vectors WHERE vector IS NOT NULL") if is_there(self.session) else 0

    def numbered(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Those of the vectors with these numbers that still exist."""
        return dict(
            self.session.rows_among("SELECT number, vector FROM vectors WHERE vector IS NOT NULL AND number IN ({})", numbers)
        )

    def of_articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The vectors of those of these articles that have one."""
        sql = "SELECT article_id, vector FROM vectors WHERE vector IS NOT NULL AND article_id IN ({})"
        return dict(self.session.rows_among(sql, ids)) if is_there(self.session) else {}

    def without(self) -> dict[str, int]:
        """The number of articles without a vector in each language that the model does not know."""
        sql = """
            SELECT language, count(*) FROM vectors JOIN articles ON id = article_id WHERE vector IS NULL
            GROUP BY language ORDER BY count(*) DESC, language
        """
        return dict(self.session.rows(sql)) if is_there(self.session) else {}


def is_there(session: Session) -> bool:
    """Whether the archive has ever had vectors."""
    return session.row(_IS_THERE) is not None


def forget_vector(session: Session, article_id: str) -> None:
    """Delete the vector of an article that is deleted."""
    if is_there(session):
        session.run("DELETE FROM vectors WHERE article_id = ?", (article_id,))


def find_vector_faults(session: Session) -> Iterator[str]:
    """The faults of the vectors, in sentences."""
    for sql, sentence in _RULES if is_there(session) else ():
        for (name,) in session.rows(sql):
            yield sentence.format(name)


def _vectors(db: Database) -> None:
    """Create the table, with a row for each article that was processed."""
    db.execute(_TABLE)


STEPS = (("0001_vectors", _vectors),)
