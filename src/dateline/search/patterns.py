"""Wildcards and regular expressions in the one dialect that engines without backtracking understand, and Python does too.

A letter without an accent stands for itself with any accent, a letter with one for itself alone.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.errors import QueryError
from dateline.search.normal_form import remove_accents

_SIGNS = re.compile(r"([.?*+|(){}\[\]\\^$&~#@<>\"-])")
# A letter or digit of any script, in blocks: an engine's own table of them makes an automaton that takes a second to build.
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
    """`text` with every sign of the pattern language made plain."""
    return _SIGNS.sub(r"\\\1", text)


def word_pattern(text: str) -> str:
    """A regular expression for a word with * and ? in it, to be matched whole; `text` is in small letters."""
    return "".join(".*" if sign == "*" else "." if sign == "?" else _letter(sign) for sign in re.sub(r"\*+", "*", text))


def search_pattern(pattern: str, field: str) -> str:
    """A typed regular expression as one to be matched whole; QueryError for what the dialect lacks."""
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
    """The small letters with accents, by the letter without."""
    found: dict[str, str] = {}
    for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        sign = chr(code)
        bare = remove_accents(sign)
        if sign.islower() and len(bare) == 1 and bare != sign and bare.isascii():
            found[bare] = found.get(bare, "") + sign
    return found
