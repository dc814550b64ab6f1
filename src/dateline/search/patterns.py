"""Translate wildcards and regular expressions into the common subset of Python and of engines without backtracking.

In a wildcard, a letter without an accent matches itself with any accent; a letter with an accent matches only itself.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.errors import QueryError
from dateline.search.normal_form import remove_accents

_SIGNS = re.compile(r"([.?*+|(){}\[\]\\^$&~#@<>\"-])")
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
    return _SIGNS.sub(r"\\\1", text)


def word_pattern(text: str) -> str:
    """A regular expression for a word with * and ?, to be matched as a whole; `text` is in lower case."""
    return "".join(".*" if sign == "*" else "." if sign == "?" else _letter(sign) for sign in re.sub(r"\*+", "*", text))


def search_pattern(pattern: str, field: str) -> str:
    """Turn a typed regular expression into one to be matched as a whole; QueryError for unsupported syntax."""
    whole = f"{field}:/{pattern}/"
    start = "" if pattern.startswith("^") else ".*"
    end = "" if pattern.endswith("$") and not pattern.endswith("\\$") else ".*"
    inner = pattern[pattern.startswith("^") : len(pattern) - (not end)]
    return f"{start}({_translated(inner, whole)}){end}"


def _translated(pattern: str, whole: str) -> str:
    parts: list[str] = []
    at, in_class = 0, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            parts.append(_escape(pattern[at + 1 : at + 2], in_class, whole))
            at += 2
            continue
        if in_class and (sign == "[" or (sign in "&~-" and pattern[at + 1 : at + 2] == sign)):
            raise QueryError(f"{whole} cannot be searched: a character class inside another is not supported")
        if sign in "^$" and not in_class:
            raise QueryError(f"{whole} cannot be searched: ^ is allowed only at the beginning, $ only at the end")
        if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
            raise QueryError(f"{whole} cannot be searched: of the groups with (?, only (?:…) is supported")
        if sign == "[":
            in_class = True
            if pattern[at + 1 : at + 2] == "^":
                sign, at = "[^", at + 1
            if pattern[at + 1 : at + 2] == "]":
                sign, at = f"{sign}\\]", at + 1
        elif sign == "]" and in_class:
            in_class = False
        parts.append(sign)
        at += 1
    return "".join(parts)


def _escape(sign: str, in_class: bool, whole: str) -> str:
    known = _IN_CLASS if in_class else _CLASSES
    if sign in known:
        return known[sign]
    if not sign or sign.isalnum() or sign.isspace():
        reason = _REFUSED.get(sign, f"\\{sign} is not known")
        raise QueryError(f"{whole} cannot be searched: {reason}")
    return f"\\{sign}" if sign.isascii() else sign


def _letter(sign: str) -> str:
    accented = _accented().get(sign)
    return f"[{sign}{accented}]" if accented else escaped(sign)


@cache
def _accented() -> dict[str, str]:
    """The lower-case letters with accents, by the letter without an accent."""
    found: dict[str, str] = {}
    for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        sign = chr(code)
        bare = remove_accents(sign)
        if sign.islower() and len(bare) == 1 and bare != sign and bare.isascii():
            found[bare] = found.get(bare, "") + sign
    return found
