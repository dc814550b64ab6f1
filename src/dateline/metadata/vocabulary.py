"""The words of dates and bylines, read once from the data files and folded for comparison."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.text import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words around a date or a name, by meaning; all folded."""

    published: frozenset[str]
    updated: frozenset[str]
    neutral: frozenset[str]
    by: tuple[str, ...]
    roles: frozenset[str]
    role_modifiers: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]
    outlet_words: frozenset[str]


def read_data(name: str) -> dict[str, Any]:
    """Return the content of the data file `name`."""
    return tomllib.loads(files("dateline.metadata").joinpath("data", name).read_text("utf-8"))


def read_lines(name: str) -> list[str]:
    """Return the lines of the data file `name`, without comments."""
    text = files("dateline.metadata").joinpath("data", name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@cache
def months() -> dict[str, int]:
    """Return every known name of a month, folded, with its number."""
    table: dict[str, int] = {}
    for names in read_data("months.toml").values():
        for number, forms in enumerate(names, 1):
            for form in forms.split("|"):
                if form:
                    table.setdefault(fold(form), number)
    return table


@cache
def given_names() -> frozenset[str]:
    """Return given names of many countries, folded."""
    return frozenset(name for line in read_lines("given_names.txt") for name in line.split())


@cache
def weekdays() -> dict[str, int]:
    """Return the known names of weekdays, folded, with their numbers; Monday is 0."""
    table: dict[str, int] = {}
    for names in read_data("weekdays.toml").values():
        for number, forms in enumerate(names):
            table.update((fold(form), number) for form in forms.split("|") if form)
    return table


@cache
def vocabulary() -> Vocabulary:
    """Return the words around dates and names."""
    data = {key: [fold(word) for word in words] for key, words in read_data("words.toml").items()}
    return Vocabulary(
        published=frozenset(data["published"]),
        updated=frozenset(data["updated"]),
        neutral=frozenset(data["weekdays"]) | frozenset(data["filler"]),
        by=tuple(sorted(set(data["by"]), key=len, reverse=True)),
        roles=frozenset(data["roles"]),
        role_modifiers=frozenset(data["role_modifiers"]),
        particles=frozenset(data["particles"]),
        not_names=frozenset(data["not_names"]),
        outlet_words=frozenset(data["outlet_words"]),
    )
