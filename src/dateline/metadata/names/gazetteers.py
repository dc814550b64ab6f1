"""The names that are known, and the words that stand around names; read from `data` when the first article is looked at."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from dateline.text import fold

_DATA = files("dateline.metadata.names").joinpath("data")

folded = lru_cache(maxsize=1 << 16)(fold)
"""`fold`, for words that come again and again."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of one kind, folded: those that are nothing else, and those that are common words too."""

    sure: frozenset[str]
    doubtful: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.sure or word in self.doubtful


@dataclass(frozen=True, slots=True)
class Words:
    """Words around names, folded; what each is for stands in words.toml."""

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
    """Given names of many countries."""
    listed = _gazetteer("given_names.txt")
    return Gazetteer(listed.sure | words().more_given, listed.doubtful - words().more_given)


@cache
def surnames() -> Gazetteer:
    """Common surnames of many countries."""
    return _gazetteer("surnames.txt")


@cache
def places() -> dict[str, bool]:
    """The names of places as they are written; whether each is nothing else."""
    known: dict[str, bool] = {}
    for line in _lines("places.tsv"):
        for name in line.split("\t"):
            known.setdefault(name.removesuffix("?"), not name.endswith("?"))
    known.update(dict.fromkeys(_listed("regions.txt"), True))
    return known


@cache
def organisations() -> frozenset[str]:
    """The names of organisations that no rule would tell."""
    return frozenset(_listed("organisations.txt"))


@cache
def organisations_begin() -> frozenset[str]:
    """The first words of their names."""
    return frozenset(name.split()[0] for name in organisations())


@cache
def words() -> Words:
    """The words around names."""
    lists = tomllib.loads(_DATA.joinpath("words.toml").read_text("utf-8"))
    return Words(**{name: frozenset(map(fold, text.split())) for name, text in lists.items()})


def _gazetteer(file: str) -> Gazetteer:
    names = [name for line in _lines(file) for name in line.split()]
    doubtful = frozenset(name[:-1] for name in names if name.endswith("?"))
    return Gazetteer(frozenset(name for name in names if not name.endswith("?")), doubtful)


def _listed(file: str) -> Iterator[str]:
    return (name.strip() for line in _lines(file) for name in line.split(";"))


def _lines(file: str) -> Iterator[str]:
    return (line for line in _DATA.joinpath(file).read_text("utf-8").split("\n") if line and not line.startswith("#"))
