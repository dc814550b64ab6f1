"""The table of changes: each with its schema, the function that makes it, and what undoes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.archive.archive import Archive
from dateline.errors import WrongUse
from dateline.web.answers import article_named
from dateline.web.parameters import Parameter, Values
from dateline.web.session_store import SessionStore

FIELDS = ("title", "published", "updated", "source", "authors", "place", "agency", "section", "tags", "language")
_ID = Parameter("id", "text", "The article's id, or enough of its beginning")
_TEXTS = {"type": "array", "items": {"type": "string", "maxLength": 200}, "maxItems": 50}
_LONGEST_NOTE = 20_000
_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made: the article, a description, and the change that undoes it (its name and values)."""

    article_id: str
    message: str
    undo: tuple[str, Values]


Make = Callable[[Archive, str, Values], Done]


@dataclass(frozen=True, slots=True)
class Write:
    """A change that a POST request makes: its path below the prefix, and the JSON Schema of its body."""

    path: str
    name: str
    about: str
    schema: dict[str, Any]
    make: Make
    in_path: tuple[Parameter, ...] = (_ID,)


def tags(archive: Archive, article_id: str, values: Values) -> Done:
    """Add tags to an article and remove tags."""
    if not _texts(values, "put") and not _texts(values, "taken"):
        raise WrongUse("no tag was given, to add or to remove")
    return retag(archive, article_id, values)


def retag(archive: Archive, article_id: str, values: Values) -> Done:
    """Add and remove tags; both lists may be empty, which undoes a change without effect."""
    before = article_named(archive, article_id)
    archive.tag([before.id], _texts(values, "put"), _texts(values, "taken"))
    after, had = archive.get(before.id).article.metadata.tags, before.article.metadata.tags
    undo = {"put": [one for one in had if one not in after], "taken": [one for one in after if one not in had]}
    return Done(before.id, "Tags changed", ("retag", undo))


def note(archive: Archive, article_id: str, values: Values) -> Done:
    """Write a note on an article; it replaces the old note, and an empty text removes it."""
    text = values.get("text")
    if not isinstance(text, str) or len(text) > _LONGEST_NOTE:
        raise WrongUse(f"a note is a text of at most {_LONGEST_NOTE:,} characters")
    before = article_named(archive, article_id)
    archive.note(before.id, text)
    return Done(before.id, "Note written" if text.strip() else "Note removed", ("note", {"text": before.note or ""}))


def lines(archive: Archive, article_id: str, values: Values) -> Done:
    """Put removed lines back, remove kept lines, or undo earlier changes of lines (`as`: restored, dropped, cleaned)."""
    how, numbers = values.get("as"), values.get("lines")
    if how not in ("restored", "dropped", "cleaned"):
        raise WrongUse("'as' takes restored, dropped or cleaned")
    if not isinstance(numbers, list) or not 0 < len(numbers) <= _MOST_LINES or not all(type(one) is int for one in numbers):
        raise WrongUse(f"lines takes the numbers of lines, from one to {_MOST_LINES:,} of them")
    before = article_named(archive, article_id)
    overrides = archive.store.overrides(before.id)
    known = range(1, len(before.article.lines) + 1)
    was = {number: overrides.verdict(before.article.lines[number - 1]) for number in numbers if number in known}
    _set_verdict(archive, before.id, numbers, {"restored": True, "dropped": False, "cleaned": None}[how])
    words = {"restored": "put back", "dropped": "removed", "cleaned": "again as cleaned"}[how]
    noun = "Line" if len(numbers) == 1 else "Lines"
    return Done(before.id, f"{noun} {', '.join(map(str, numbers))} {words}", ("verdicts", {"was": list(was.items())}))


def verdicts(archive: Archive, article_id: str, values: Values) -> Done:
    """Set the overrides of lines back to the earlier ones; only for undo."""
    before = article_named(archive, article_id)
    overrides = archive.store.overrides(before.id)
    was = [(number, overrides.verdict(before.article.lines[number - 1])) for number, _ in values["was"]]
    for verdict in (None, True, False):
        numbers = [number for number, then in values["was"] if then is verdict]
        if numbers:
            _set_verdict(archive, before.id, numbers, verdict)
    return Done(before.id, "Undone", ("verdicts", {"was": was}))


def fields(archive: Archive, article_id: str, values: Values) -> Done:
    """Set fields permanently: a text (several names on separate lines), "" for unknown, null to undo a correction."""
    for name, value in values.items():
        if name not in FIELDS:
            raise WrongUse(f"there is no field {name[:60]!r}; fields are {', '.join(FIELDS)}")
        if value is not None and not isinstance(value, str):
            raise WrongUse(f"{name} takes a text, or null to undo a correction")
    if not values:
        raise WrongUse("no field was given")
    before = article_named(archive, article_id)
    was = archive.corrections(before.id)
    archive.edit(before.id, values)
    return Done(before.id, f"{', '.join(sorted(values))} set", ("fields", {name: was.get(name) for name in values}))


def _set_verdict(archive: Archive, article_id: str, numbers: list[int], verdict: bool | None) -> None:
    if verdict is None:
        archive.restore(article_id, numbers, undo=True)
    elif verdict:
        archive.restore(article_id, numbers)
    else:
        archive.drop(article_id, numbers)


def _texts(values: Mapping[str, Any], name: str) -> list[str]:
    found = values.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found) or len(found) > 50:
        raise WrongUse(f"{name} takes a list of at most 50 tags")
    return found


def _object_schema(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_LINES = {
    "as": {"type": "string", "enum": ["restored", "dropped", "cleaned"]},
    "lines": {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": _MOST_LINES},
}
_VALUE = {"type": ["string", "null"]}
WRITES = (
    Write("/articles/{id}/tags", "tag", tags.__doc__ or "", _object_schema([], put=_TEXTS, taken=_TEXTS), tags),
    Write(
        "/articles/{id}/note",
        "write_note",
        note.__doc__ or "",
        _object_schema(["text"], text={"type": "string", "maxLength": _LONGEST_NOTE}),
        note,
    ),
    Write("/articles/{id}/lines", "set_lines", lines.__doc__ or "", _object_schema(["as", "lines"], **_LINES), lines),
    Write("/undo", "undo", "Undo a change", _object_schema(["undo"], undo={"type": "string", "maxLength": 40}), verdicts, ()),
    Write("/articles/{id}/fields", "set_fields", fields.__doc__ or "", _object_schema([], **dict.fromkeys(FIELDS, _VALUE)), fields),
)
_CHANGES: dict[str, Make] = {"tags": tags, "retag": retag, "note": note, "lines": lines, "verdicts": verdicts, "fields": fields}


def make(archive: Archive, name: str, article_id: str, values: Values, sessions: SessionStore) -> tuple[Done, str]:
    """Make a change; return it, and the name under which it can be undone."""
    done = _CHANGES[name](archive, article_id, values)
    undo_name, undo_values = done.undo
    return done, sessions.keep_undo(
        {"change": undo_name, "article": done.article_id, "values": undo_values, "message": done.message}
    )


def undo(archive: Archive, kept: Mapping[str, Any], sessions: SessionStore) -> tuple[Done, str]:
    """Undo a change; the undo can be undone, too."""
    return make(archive, kept["change"], kept["article"], kept["values"], sessions)
