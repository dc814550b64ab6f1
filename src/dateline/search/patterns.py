"""Translate wildcards and regular expressions into the common subset of Python and of engines without backtracking.

In a wildcard, a letter without an accent matches itself with any accent; a letter with an accent matches only itself.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.errors import QueryError
from dateline.search.normal_form import remove_accents

_SPECIAL = re.compile(r"([.?*+|(){}\[\]\\^$&~#@<>\"-])")
# A letter or digit of any script, as blocks: the automaton for an engine's own table of letters takes a second to build.
_WORD = r"0-9A-Za-z_ªµºÀ-ÖØ-öø-῿Ⰰ-ⷿ々-〇ぁ-ゟァ-ヺー-퟿豈-﷏ﹰ-ﻼ０-９Ａ-Ｚａ-ｚｦ-ￜ"
_CLASSES = {"w": f"[{_WORD}]", "W": f"[^{_WORD}]", "d": "[0-9]", "D": "[^0-9]", "s": "[ ]", "S": "[^ ]"}
_IN_CLASS = {"w": _WORD, "d": "0-9", "s": " "}
_REFUSED = {
    "b": "\\b is not known; write a space or a sign",
    "B": "\\B is not known",
    "A": "write ^ for the beginning",
    "Z": "write $ for the end",
    "z": "write $ for the end",
    "p": "\\p is not known; write the letters",
    "P": "\\P is not known; write the letters",
    "n": "a field has one line",
    "x": "write the letter itself",
    "u": "write the letter itself",
}


def escaped(text: str) -> str:
    """`text` with every special character of the pattern language escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def word_pattern(text: str) -> str:
    """A regular expression for a word with * and ?, to be matched as a whole; `text` is in lower case."""
    return "".join(
        ".*" if character == "*" else "." if character == "?" else _letter(character) for character in re.sub(r"\*+", "*", text)
    )


def search_pattern(pattern: str, field: str) -> str:
    """Turn a typed regular expression into one to be matched as a whole; QueryError for unsupported syntax."""
    whole = f"{field}:/{pattern}/"
    start = "" if pattern.startswith("^") else ".*"
    end = "" if pattern.endswith("$") and not pattern.endswith("\\$") else ".*"
    inner = pattern[pattern.startswith("^") : len(pattern) - (not end)]
    return f"{start}({_translate_pattern(inner, whole)}){end}"


def _translate_pattern(pattern: str, whole: str) -> str:
    parts: list[str] = []
    at, in_class = 0, False
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            parts.append(_escape(pattern[at + 1 : at + 2], in_class, whole))
            at += 2
            continue
        if in_class and (character == "[" or (character in "&~-" and pattern[at + 1 : at + 2] == character)):
            raise QueryError(f"{whole} cannot be searched: a character class inside another is not supported")
        if character in "^$" and not in_class:
            raise QueryError(f"{whole} cannot be searched: ^ is allowed only at the beginning, $ only at the end")
        if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
            raise QueryError(f"{whole} cannot be searched: of the groups with (?, only (?:…) is supported")
        if character == "[":
            in_class = True
            if pattern[at + 1 : at + 2] == "^":
                character, at = "[^", at + 1
            if pattern[at + 1 : at + 2] == "]":
                character, at = f"{character}\\]", at + 1
        elif character == "]" and in_class:
            in_class = False
        parts.append(character)
        at += 1
    return "".join(parts)


def _escape(character: str, in_class: bool, whole: str) -> str:
    known = _IN_CLASS if in_class else _CLASSES
    if character in known:
        return known[character]
    if not character or character.isalnum() or character.isspace():
        reason = _REFUSED.get(character, f"\\{character} is not known")
        raise QueryError(f"{whole} cannot be searched: {reason}")
    return f"\\{character}" if character.isascii() else character


def _letter(character: str) -> str:
    accented = _accented().get(character)
    return f"[{character}{accented}]" if accented else escaped(character)


@cache
def _accented() -> dict[str, str]:
    """The lower-case letters with accents, by the letter without an accent."""
    found: dict[str, str] = {}
    for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        character = chr(code)
        bare = remove_accents(character)
        if character.islower() and len(bare) == 1 and bare != character and bare.isascii():
            found[bare] = found.get(bare, "") + character
    return found
