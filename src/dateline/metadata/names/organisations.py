"""Find organisations: known ones by name, others by a first or last word that names their kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.metadata.names.capitalised_runs import Run
from dateline.metadata.names.gazetteers import organisations, organisations_begin, words

_MOST_WORDS = 4
_LINKS = frozenset({"of", "for", "de", "del", "di", "der", "des", "du", "da", "do", "für", "fur", "von", "i"})


def find_organisations(found: Iterable[Run], others: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Return the organisations in the runs of an article, in order, each once.

    `others` (people and places) and `own` (the names of the publisher) are left out.
    """
    excluded = {name.lower() for name in (*others, *own)}
    names: dict[str, str] = {}
    begin = organisations_begin()
    for run in found:
        if len(run.words) == 1 and run.words[0] not in begin:
            continue
        for name in _find_in_run(run):
            if name.lower() not in excluded:
                names.setdefault(name.lower(), name)
    return tuple(names.values())


def _find_in_run(run: Run) -> Iterator[str]:
    at = 0
    while at < len(run.words):
        end = _match_known(run, at) or _match_form(run, at)
        if end:
            yield " ".join(run.words[at:end])
        at = end or at + 1


def _match_known(run: Run, at: int) -> int | None:
    known, first = organisations(), organisations_begin()
    if run.words[at] not in first:
        return None
    for end in range(min(len(run.words), at + _MOST_WORDS), at, -1):
        if " ".join(run.words[at:end]) in known and not (end < len(run.keys) and run.keys[end] in words().things):
            return end
    return None


def _match_form(run: Run, at: int) -> int | None:
    """Return the end of an organisation that begins at `at`: after the last word that names its kind, or after "of …"; else None."""
    known, keys, number = words(), run.keys, len(run.keys)
    if number - at < 2:
        return None
    first = keys[at]
    if first in known.nobody or first in known.roles or first in known.honorifics or run.words[at][0].islower():
        return None
    if first in known.heads and at + 2 < number and keys[at + 1] in _LINKS:
        end = at + 3
        while end < number and (keys[end] in _LINKS or keys[end - 1] in _LINKS) and run.words[end - 1][0].islower():
            end += 1
        return end
    for end in range(min(number, at + _MOST_WORDS + 1), at + 1, -1):
        if keys[end - 1] in known.tails and not any(key in known.nobody or key in known.roles for key in keys[at:end]):
            return end
    return None
