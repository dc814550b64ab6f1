"""Annotations: tags that people added, publisher's tags that they removed, a note. They are applied when an article is read.

They are truth and are in no derived table: cleaning again and new versions do not change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.store.session import Session
from dateline.types.articles import ArchivedArticle

_TAGS = "SELECT article_id, tag, put FROM own_tags WHERE article_id IN ({}) ORDER BY rowid"
_NOTES = "SELECT article_id, text FROM notes WHERE article_id IN ({})"


def with_annotations(session: Session, articles: Sequence[ArchivedArticle]) -> Iterator[ArchivedArticle]:
    """`articles` with the tags and notes that people put on them."""
    ids = [article.id for article in articles]
    tags: dict[str, tuple[list[str], list[str]]] = {}
    for article_id, tag, put in session.rows_among(_TAGS, ids):
        tags.setdefault(article_id, ([], []))[0 if put else 1].append(tag)
    notes: dict[str, str] = dict(session.rows_among(_NOTES, ids))
    for found in articles:
        if found.id in tags:
            known = found.article.metadata
            known = replace(known, tags=apply_own_tags(known.tags, *tags[found.id]))
            found = replace(found, article=replace(found.article, metadata=known))
        yield replace(found, note=notes[found.id]) if found.id in notes else found


def apply_own_tags(tags: Sequence[str], put: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """`tags` with those that a person `put` on and without those `taken` off; case is ignored."""
    off = {tag.casefold() for tag in taken}
    found = [tag for tag in tags if tag.casefold() not in off]
    have = {tag.casefold() for tag in found}
    for tag in put:
        if tag.casefold() not in have:
            found.append(tag)
            have.add(tag.casefold())
    return tuple(found)


def write_tags(session: Session, article_id: str, put: Iterable[str], taken: Iterable[str], at: str) -> None:
    """Record the tags put on an article and taken off it, in place of earlier records of the same tags."""
    entries = [*((tag, 0) for tag in taken), *((tag, 1) for tag in put)]
    names = {tag.casefold() for tag, _ in entries}
    for (tag,) in session.rows("SELECT tag FROM own_tags WHERE article_id = ?", (article_id,)):
        if tag.casefold() in names:
            session.run("DELETE FROM own_tags WHERE article_id = ? AND tag = ?", (article_id, tag))
    for tag, is_put in entries:
        session.run("INSERT OR REPLACE INTO own_tags (article_id, tag, put, at) VALUES (?, ?, ?, ?)", (article_id, tag, is_put, at))


def write_note(session: Session, article_id: str, text: str, at: str) -> None:
    """Replace the note of an article; an empty text deletes it."""
    session.run("DELETE FROM notes WHERE article_id = ?", (article_id,))
    if text:
        session.run("INSERT INTO notes (article_id, text, at) VALUES (?, ?, ?)", (article_id, text, at))
