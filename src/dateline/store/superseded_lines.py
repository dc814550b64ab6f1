"""Superseded lines: lines of older versions that the newest version no longer has. Derived; `reclean` makes them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.store.rows import plain
from dateline.store.session import Session
from dateline.types.articles import ArchivedArticle, SupersededLine

_FORMER = "SELECT article_id, text, version FROM former WHERE article_id IN ({}) ORDER BY rowid"
_PRESENT = "SELECT title, body, version FROM articles WHERE id = ?"
_INSERT = "INSERT INTO former (article_id, text, version) VALUES (?, ?, ?)"


def with_superseded_lines(session: Session, articles: Sequence[ArchivedArticle]) -> Iterator[ArchivedArticle]:
    """`articles` with their superseded lines."""
    lines: dict[str, list[SupersededLine]] = {}
    for article_id, text, version in session.rows_among(_FORMER, [found.id for found in articles if found.version > 1]):
        lines.setdefault(article_id, []).append(SupersededLine(text, version))
    for found in articles:
        yield replace(found, former=tuple(lines[found.id])) if found.id in lines else found


def replace_superseded_lines(session: Session, article_id: str, title: str | None, body: str) -> None:
    """Record the lines that the next version, with this title and body, supersedes."""
    from dateline.store.differences import find_superseded_lines, list_lines

    known = [(version, [text]) for text, version in _read_stored(session, article_id)]
    for old_title, old_body, version in session.rows(_PRESENT, (article_id,)):
        known.append((version, list_lines(old_title, old_body)))
    write_superseded_lines(session, article_id, find_superseded_lines(known, list_lines(title, body)))


def insert_superseded_lines(session: Session, article_id: str, version: int, texts: Iterable[str]) -> None:
    """Record the lines (`texts`) of a version that was inserted between others; all versions are numbered already."""
    from dateline.store.differences import list_lines

    title, body, _ = session.rows(_PRESENT, (article_id,))[0]
    present, stored = set(list_lines(title, body)), dict(_read_stored(session, article_id))
    for line in dict.fromkeys(map(plain, texts)):
        if line not in present and stored.get(line, 0) < version:
            stored.pop(line, None)
            stored[line] = version
    lines = sorted(stored.items(), key=lambda one: one[1])
    write_superseded_lines(session, article_id, [SupersededLine(*one) for one in lines])


def write_superseded_lines(session: Session, article_id: str, lines: Iterable[SupersededLine]) -> bool:
    """Replace the superseded lines of an article. Return whether they have changed."""
    rows = list({plain(line.text): line.version for line in lines}.items())
    if rows == _read_stored(session, article_id):
        return False
    session.run("DELETE FROM former WHERE article_id = ?", (article_id,))
    for row in rows:
        session.run(_INSERT, (article_id, *row))
    return True


def _read_stored(session: Session, article_id: str) -> list[tuple[str, int]]:
    return [(text, version) for _, text, version in session.rows(_FORMER.format("?"), (article_id,))]
