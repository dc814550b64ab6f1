"""Find people who are named in full: a known given name and a surname, or a name after a role or a title.

A surname alone ("Merkel", "Mrs Merkel") belongs only to a person of that surname whom the article names in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from dateline.metadata.names.capitalised_runs import Run
from dateline.metadata.names.gazetteers import Gazetteer, folded, given_names, organisations, places, surnames, words

_AGE = re.compile(r",? \(?\d{2}\b[),]|, \d{2}-| \((?:\d{2}|CDU|CSU|SPD|FDP|AfD|Grüne|Linke|BSW|[RD]-|PP|PSOE|Vox|LFI|RN|LR|PS)\b")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+$|[^\W\d_]$")
_SUFFIXES = frozenset({"jr", "sr", "jr.", "sr.", "ii", "iii", "iv"})
_TWO_SURNAMES = frozenset({"es", "pt", "ca", "gl"})
_CAPITALISED_NOUNS = frozenset({"de", "lb"})  # every noun has a capital, so a capitalised word after a name is not part of it
_MOST_GIVEN = 3
_MOST_PEOPLE = 1_000  # a text with more is a list, and each name is compared with those of the same surname
_INFLECTED = re.compile(r"(?:ovi|ovy|ové|ého|ému|ým|em|om|ou|ą|ę|ego|emu|iego|y|a|u|e|i|ě|ý|á|о|а|у|ом|ой|ем|ы|е|ю|я|ого|ому|ым)$")
SLAVIC = frozenset({"cs", "sk", "pl", "ru", "uk", "bg", "sr", "hr", "sl", "bs", "mk", "be"})
_GENITIVE = frozenset({"de", "sv", "da", "no", "nn", "nb"})


class Found(NamedTuple):
    """A person's name at one place: its words, and whether no word next to it contradicts it."""

    words: tuple[str, ...]
    clean: bool


class Mention(NamedTuple):
    """The span of a person's name in a run, and whether no word next to it contradicts it."""

    start: int
    end: int
    clean: bool


def find_people(found: Iterable[Run], language: str | None) -> tuple[str, ...]:
    """Return the people in the runs of an article, each once, in the order of their first mentions."""
    clean: Counter[tuple[str, ...]] = Counter()
    order: dict[tuple[str, ...], None] = {}
    found = list(found)
    alone = {run.words[0] for run in found if len(run.words) == 1}
    for run in found:
        if len(run.words) == 1:
            continue
        for mention in mentions(run, alone, language):
            name = run.words[mention.start : mention.end]
            order.setdefault(name)
            clean[name] += mention.clean
    named = [name for name in order if clean[name]]
    return tuple(" ".join(name) for name in _merge_people(named, clean, alone, language))


def mentions(run: Run, alone: Container[str], language: str | None) -> Iterator[Mention]:
    """Yield the names of people in one run; `alone` are the capitalised words that the text also has alone."""
    at, number = 0, len(run.keys)
    while at < number - 1:
        if run.words[at][0].islower():
            at += 1
            continue
        introduced = _is_introduced(run, at)
        end = _find_end(run, at, language) if introduced or _is_given_name(run, at) else None
        if end is None or not _is_name(run, (at, end), introduced, alone):
            at += 1
            continue
        yield Mention(at, end, _is_clean(run, at, end, introduced, language))
        at = end


def _is_introduced(run: Run, at: int) -> bool:
    """Whether the words around `at` show that a person's name begins there."""
    known, before = words(), run.keys[at - 1].strip(".") if at else run.before
    before = before.rpartition("-")[2]  # "US-Präsident"
    if _is_title(run.keys[at]) or "-" in run.keys[at]:
        return False
    if at + 2 < len(run.keys) and _look_up(given_names(), run.keys[at]) is None and _look_up(given_names(), run.keys[at + 1]):
        return False  # a noun for the person comes first: "sagt Meteorologin Anna Moe"
    if at == 0 and before in known.says:
        return True
    if before in known.honorifics or before in known.roles:
        return True
    rest = len(run.keys) - at
    return rest == 2 and at == 0 and _AGE.match(run.after) is not None


def _is_title(key: str) -> bool:
    """Whether a word is a role or a title, alone or as the last part of another word ("US-Präsident")."""
    return key.rpartition("-")[2] in words().roles or key.strip(".") in words().honorifics


def _is_given_name(run: Run, at: int) -> bool:
    key = run.keys[at]
    if key == "m." and at + 1 < len(run.keys) and run.keys[at + 1] in given_names():
        return False  # the French for Mr
    if _INITIAL.match(key) and not key.isdecimal():
        return at + 1 < len(run.keys) and (
            _INITIAL.match(key + run.keys[at + 1]) is not None or run.keys[at + 1] in surnames().sure
        )
    return _look_up(given_names(), key) is not None and not run.words[at].isupper()


def _look_up(names: Gazetteer, key: str) -> bool | None:
    """Whether a name in a gazetteer is nothing else; None if it is not in it. A hyphenated name is known by its parts."""
    if key in names.sure:
        return key not in words().rarely_given and key not in words().elsewhere
    if "-" in key and all(part in names for part in key.split("-")):
        return True
    return False if key in names.doubtful else None


def _find_end(run: Run, at: int, language: str | None) -> int | None:
    """Return the end of the name that begins at `at`; None if it is too short."""
    keys, known, last = run.keys, words(), len(run.keys)
    place = at + 1
    while place < last - 1 and place - at < _MOST_GIVEN and _continues_given_names(run, place, language):
        place += 1
    while place < last and keys[place] in known.particles and run.words[place][0].islower():
        place += 1
    if place >= last or keys[place] in known.nobody or keys[place] in _SUFFIXES:
        return place if place < last and place - at >= 2 else (None if place - at < 2 else place)
    end = place + 1
    if end < last and keys[end].strip(".") in _SUFFIXES:
        return end + 1
    if end < last and language in _TWO_SURNAMES and keys[end] in surnames() and keys[end] not in known.nobody:
        return end + 1
    if end + 1 < last and language in _TWO_SURNAMES and keys[end] in ("y", "i", "e", "de", "del") and keys[end + 1] in surnames():
        return end + 2
    if end == last - 1 and language not in _CAPITALISED_NOUNS and _may_be_surname(run, end):
        return end + 1
    return end


def _may_be_surname(run: Run, at: int) -> bool:
    """Whether the last word of a run may be one more surname of the person before it."""
    known, key, word = words(), run.keys[at], run.words[at]
    listed = key in surnames() or run.keys[at - 1] in surnames()
    excluded = (
        not listed or key in known.things or key in known.tails or key in known.heads or _is_never_name(key) or word.isupper()
    )
    return not excluded and word not in places() and word not in organisations()


def _continues_given_names(run: Run, place: int, language: str | None) -> bool:
    """Whether the word at `place` is one more given name or an initial before a surname."""
    key = run.keys[place]
    following = run.keys[place + 1]
    if following in words().nobody or following in words().roles:
        return False
    if _INITIAL.match(key):
        return True
    if language in _CAPITALISED_NOUNS and key in surnames().sure and following not in surnames() and following not in given_names():
        return False
    return _look_up(given_names(), key) is not None and run.words[place + 1][0].isupper() and following not in words().things


def _is_name(run: Run, span: tuple[int, int], introduced: bool, alone: Container[str]) -> bool:
    """Whether the words can be a person's name at all."""
    at, end = span
    known, keys = words(), run.keys[at:end]
    written = run.words[at:end]
    capitals = [key for key, word in zip(keys, written, strict=True) if word[0].isupper()]
    if len(capitals) < 2 or any(key in known.nobody or key in known.tails or key in known.roles for key in capitals):
        return False
    last = keys[-2] if keys[-1].strip(".") in _SUFFIXES else keys[-1]
    if (
        last in known.things
        or len(last) < 2
        or (len(last) < 3 and not introduced)
        or any(len(word) > 2 and word.isupper() for word in written)
    ):
        return False
    parts = last.split("-")
    if len(parts) > 1 and (
        not written[-1].rpartition("-")[2][:1].isupper() or parts[-1] in known.tails or parts[-1] in known.things
    ):
        return False
    whole = " ".join(written)
    if whole in places() or whole in organisations() or keys[0] in known.things:
        return False
    if written[-1] in places() and last in known.large and last not in surnames().sure:
        return False
    if introduced:
        return written[0] not in places() and written[0] not in organisations()
    first = _look_up(given_names(), keys[0])
    if first is False and len(keys) > 2 and _look_up(given_names(), keys[1]):
        return False  # "Florida Marco Rubio"
    if first is None:
        return any(_look_up(given_names(), key) for key in keys[1:-1]) or _INITIAL.match(keys[0]) is not None
    return first or (last in surnames() and (written[-1] not in places() or written[-1] in alone))


def _is_clean(run: Run, at: int, end: int, introduced: bool, language: str | None) -> bool:
    """Whether no word before or after a name in its run speaks against a person."""
    known = words()
    if at:
        before = run.keys[at - 1].strip(".")
        if (before in known.things or before in known.heads) and before not in known.roles:
            return False
        if language not in _CAPITALISED_NOUNS and not introduced and not _is_never_name(before) and not (at == 1 and run.opens):
            return (
                (_look_up(given_names(), run.keys[at]) is True and run.keys[end - 1] in surnames().sure)
                or before in known.tails
                or run.words[at - 1].isupper()
                or run.words[at - 1] in organisations()
                or run.words[at - 1] in places()
            )
    elif run.before in known.heads or run.before in known.things:
        return False
    if end < len(run.keys):
        behind = run.keys[end]
        if behind in known.tails or behind in known.things:
            return False
        if language not in _CAPITALISED_NOUNS:
            return _is_never_name(behind) or behind in known.particles
    return True


def _is_never_name(key: str) -> bool:
    """Whether a capitalised word is never part of a name."""
    known = words()
    return key in known.nobody or key in known.roles or key in known.honorifics or key in known.says or key in known.at


def _merge_people(
    names: Sequence[tuple[str, ...]], times: Counter[tuple[str, ...]], alone: set[str], language: str | None
) -> Iterator[tuple[str, ...]]:
    """Yield one name for each person: the most frequent, else the shortest in inflected languages, else the longest."""
    groups: list[list[tuple[str, ...]]] = []
    places: dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]] = {}
    for name in names[:_MOST_PEOPLE]:
        roots = tuple(_strip_inflection(word, language) for word in name)
        keys = (_without_suffix(roots)[-1:], roots[:2])  # names of one person share the surname, or the first two words
        place = next((place for key in keys for others, place in places.get(key, ()) if _are_same_person(roots, others)), None)
        if place is None:
            place = len(groups)
            groups.append([])
            for key in keys:
                places.setdefault(key, []).append((roots, place))
        groups[place].append(name)
    for group in groups:
        size = -1 if language in SLAVIC else 1
        yield _strip_genitive(max(group, key=lambda one: (times[one], size * len(" ".join(one)))), group, alone, language)


def _are_same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, as roots of their words, are one person: one begins with the other, or surname and a given name agree."""
    one, other = _without_suffix(one), _without_suffix(other)
    if one[: len(other)] == other or other[: len(one)] == one:
        return True
    if one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    return first in other[:-1] or second in one[:-1] or (min(len(first), len(second)) <= 2 and first[0] == second[0])


def _without_suffix(name: tuple[str, ...]) -> tuple[str, ...]:
    return name[:-1] if name[-1].strip(".") in _SUFFIXES else name


def _strip_inflection(word: str, language: str | None) -> str:
    """Return the form that all inflected forms of a word share."""
    key = folded(word)
    if language in SLAVIC:
        return _INFLECTED.sub("", key) if len(key) > 4 else key
    return key[:-1] if language in _GENITIVE and key.endswith("s") and len(key) > 4 else key


def _strip_genitive(
    name: tuple[str, ...], group: Sequence[tuple[str, ...]], alone: set[str], language: str | None
) -> tuple[str, ...]:
    """Return a name without its genitive ending, if the article or the list of surnames has it without."""
    last = name[-1]
    if language not in _GENITIVE or not last.endswith("s") or len(last) < 5:
        return name
    bare = (*name[:-1], last[:-1])
    listed = folded(last[:-1]) in surnames() and folded(last) not in surnames()
    return bare if bare in group or listed or (last[:-1] in alone and last not in alone) else name
