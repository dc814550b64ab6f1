"""Find the places in an article: names of the gazetteer that are not part of another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dateline.metadata.names.capitalised_runs import Run
from dateline.metadata.names.gazetteers import folded, given_names, organisations, places, surnames, words
from dateline.metadata.names.people import SLAVIC

_MOST_WORDS = 3
_SHORTEST = 4
_CASE = re.compile(r"(?:owi|ovi|ami|ach|ech|ách|ích|em|om|ou|ie|ům|u|a|e|i|y|o|ě|ę|ą|ой|ом|а|у|е|и|ы|ю|я)$")
_NOMINATIVE = re.compile(r"(?:a|e|o|y|i|ě|а|о|ы|я)$")
_CAPITALISED_NOUNS = frozenset({"de", "lb"})
_GENITIVE = frozenset({"de", "sv", "da", "no", "nn", "nb"})


def find_places(found: Iterable[Run], people: Iterable[str], language: str | None) -> tuple[str, ...]:
    """Return the places in the runs of an article, in order, each once, without the names of `people`."""
    named = {folded(word) for name in people for word in name.split()}
    names: dict[str, None] = {}
    known = places()
    for run in found:
        if len(run.words) == 1 and run.words[0] not in known and _match_known(run.words[0], language) is None:
            continue
        for place in _find_in_run(run, named, language):
            names.setdefault(place)
    return tuple(names)


def _find_in_run(run: Run, named: set[str], language: str | None) -> Iterator[str]:
    at = 0
    while at < len(run.words):
        for end in range(min(len(run.words), at + _MOST_WORDS), at, -1):
            name = _match_known(" ".join(run.words[at:end]), language)
            if name and _is_meant(run, (at, end), name, named, language):
                yield name
                at = end
                break
        else:
            at += 1


def _match_known(name: str, language: str | None) -> str | None:
    """Return the name as the gazetteer has it, without a case ending; None if it is not a known place."""
    known = places()
    if name not in known and language in SLAVIC:
        name = _names_by_root().get(_CASE.sub("", name), name) if len(name) > _SHORTEST else name
    if name not in known:
        if language not in _GENITIVE or name[-1:] != "s" or len(name) <= 4 or name[:-1] not in known or name in organisations():
            return None
        name = name[:-1]
    return None if name in organisations() or folded(name) in words().elsewhere else name


@cache
def _names_by_root() -> dict[str, str]:
    """Return one-word names by their roots, which are without a case ending."""
    roots: dict[str, str] = {}
    for name, sure in places().items():
        if sure and len(name) > _SHORTEST and name.isalpha():
            roots.setdefault(_NOMINATIVE.sub("", name), name)
    return roots


def _is_meant(run: Run, span: tuple[int, int], name: str, named: set[str], language: str | None) -> bool:
    """Whether the words at `span` mean the place of that name, and are not part of another name."""
    at, end = span
    known, keys = words(), run.keys
    cued = (run.before if at == 0 else keys[at - 1]) in known.at
    if end - at == 1 and (keys[at] in named or folded(name) in named):
        return False
    if end < len(keys) and (keys[end] in known.tails or (keys[end] in known.things and run.words[end] not in places())):
        return False
    before = keys[at - 1] if at else ""
    if before in known.heads or (at > 1 and keys[at - 1] in known.particles and keys[at - 2] in known.heads):
        return False
    if at == 0 and run.before in known.particles and not cued:
        return False
    if not cued and end - at == 1 and not _is_unambiguous(name):
        return False
    if language in _CAPITALISED_NOUNS:
        return True
    if before and not (
        before in known.nobody
        or before in known.around
        or before in known.at
        or before in known.roles
        or run.words[at - 1] in places()
    ):
        return False
    return (
        end == len(keys)
        or keys[end] in known.nobody
        or keys[end] in known.roles
        or run.words[end] in places()
        or keys[end] in known.particles
    )


def _is_unambiguous(name: str) -> bool:
    """Whether a one-word name is neither a common word nor a person's name."""
    if not places()[name]:
        return False
    key = folded(name)
    return key in words().large or (key not in given_names() and key not in surnames())
