"""Inputs that make a pattern backtrack, made from the pattern itself, and how its time grows with their length.

A pattern is slow if it can match the same text in many ways: a repetition inside a repetition (exponential), two in a row
that match the same characters (quadratic), or a search that starts at each place and runs to the end each time (quadratic).
So an input is a *prefix* that leads to a repetition, the *pump* that it repeats, and a *suffix* at which the pattern fails.
"""

from __future__ import annotations

import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

AnyPattern = re.Pattern[str] | re.Pattern[bytes]
Item = tuple[Any, Any]
Work = Callable[[str], object]

LENGTH = 2_000
_SUFFIXES = ("", "\0", "\n!")
_MANY = 20  # a repetition is pumped if it can repeat this often
_VARIANTS = 5
_MOST_PUMPS = 150
_TOO_LONG = 0.5  # seconds; a linear pattern takes a thousandth of it for the first length
_TIME_LIMIT = 1.0
_ENOUGH = 0.03  # seconds, long enough to be measured
_SURELY_LINEAR = 80e-9  # seconds for each character: most patterns take less, a quadratic one takes ten times as long
_GROWTH = 6.5  # for four times the length, a linear pattern takes four times as long, a quadratic one sixteen times
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_ONE_CHARACTER = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)
_CATEGORIES = {
    codes.CATEGORY_DIGIT: re.compile(r"\d"),
    codes.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    codes.CATEGORY_SPACE: re.compile(r"\s"),
    codes.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    codes.CATEGORY_WORD: re.compile(r"\w"),
    codes.CATEGORY_NOT_WORD: re.compile(r"\W"),
}
_COMMON = "aA1 .-<é\n"


@dataclass(frozen=True, slots=True)
class Pump:
    """An input of any length."""

    prefix: str
    pump: str
    suffix: str

    def text(self, length: int) -> str:
        """Return the input, with about `length` characters."""
        return self.prefix + self.pump * max(1, length // len(self.pump)) + self.suffix

    def __str__(self) -> str:
        return f"{self.prefix!r} + {self.pump!r} * n + {self.suffix!r}"


def find_slow_input(pattern: AnyPattern, way: str) -> Pump | None:
    """Return an input on which `pattern`, used by "match", "fullmatch" or "search", takes more than linear time."""
    work = _work(pattern, way)
    return next((pump for pump in pumps(pattern) if grows(work, pump)), None)


def grows(work: Work, pump: Pump) -> bool:
    """Return whether the time of `work` grows faster than the input."""
    for length in (200, LENGTH):
        if (first := _seconds(work, pump.text(length))) > _TOO_LONG:
            return True
    if first < _SURELY_LINEAR * LENGTH or (rough := _rough_growth(work, pump)) < _GROWTH:
        return False
    return rough == inf or _growth(work, pump) > _GROWTH


def pumps(pattern: AnyPattern) -> list[Pump]:
    """Return inputs for `pattern`, made from its parts."""
    source, flags = pattern.pattern, pattern.flags
    if isinstance(source, bytes):
        source, flags = source.decode("latin-1"), flags | re.ASCII
    tree = list(parser.parse(source, flags))
    parts = _Parts(tree)
    found = dict.fromkeys(pair for pair in parts.pumps(tree) if pair[1])
    suffixes = (*_SUFFIXES, parts.characters[-1] + "\0")
    return [Pump(*pair, suffix) for pair in islice(found, _MOST_PUMPS) for suffix in suffixes]


def _rough_growth(work: Work, pump: Pump) -> float:
    short, long = pump.text(LENGTH), pump.text(4 * LENGTH)
    return min(_seconds(work, long) for _ in range(2)) / min(_seconds(work, short) for _ in range(3))


def _growth(work: Work, pump: Pump) -> float:
    """Return how much longer four times the length takes: processor time of many runs, since other programs may be busy."""
    short, long = pump.text(LENGTH), pump.text(4 * LENGTH)
    times = 1 + int(_ENOUGH / _seconds(work, long))
    rounds = [(_processor_time(work, long, times), _processor_time(work, short, 4 * times)) for _ in range(3)]
    return min(4 * taken / max(least, 1e-9) for taken, least in rounds)


def _processor_time(work: Work, text: str, times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        _seconds(work, text)
    return time.process_time() - start


def _work(pattern: AnyPattern, way: str) -> Work:
    def text_of(text: str) -> Any:
        return text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")

    if way == "search":
        return lambda text: sum(1 for _ in pattern.finditer(text_of(text)))
    return lambda text: getattr(pattern, way)(text_of(text))


class _TooSlow(Exception):
    """Raised out of a match that takes too long."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow


def _seconds(work: Work, text: str) -> float:
    """Return the time that the work takes, or infinity if it had to be stopped."""
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, _TIME_LIMIT)
    start = time.perf_counter()
    try:
        work(text)
    except _TooSlow:
        return inf
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.perf_counter() - start


class _Parts:
    """Texts that the parts of a pattern match. Characters that many parts match come first, because they can match in many ways."""

    def __init__(self, tree: Sequence[Item]) -> None:
        nodes = list(_single(tree))
        characters = dict.fromkeys("".join(map(_named, nodes)) + _COMMON)
        taken = Counter({character: sum(_matches(node, character) for node in nodes) for character in characters})
        self.characters = [character for character, _ in taken.most_common()]
        self.groups: dict[int, str] = {}
        self.taken: dict[str, list[str]] = {}

    def pumps(self, items: Sequence[Item], prefix: str = "") -> Iterator[tuple[str, str]]:
        """Yield prefixes and pumps: what each repetition repeats, and each run of parts, for searches that start again after it."""
        for number, item in enumerate(items):
            before = prefix + self.text(items[:number])
            for least, most, inner in _inner(item):
                if most >= _MANY:
                    for variant in range(_VARIANTS):
                        yield before, self.text(inner, variant, max(1, least))
                        yield "", self.text(inner, variant, 1)
                yield from self.pumps(inner, before)
        cuts = [0, *(number for number, item in enumerate(items) if number and item[0] != codes.LITERAL), len(items)]
        for end in cuts[1:]:
            for start in [cut for cut in cuts if cut < end]:
                for variant in range(2):
                    yield prefix + self.text(items[:start]), self.text(items[start:end], variant)
                    yield prefix, self.text(items[start:end], variant)

    def text(self, items: Sequence[Item], variant: int = 0, times: int = 1) -> str:
        """Return a text that `items` match `times` times; each variant gives another text, if there is one."""
        return "".join(self._one(item, variant) for item in items) * times

    def _one(self, item: Item, variant: int) -> str:
        code, argument = item
        if code in _ONE_CHARACTER:
            return self._character(item, variant)
        if code in _REPEATS:
            least, most, inner = argument
            return self.text(inner, variant) * max(least, min(most, variant % 2))
        if code == codes.BRANCH:
            alternatives = argument[1]
            return self.text(alternatives[variant % len(alternatives)], variant)
        if code == codes.SUBPATTERN:
            self.groups[argument[0]] = self.text(argument[3], variant)
            return self.groups[argument[0]]
        if code == codes.GROUPREF:
            return self.groups.get(argument, "")
        if code == codes.ATOMIC_GROUP:
            return self.text(argument, variant)
        if code == codes.ASSERT and argument[0] < 0:
            return self.text(argument[1], variant)
        return ""

    def _character(self, node: Item, variant: int) -> str:
        key = repr(node)
        if key not in self.taken:
            found = [character for character in self.characters if _matches(node, character)]
            self.taken[key] = found or [character for character in map(chr, range(0x3000)) if _matches(node, character)][:_VARIANTS]
        found = self.taken[key]
        return found[variant % len(found)] if found else ""


def _inner(item: Item) -> Iterator[tuple[int, int, Sequence[Item]]]:
    """Yield the sequences inside an item, each with its least and greatest number of repetitions."""
    code, argument = item
    if code in _REPEATS:
        yield argument[0], int(argument[1]), list(argument[2])
    elif code == codes.BRANCH:
        repeating = [list(one) for one in argument[1] if any(list(_inner(part)) for part in one)]
        for one in (*repeating, *map(list, argument[1][:3])):
            yield 1, 1, one
    elif code == codes.SUBPATTERN:
        yield 1, 1, list(argument[3])
    elif code == codes.ATOMIC_GROUP:
        yield 1, 1, list(argument)
    elif code in (codes.ASSERT, codes.ASSERT_NOT):
        yield 1, 1, list(argument[1])


def _single(items: Sequence[Item]) -> Iterator[Item]:
    """Yield all parts, at any depth, that match one character."""
    for item in items:
        if item[0] in _ONE_CHARACTER:
            yield item
        elif item[0] == codes.BRANCH:
            for one in item[1][1]:
                yield from _single(list(one))
        else:
            for _, _, inner in _inner(item):
                yield from _single(inner)


def _named(node: Item) -> str:
    """Return the characters that a part names."""
    code, argument = node
    if code in (codes.LITERAL, codes.NOT_LITERAL):
        return chr(argument)
    if code != codes.IN:
        return ""
    found = ""
    for kind, value in argument:
        if kind == codes.LITERAL:
            found += chr(value)
        elif kind == codes.RANGE:
            found += chr(value[0]) + chr(value[1])
    return found


def _matches(node: Item, character: str) -> bool:
    code, argument = node
    if code == codes.ANY:
        return character != "\n"
    if code == codes.LITERAL:
        return character.lower() == chr(argument).lower()
    if code == codes.NOT_LITERAL:
        return character != chr(argument)
    matched = any(_in(kind, value, form) for kind, value in argument for form in {character, character.lower(), character.upper()})
    return matched != (argument[0][0] == codes.NEGATE)


def _in(kind: Any, value: Any, character: str) -> bool:
    if len(character) != 1 or kind == codes.NEGATE:
        return False
    if kind == codes.LITERAL:
        return ord(character) == value
    if kind == codes.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return _CATEGORIES[value].match(character) is not None


def seconds_taken(pattern: AnyPattern, way: str, pump: Pump, length: int) -> float:
    """Return the seconds that `pattern` takes for the pump at this length, the least of three runs."""
    return min(_seconds(_work(pattern, way), pump.text(length)) for _ in range(3))
