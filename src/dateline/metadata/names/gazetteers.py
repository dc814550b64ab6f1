"""The known names, and the words around names; read from `data` on first use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from dateline.text import fold

_DATA = files("dateline.metadata.names").joinpath("data")

folded = lru_cache(maxsize=1 << 16)(fold)
"""`fold` with a cache, for words that are frequent."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of one kind, folded: the `sure` ones are nothing else, the `doubtful` ones are also common words."""

    sure: frozenset[str]
    doubtful: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.sure or word in self.doubtful


@dataclass(frozen=True, slots=True)
class Words:
    """Words around names, folded; words.toml says what each list is for."""

    honorifics: frozenset[str]
    roles: frozenset[str]
    says: frozenset[str]
    nobody: frozenset[str]
    things: frozenset[str]
    tails: frozenset[str]
    heads: frozenset[str]
    particles: frozenset[str]
    at: frozenset[str]
    more_given: frozenset[str]
    around: frozenset[str]
    elsewhere: frozenset[str]
    rarely_given: frozenset[str]
    large: frozenset[str]


@cache
def given_names() -> Gazetteer:
    """Return given names of many countries."""
    listed = _read_gazetteer("given_names.txt")
    return Gazetteer(listed.sure | words().more_given, listed.doubtful - words().more_given)


@cache
def surnames() -> Gazetteer:
    """Return common surnames of many countries."""
    return _read_gazetteer("surnames.txt")


@cache
def places() -> dict[str, bool]:
    """Return the names of places as they are written, each with whether it is nothing else."""
    known: dict[str, bool] = {}
    for line in _read_lines("places.tsv"):
        for name in line.split("\t"):
            known.setdefault(name.removesuffix("?"), not name.endswith("?"))
    known.update(dict.fromkeys(_read_list("regions.txt"), True))
    return known


@cache
def organisations() -> frozenset[str]:
    """Return the names of organisations that no rule recognises."""
    return frozenset(_read_list("organisations.txt"))


@cache
def organisations_begin() -> frozenset[str]:
    """Return the first words of the names of organisations."""
    return frozenset(name.split()[0] for name in organisations())


@cache
def words() -> Words:
    """Return the words around names."""
    lists = tomllib.loads(_DATA.joinpath("words.toml").read_text("utf-8"))
    return Words(**{name: frozenset(map(fold, text.split())) for name, text in lists.items()})


def _read_gazetteer(file: str) -> Gazetteer:
    names = [name for line in _read_lines(file) for name in line.split()]
    doubtful = frozenset(name[:-1] for name in names if name.endswith("?"))
    return Gazetteer(frozenset(name for name in names if not name.endswith("?")), doubtful)


def _read_list(file: str) -> Iterator[str]:
    return (name.strip() for line in _read_lines(file) for name in line.split(";"))


def _read_lines(file: str) -> Iterator[str]:
    return (line for line in _DATA.joinpath(file).read_text("utf-8").split("\n") if line and not line.startswith("#"))
