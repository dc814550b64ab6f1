"""A person's corrections of names, as lines and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.render.json import VERSION, Record
from dateline.text import shown
from dateline.types.history import NameChange


def names_lines(changes: Iterable[NameChange]) -> Iterator[str]:
    """A line for each corrected name."""
    for one in changes:
        yield f"{one.kind}  {shown(one.name)}  {'hidden' if one.becomes is None else f'→ {shown(one.becomes)}'}"


def names_record(changes: Iterable[NameChange]) -> Record:
    """All corrections as JSON."""
    return {"v": VERSION, "names": [name_record(one) for one in changes]}


def name_record(one: NameChange) -> Record:
    """One correction: the name, its replacement (null if it is hidden), and the time."""
    return {"kind": one.kind, "name": one.name, "becomes": one.becomes, "at": one.at.isoformat()}
