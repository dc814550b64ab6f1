"""The labels of press databases in the languages of their interfaces, read from `readers/data/press_labels.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

_LABEL = re.compile(r"\s{0,8}([^\W\d_][\w /'’.-]{1,40}?)\s?:(?:\s|\u00a0|$)")
_SHARE = re.compile(r"(?<!\s)\s*+\(\d{1,3}\s?%\)")
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)


@cache
def _read_data() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = files("dateline.readers").joinpath("data/press_labels.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def fields_of(database: str) -> Mapping[str, str]:
    """The field that each label of `database` stands for, by the label in plain form."""
    return {_normalise(label): name for name, labels in _read_data()[database].items() for label in labels}


def labelled(line: str, database: str) -> tuple[str, str] | None:
    """The field whose label begins `line`, and the text after the label; None if there is no label."""
    match = _LABEL.match(line)
    name = fields_of(database).get(_normalise(match[1])) if match else None
    return (name, line[match.end() :].strip()) if match and name else None


@cache
def _languages() -> Mapping[str, str]:
    return {name.lower(): code for code, names in _read_data()["languages"].items() for name in names}


def _normalise(label: str) -> str:
    """`label` in lower case and without accents, which old exports leave out."""
    letters = unicodedata.normalize("NFKD", label.lower())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


@cache
def counter_words(kind: str) -> tuple[str, ...]:
    """The words of a `kind` ("of", "counters", "end", "body") that mark where a record begins or ends, in lower case."""
    return tuple(word.lower() for word in _read_data()["documents"][kind])


@cache
def length_words() -> frozenset[str]:
    """The words for "words" that follow the length of an article, in lower case."""
    return frozenset(word.lower() for word in _read_data()["words"]["words"])


def language_code(name: str) -> str | None:
    """The ISO 639-1 code of a language given by its name in one of the interface languages, or by its code; else None."""
    first = re.split(r"[;,|]", name)[0].strip().lower()
    return _languages().get(first) or (first if first in _read_data()["languages"] else None)


def terms(text: str) -> str:
    """Subject terms on separate lines, without the percentage that says how well each fits."""
    found = (_SHARE.sub("", term).strip(" .") for term in re.split(r"[;|]", text))
    return "\n".join(dict.fromkeys(filter(None, found)))


def names(text: str) -> str:
    """The names in a byline with semicolons, on separate lines, each with the first name first."""
    found = []
    for name in filter(None, (part.strip(" .") for part in text.split(";"))):
        last, comma, first = name.partition(", ")
        found.append(f"{first} {last}" if comma and "," not in first and len(last.split()) <= 3 else name)
    return "\n".join(found)


def without_by(text: str) -> str:
    """A byline without the word that introduces it."""
    return _BY.sub("", text, count=1) if _BY.match(text) else text
