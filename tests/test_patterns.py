"""Every pattern of the package takes linear time: each is tried on inputs that are made from the pattern itself.

An input that hangs a program is seldom in anyone's samples. So this test finds the patterns (every call of `re` in the source),
and makes the inputs (`made_pumps.py`). The cure is nearly always a possessive repetition (`\\s*+`), a lookbehind that lets a
search start once (`(?<!\\s)\\s*+`), a set without the next character (`[^<>]` for `[^>]`), or no pattern (`str.find`).
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline import text
from dateline.cleaning.phrases import load_phrases
from dateline.metadata import byline, calendars
from dateline.metadata.names import capitalised_runs
from dateline.readers import address_lists, json_values
from dateline.readers.press import nexis
from dateline.search import tokens
from made_pumps import AnyPattern, Pump, find_slow_input, seconds_taken

ROOT = Path(__file__).parents[1] / "src" / "dateline"
WAYS = {"match": 2, "fullmatch": 2, "search": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4, "subn": 4}
"""The functions of `re` that take a pattern, and the position of the flags among their arguments."""

BOUNDED = {
    ("cleaning/phrases.py", "_COUNT"): (60, "tried on lines of at most `_LONGEST_WHOLE` characters"),
    ("metadata/place.py", "_DASH"): (120, "tried on the first `_LONGEST_PREFIX` characters of a line"),
    ("metadata/title.py", "_SITE_SEPARATOR"): (
        1_000,
        "`strip_site` leaves titles of more than `_LONGEST_NAMED` characters as they are",
    ),
    ("page/html/parsing.py", "_ATTRIBUTES"): (
        2_000,
        "counts in a tag what `_TO_MANY_ATTRIBUTES` has read: it never has to begin twice",
    ),
}
"""Patterns that are not linear, with the longest input that each can get, and why it is no longer."""

MADE: dict[tuple[str, str], tuple[str, Callable[[], list[AnyPattern]]]] = {
    ("cleaning/phrases.py", "compile"): ("search", lambda: [load_phrases().site_voice]),
    ("metadata/byline.py", "compile"): ("match", lambda: [byline._opening_pattern()]),
    ("metadata/calendars.py", "compile"): (
        "search",
        lambda: [calendars._era_pattern(), calendars._thai_pattern(), calendars._persian_pattern()],
    ),
    ("metadata/names/capitalised_runs.py", "compile"): ("search", lambda: [capitalised_runs._run_pattern()]),
    ("readers/address_lists.py", "compile"): (
        "search",
        lambda: [address_lists._LOC, address_lists._CHANGED, *address_lists._HINTS.values()],
    ),
    ("readers/json_values.py", "compile"): ("search", lambda: [json_values._record_start('"a"')]),
    ("readers/press/nexis.py", "compile"): ("match", lambda: [nexis._counter_pattern()]),
    ("text/__init__.py", "compile"): (
        "search",
        lambda: [
            *map(text._compiled, (text._INVISIBLE, text._LINE_BREAK, text._OTHER_BREAK, text._IN_A_LINE, text._IN_A_TEXT)),
            *map(text._compiled, (text._MANY_MARKS, text._MARKS, text._OTHER_MARK, text._NAMED_USER)),
        ],
    ),
    ("search/tokens.py", "compile"): (
        "finditer",
        lambda: [tokens._token_pattern(False), tokens._token_pattern(True), tokens._run_pattern()],
    ),
}
"""Patterns that are built when they are needed, by file and call, and how they are used."""

OWN = {
    ("cleaning/site_rules.py", "compile"): "written by the person who runs Dateline, in their own rules for a site",
    ("cleaning/site_rules.py", "search"): "the same",
    ("search/text_matcher.py", "compile"): "typed by the person who searches; a search has a limit of work",
    ("store/backup.py", "compile"): "made of the name of a backup, for names in its folder",
}
"""Patterns that are never applied to foreign text, or that the user writes."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern in the source: its place, its name (or the call), and whether it is tried at one position or at all."""

    file: str
    line: int
    name: str
    way: str
    pattern: AnyPattern


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield all calls of the module `re` that take a pattern."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in ("compile", *WAYS)}:
            yield node


def patterns_of(path: Path) -> tuple[list[Found], list[tuple[str, str]]]:
    """Return the literal patterns of a file, and the calls whose patterns are built from something else."""
    tree, file = ast.parse(path.read_text()), path.relative_to(ROOT).as_posix()
    names = {id(node.value): ast.unparse(node.targets[0]) for node in ast.walk(tree) if isinstance(node, ast.Assign)}
    found, made = [], []
    for call in calls(tree):
        kind = call.func.attr  # type: ignore[attr-defined]
        flags = call.args[WAYS.get(kind, 1) :][:1] + [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
        try:
            values = [eval(ast.unparse(part), vars(module_of(file))) for part in [call.args[0], *flags]]
        except NameError:
            made.append((file, kind))
            continue
        name = names.get(id(call), kind)
        ways = used(tree, name) if kind == "compile" else {kind if kind in ("match", "fullmatch") else "search"}
        found += [Found(file, call.lineno, name, way, re.compile(*values)) for way in sorted(ways)]
    return found, made


def used(tree: ast.AST, name: str) -> set[str]:
    """Return how the pattern of this name is used in its file: "match", "fullmatch" or "search" (all that try every position)."""
    uses = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name and node.attr in WAYS
    }
    return {use if use in ("match", "fullmatch") else "search" for use in uses} or {"search"}


def module_of(file: str) -> ModuleType:
    """Return the module in `file`."""
    return importlib.import_module(".".join(("dateline", *Path(file).with_suffix("").parts)).removesuffix(".__init__"))


FILES = [path for path in sorted(ROOT.rglob("*.py")) if any(calls(ast.parse(path.read_text())))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_pattern_takes_linear_time(path: Path) -> None:
    found, made = patterns_of(path)
    for key in dict.fromkeys(made):
        way, make = MADE.get(key) or ("", list)
        assert way or key in OWN, (
            f"{key}: list the patterns that are built there in MADE, or state in OWN why none is applied to foreign text"
        )
        found += [Found(key[0], 0, key[1], way, pattern) for pattern in make()]
    for one in found:
        pump = find_slow_input(one.pattern, one.way)
        bound = BOUNDED.get((one.file, one.name))
        if bound is None:
            assert pump is None, complaint(one, pump)
        else:
            assert pump is not None, f"{one.file}: {one.name} is linear now; remove it from BOUNDED"
            assert seconds_taken(one.pattern, one.way, pump, bound[0]) < 0.1, f"{one.name}: too slow even for its bound"


def complaint(one: Found, pump: Pump | None) -> str:
    """Return what is wrong with a pattern, on which input, and the cure."""
    return (
        f"\nsrc/dateline/{one.file}:{one.line}: {one.name} ({one.way}) takes more than four times as long for four times the input"
        f"\n  pattern: {one.pattern.pattern!r}\n  input:   {pump}"
        "\n  cure:    a possessive repetition (*+), a lookbehind before a repetition that a search starts with,"
        "\n           a set without the next character, str.find; or, if the input is cut before, a line in BOUNDED"
    )


SLOW = [
    (r"(\w+)+$", "match"),
    (r"(a|aa)+$", "match"),
    (r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<html", "match"),
    (r"\S+@\S+\s+\((.+)\)$", "match"),
    (r"(.+?)\s*<\S+@\S+>$", "match"),
    (r"-\s(?:[A-Z][\w.]*\s?){1,5}$", "search"),
    (r"\s*$", "search"),
    (r"\s*[,;]\s*", "search"),
    (r"<p\b[^>]*>", "search"),
    (r"(?s)<(p|h2)>.*?</\1>", "search"),
    (r"\\+(?:u[0-9a-f]{4}|n)", "search"),
    (r"a.*b.*c", "match"),
    (r"issue no.*$", "search"),
    (r"\d+\s?\d+x", "fullmatch"),
]
LINEAR = [
    (r"(?:<\?xml[^>]*+>|<!--(?:[^-]++|-(?!->))*+-->|\s++)*+<html", "match"),
    (r"(?=\S[^\s@]*+@\S)\S++\s++\((.+)\)$", "match"),
    (r"-\s(?:[A-Z][\w.]*+\s?+){1,5}$", "search"),
    (r"(?<!\s)\s*+$", "search"),
    (r"[,;]\s*+|(?<!\s)\s++[,;]\s*+", "search"),
    (r"<p\b[^<>]*+>", "search"),
    (r"(?<!\\)\\++(?:u[0-9a-f]{4}|n)", "search"),
    (r"\b(?:19|20)\d\d\b.{0,40}x", "search"),
    (r"\w+", "search"),
    (r"\s*+\w{1,30}\s*$", "match"),
]


@pytest.mark.parametrize(("pattern", "way"), SLOW)
def test_slow_patterns_are_detected(pattern: str, way: str) -> None:
    """Exponential, cubic and quadratic ones, in forms that programs have used."""
    assert find_slow_input(re.compile(pattern), way) is not None
    assert find_slow_input(re.compile(pattern.encode()), way) is not None


@pytest.mark.parametrize(("pattern", "way"), LINEAR)
def test_a_linear_pattern_is_not_reported_as_slow(pattern: str, way: str) -> None:
    assert find_slow_input(re.compile(pattern), way) is None


def test_every_pattern_in_a_module_is_found() -> None:
    """Each pattern in a module, or in a value of one, comes from a call that was found."""
    known = {one.pattern for path in FILES for one in patterns_of(path)[0]} | {one for _, make in MADE.values() for one in make()}
    for path in ROOT.rglob("*.py"):
        if path.name != "__main__.py":
            module = module_of(path.relative_to(ROOT).as_posix())
            assert not set(find_patterns(vars(module).values(), 3)) - known, path


def find_patterns(values: Any, depth: int) -> Iterator[AnyPattern]:
    """Yield the patterns among `values` and inside them."""
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif depth and isinstance(value, dict):
            yield from find_patterns(value.values(), depth - 1)
        elif depth and isinstance(value, list | tuple | set | frozenset):
            yield from find_patterns(value, depth - 1)
        elif depth and type(value).__module__.startswith("dateline."):
            yield from find_patterns([getattr(value, name, None) for name in getattr(value, "__dataclass_fields__", ())], depth - 1)
        elif depth and isinstance(value, type) and value.__module__.startswith("dateline."):
            yield from find_patterns(vars(value).values(), depth - 1)


def test_the_lists_of_exceptions_name_only_existing_patterns() -> None:
    found = [patterns_of(path) for path in FILES]
    assert set(BOUNDED) <= {(one.file, one.name) for written, _ in found for one in written}
    assert {*MADE, *OWN} == {key for _, made in found for key in made}
