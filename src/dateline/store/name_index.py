"""The people, places and organisations in articles, and a person's corrections: one name becomes another, or is hidden.

Found names are stored with the article and are derived. A correction is truth, counts for the whole archive, and is applied when an
article is read. So cleaning again loses none, and undoing one restores the names as they were found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError
from dateline.store.rows import to_json
from dateline.store.session import Session
from dateline.text import normalise
from dateline.types.articles import ArchivedArticle, Metadata

if TYPE_CHECKING:
    from dateline.types.history import NameChange, NameKind

COLUMNS: Mapping[NameKind, str] = {"person": "people", "mentions-place": "places", "organisation": "organisations"}
_SELECT = "SELECT kind, name, becomes, at FROM names ORDER BY kind, name"
_WRITE = "INSERT OR REPLACE INTO names (kind, name, becomes, at) VALUES (?, ?, ?, ?)"
_IMPORT = "INSERT OR IGNORE INTO names (kind, name, becomes, at) VALUES (?, ?, ?, ?)"
_DELETE = "DELETE FROM names WHERE kind = ? AND name = ?"
_COUNT_UNSEARCHED = "SELECT count(*) FROM articles WHERE people IS NULL"
_NEXT = """
    SELECT id, body, cleaner, language, source, agency, domain FROM articles WHERE id > ? AND people IS NULL ORDER BY id LIMIT 200
"""
_FILL = "UPDATE articles SET people = ?, places = ?, organisations = ?, cleaner = ? WHERE id = ?"
_MAX_STEPS = 100


def read_names(session: Session) -> tuple[NameChange, ...]:
    """A person's corrections of names, by kind and name."""
    from dateline.types.history import NameChange

    return tuple(NameChange(kind, name, becomes, datetime.fromisoformat(at)) for kind, name, becomes, at in session.rows(_SELECT))


def with_names(session: Session, articles: Sequence[ArchivedArticle]) -> Iterator[ArchivedArticle]:
    """`articles` with a person's corrections of names applied."""
    corrections = {(kind, name): becomes for kind, name, becomes, _ in session.rows(_SELECT)}
    for found in articles:
        if corrections:
            known = found.article.metadata
            corrected: dict[str, Any] = {
                column: _apply_corrections(kind, getattr(known, column), corrections) for kind, column in COLUMNS.items()
            }
            if any(corrected[column] != getattr(known, column) for column in corrected):
                found = replace(found, article=replace(found.article, metadata=replace(known, **corrected)))
        yield found


def _apply_corrections(kind: NameKind, names: Iterable[str], corrections: Mapping[tuple[str, str], str | None]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for name in names:
        final = _resolve(kind, name, corrections)
        if final is not None:
            kept.setdefault(final)
    return tuple(kept)


def _resolve(kind: NameKind, name: str, corrections: Mapping[tuple[str, str], str | None]) -> str | None:
    """What a name becomes in the end; None if it is hidden."""
    for _ in range(_MAX_STEPS):
        if (kind, name) not in corrections:
            return name
        becomes = corrections[kind, name]
        if becomes is None:
            return None
        name = becomes
    return name


def write_names(session: Session, kind: NameKind, names: Iterable[str], becomes: str | None, at: str) -> None:
    """Record that names of a kind become another name, or (None) are hidden; DatelineError if that makes a circle."""
    corrections = {(one, name): other for one, name, other, _ in session.rows(_SELECT)}
    for name in names:
        if name == becomes:
            continue
        if becomes is not None and _resolve(kind, becomes, {**corrections, (kind, name): name}) == name:
            raise DatelineError(f"'{becomes}' was renamed to '{name}' before; undo that first, with --undo")
        session.run(_WRITE, (kind, name, becomes, at))


def forget_names(session: Session, kind: NameKind, names: Iterable[str]) -> int:
    """Remove the corrections of these names. Return how many names had one."""
    return sum(session.run(_DELETE, (kind, name)) for name in names)


def admit_names(session: Session, changes: Iterable[NameChange]) -> None:
    """Import corrections from another archive, for names that have none here."""
    for change in changes:
        session.run(_IMPORT, (change.kind, change.name, change.becomes, change.at.isoformat(timespec="seconds")))


def articles_naming(session: Session, kind: NameKind, names: Iterable[str]) -> tuple[str, ...]:
    """The articles in which one of these names was found, without corrections."""
    sql = f"SELECT id, {COLUMNS[kind]} FROM articles WHERE instr({COLUMNS[kind]}, ?) ORDER BY id"
    found = {one: None for name in names for one, stored in session.rows(sql, (to_json(name),)) if name in json.loads(stored)}
    return tuple(found)


def names_behind(session: Session, kind: NameKind, names: Iterable[str]) -> tuple[str, ...]:
    """`names`, and all names that corrections turn into one of them."""
    corrections = {(one, name): becomes for one, name, becomes, _ in session.rows(_SELECT)}
    wanted = set(names)
    while more := {name for (one, name), becomes in corrections.items() if one == kind and becomes in wanted} - wanted:
        wanted |= more
    return tuple(sorted(wanted))


def as_found(session: Session, found: ArchivedArticle) -> tuple[ArchivedArticle, tuple[NameChange, ...]]:
    """An article with its names as they were found, and the corrections that apply to them."""
    row = session.row(f"SELECT {', '.join(COLUMNS.values())} FROM articles WHERE id = ?", (found.id,))
    found_names: dict[str, Any] = {
        column: tuple(json.loads(text or "[]")) for column, text in zip(COLUMNS.values(), row or (), strict=False)
    }
    wanted = {(kind, name) for kind, column in COLUMNS.items() for name in found_names.get(column, ())}
    changes: dict[tuple[str, str], NameChange] = {}
    corrections = {(change.kind, change.name): change for change in read_names(session)}
    for kind, name in wanted:
        while (kind, name) in corrections and (kind, name) not in changes:
            changes[kind, name] = corrections[kind, name]
            name = corrections[kind, name].becomes or ""
    bare = replace(found, article=replace(found.article, metadata=replace(found.article.metadata, **found_names)))
    return bare, tuple(changes[key] for key in sorted(changes))


def fill_names(session: Session, after: str) -> str | None:
    """Find the names in the next articles that were not searched yet, by id. Return the last id; None if there are no more."""
    rows = session.rows(_NEXT, (after,))
    if not rows:
        return None
    from dateline.metadata.names.find import names_in  # its gazetteers are large, and nearly always there is nothing to do
    from dateline.metadata.names.finder import names_version
    from dateline.metadata.names.found import finds_names

    for article_id, body, cleaner, language, source, agency, domain in rows:
        names = names_in(body, Metadata(language=language, source=source, agency=agency, domain=domain))
        made = cleaner if finds_names(cleaner) else f"{cleaner}+{names_version()}"
        session.run(_FILL, (*map(to_json, names), made, article_id))
    return str(rows[-1][0])


def count_unsought(session: Session) -> int:
    """The number of articles that were not searched for names yet."""
    return session.number(_COUNT_UNSEARCHED)


def checked_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are stored: normalised and on one line; DatelineError if one is empty, or there are none."""
    checked = tuple(normalise(name) for name in names)
    if not checked or not all(checked):
        raise DatelineError("give names; 'dateline facets person' lists them")
    return checked


def checked_kind(kind: str) -> NameKind:
    """`kind` as a kind of names; DatelineError if there is no such kind."""
    from dateline.types.history import NAME_KINDS

    for one in NAME_KINDS:
        if one == kind:
            return one
    raise DatelineError(f"{kind!r} is not a kind of names; the kinds are {', '.join(NAME_KINDS)}")
