"""robots.txt (RFC 9309): the rules of a site for crawlers, parsed from the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote_to_bytes

MOST_BYTES = 512 * 1024
_MOST_DELAY = 60.0
_LINE = re.compile(r"\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#\r\n]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one crawler, as (pattern, whether it allows), and the seconds to wait between two requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    @classmethod
    def parse(cls, text: str, agent: str) -> Self:
        """Parse the rules in `text` for the crawler `agent`: those that name it, else those for all crawlers."""
        for wanted in (agent.lower(), "*"):
            found = [(key, value) for names, key, value in _parse_lines(text) if wanted in names]
            if found:
                rules = tuple((_normalise(value), key == "allow") for key, value in found if key.endswith("allow") and value)
                return cls(rules, _parse_delay(found))
        return cls()

    def allows(self, target: str) -> bool:
        """Whether the path (with its query) may be fetched. The longest rule that fits decides; a tie allows."""
        path = _normalise(target)
        fitting = [(len(pattern), allow) for pattern, allow in self.rules if _matches(pattern, path)]
        return max(fitting)[1] if fitting else True


def _parse_lines(text: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """Each line with the names of the crawlers it applies to. A group of names without rules counts: it allows everything."""
    names: set[str] = set()
    in_names = False
    for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            token = _TOKEN.match(value)
            names = names if in_names else set()
            names.add("*" if value.startswith("*") else token[0].lower() if token else "")
            in_names = True
            yield frozenset(names), "user-agent", ""
        else:
            in_names = False
            yield frozenset(names), key, value


def _parse_delay(found: list[tuple[str, str]]) -> float | None:
    for key, value in found:
        if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", value):
            return min(float(value), _MOST_DELAY)
    return None


def _normalise(path: str) -> str:
    """`path` in one normal form of escaping, so that two spellings of it compare equal."""
    return "".join(
        part if part in ("*", "$") else quote(unquote_to_bytes(part), safe="/?&=+,;:@!'()[]~|")
        for part in re.split(r"([*$])", path)
    )


def _matches(pattern: str, path: str) -> bool:
    """Whether `path` matches `pattern`, in which * is any text and $ at the end is the end. It never backtracks."""
    closed = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return at == len(path) or not closed
    *middle, last = others
    for part in middle:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return path.endswith(last) and len(path) - len(last) >= at if closed else path.find(last, at) >= 0
