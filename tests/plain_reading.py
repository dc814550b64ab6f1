"""The meaning of a query, by a plain and slow reading: every index must agree with it. It shares no code with the search
except the tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import product
from typing import Any

from dateline.query import NAMES, ZONES, Query, tree
from dateline.search.normal_form import small
from dateline.search.stems import find_case, make_key_sets
from dateline.search.tokens import exact_tokens, folded_tokens, raw_tokens, stem_language
from dateline.types.articles import ArchivedArticle

Run = tuple[int, int]


def means(query: Query, found: ArchivedArticle) -> bool:
    """Return whether `query` matches `found`."""
    known = found.article.metadata
    match query:
        case tree.MatchAll():
            return True
        case tree.And(parts):
            return all(means(part, found) for part in parts)
        case tree.Or(parts):
            return any(means(part, found) for part in parts)
        case tree.Not(part):
            return not means(part, found)
        case tree.CopiesOf():
            return found.cluster is not None
        case tree.Unknown(field):
            return not _is_known(field, found)
        case tree.Known(field):
            return _is_known(field, found)
        case tree.Location(text, field):
            return _is_at(text.lower(), field, found)
        case tree.DateRange(first, last, "seen"):
            return (first is None or found.seen.date() >= first) and (last is None or found.seen.date() <= last)
        case tree.DateRange(first, last, field):
            day = known.published if field == "date" else known.updated
            return day is not None and (first is None or day.first_day >= first) and (last is None or day.last_day <= last)
        case tree.NumberRange("words", least, most):
            return (least or 0) <= len(found.article.body.split()) <= (10**9 if most is None else most)
        case tree.NumberRange(_, least, most):
            day = known.published
            return day is not None and (least or 0) <= round(day.confidence * 100) <= (100 if most is None else most)
        case tree.Regex(pattern, field):
            return any(re.search(pattern, value, re.IGNORECASE) for value in _values(field, found))
        case tree.Term(text, "lang" | "kind" as field) | tree.Phrase(text, "lang" | "kind" as field):
            return text.lower() == ((known.language or "unknown") if field == "lang" else found.article.kind)
        case tree.Term() | tree.Phrase() | tree.Prefix() | tree.Wildcard() | tree.Fuzzy() if query.field in NAMES:
            return any(_in_name(query, folded_tokens(value)) for value in _values(str(query.field), found))
        case tree.AtLeast(count, text, field):
            return sum(len(_runs(tree.Term(text), one, known.language)) for one in _texts(field, found)) >= count
    return any(_runs(query, text, known.language) for text in _texts(_field(query), found))


def _field(query: Query) -> str | None:
    match query:
        case tree.Near(left, _):
            return _field(left)
        case tree.Same(parts) | tree.Or(parts):
            return _field(parts[0])
    return query.field  # type: ignore[union-attr]


def _texts(field: str | None, found: ArchivedArticle) -> Iterator[str]:
    article = found.article
    if field in (None, "title"):
        yield article.metadata.title or ""
    if field in (None, "body"):
        yield article.body
    if field == "caption":
        yield from (line.text for line in article.lines if line.label == "caption")
    if field == "removed":
        yield from (line.text for line in article.lines if not line.keep)
    if field == "older":
        yield from (line.text for line in found.former)


def _values(field: str, found: ArchivedArticle) -> tuple[str, ...]:
    known = found.article.metadata
    values = {
        "title": (known.title,),
        "author": known.authors,
        "source": (known.source, known.domain),
        "place": (known.place,),
        "agency": (known.agency,),
        "tag": known.tags,
        "person": known.people,
        "mentions-place": known.places,
        "organisation": known.organisations,
        "section": (known.section,),
        "note": (found.note,),
    }[field]
    return tuple(filter(None, values))


def _is_known(field: str, found: ArchivedArticle) -> bool:
    known = found.article.metadata
    facts = {
        "date": known.published,
        "updated": known.updated,
        "lang": known.language,
        "source": known.source,
        "url": found.url,
        "domain": known.domain,
        "origin": True,
        "id": True,
        "kind": True,
    }
    if field in facts:
        return bool(facts[field])
    return any(_texts(field, found)) if field in ZONES else any(_values(field, found))


def _is_at(typed: str, field: str, found: ArchivedArticle) -> bool:
    """Return whether a typed address, path or id is that of `found`. Names match as a whole; a star matches the rest of one."""
    if field == "id":
        return found.id.startswith(typed.rstrip("*"))
    if field == "origin":
        return _contains_names(_without_scheme(typed), _without_scheme(found.origin))
    typed = re.sub(r"[?&]utm_[^&]*", "", typed)
    host, _, path = typed.removeprefix("https://").removeprefix("www.").partition("/")
    if field == "domain":
        return _ends_host(host, found.article.metadata.domain or "")
    own, _, rest = _without_scheme(found.url or "").partition("/")
    first, *others = f"/{path}".split("/*/")
    below = all(_contains_names(part, rest) for part in others) and _names(rest)[: len(_names(first))] == _names(first)
    if typed.startswith("https://"):
        return own == host and below
    return _contains_names(typed, rest) or (bool(host) and _ends_host(host, own) and below)


def _without_scheme(address: str) -> str:
    return re.sub(r"^https?://", "", address)


def _ends_host(typed: str, host: str) -> bool:
    labels, own = typed.split("."), host.lower().split(".")
    return labels[0] in own if len(labels) == 1 else own[-len(labels) :] == labels


def _names(text: str) -> list[str]:
    return re.findall(r"[a-z0-9*-]+", text.lower())


def _contains_names(typed: str, text: str) -> bool:
    """Return whether the names of `typed` are in `text` in a row; a lone star separates parts that match independently."""
    own = _names(text)
    for part in re.split(r"(?<!\w)\*(?!\w)", typed):
        wanted = _names(part)
        if not any(all(map(fnmatch, own[at:], wanted)) for at in range(len(own) - len(wanted) + 1)):
            return False
    return True


def _in_name(query: Query, tokens: list[str]) -> bool:
    match query:
        case tree.Prefix(text):
            wanted = folded_tokens(text)
            return any(_begins(tokens[at:], wanted) for at in range(len(tokens)))
        case tree.Wildcard(text):
            return any(_like(small(text), token) for token in tokens)
        case tree.Fuzzy(text, distance):
            return any(osa(folded_tokens(text)[0], token) <= distance for token in tokens)
    wanted = folded_tokens(query.text)  # type: ignore[union-attr]
    return any(tokens[at : at + len(wanted)] == wanted for at in range(len(tokens)))


def _begins(tokens: list[str], wanted: list[str]) -> bool:
    return (
        tokens[: len(wanted) - 1] == wanted[:-1] and len(tokens) >= len(wanted) and tokens[len(wanted) - 1].startswith(wanted[-1])
    )


def _runs(query: Query, text: str, language: str | None) -> list[Run]:
    have = exact_tokens(text, language)
    match query:
        case tree.Or(parts):
            return [run for part in parts for run in _runs(part, text, language)]
        case tree.Term(wanted):
            return _same_words(make_key_sets(wanted, language), make_key_sets(text, language))
        case tree.Phrase(wanted):
            runs = _same_words(exact_tokens(wanted, language), have)
            return [run for run in runs if _same_case(raw_tokens(wanted), raw_tokens(text)[run[0] :], language)]
        case tree.Prefix(wanted):
            return [(at, at) for at, word in enumerate(have) if _like(small(wanted) + "*", word)]
        case tree.Wildcard(wanted):
            return [(at, at) for at, word in enumerate(have) if _like(small(wanted), word)]
        case tree.Fuzzy(wanted, distance):
            return [(at, at) for at, word in enumerate(have) if osa(small(wanted), word) <= distance]
        case tree.Near(left, right, distance):
            pairs = product(_runs(left, text, language), _runs(right, text, language))
            return [one for one, two in pairs if 0 < two[0] - one[1] <= distance or 0 < one[0] - two[1] <= distance]
        case tree.Same(parts, unit):
            for piece in text.split("\n\n") if unit == "paragraph" else re.split(r"(?<=\.) |\n\n", text):
                if all(_runs(part, piece, language) for part in parts):
                    return [(0, 0)]
            return []
    raise AssertionError(query)


def _same_words(wanted: list[Any], have: list[Any]) -> list[Run]:
    """Return the runs of words that are the same as `wanted`, or have a key in common with them."""
    size = len(wanted)
    places = [at for at in range(len(have) - size + 1) if all(map(_share_key, wanted, have[at : at + size]))]
    return [(at, at + size - 1) for at in places]


def _share_key(one: Any, other: Any) -> bool:
    return one == other or (isinstance(one, tuple) and bool({*one} & {*other}))


def _same_case(wanted: list[str], have: list[str], language: str | None) -> bool:
    """Return whether each wanted word with a capital has the same capitals or, if these words are long enough, only capitals."""
    code = stem_language(language)
    pairs = [(word, own) for word, own in zip(wanted, have, strict=False) if word != word.lower()]
    own = all(find_case(word, code) == find_case(own, code) for word, own in pairs)
    loud = all(find_case(word.upper(), code) == find_case(own, code) for word, own in pairs)
    return own or (loud and sum(len(word) for word, _ in pairs) >= 4)


def _like(pattern: str, word: str) -> bool:
    """Match wildcards letter by letter; a plain letter also matches the accented ones."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return _like(pattern[1:], word) or bool(word and _like(pattern, word[1:]))
    same = bool(word) and (pattern[0] in ("?", word[0]) or folded_tokens(word[0]) == [pattern[0]])
    return same and _like(pattern[1:], word[1:])


@cache
def osa(one: str, two: str) -> int:
    """Return the number of typing errors between two words, by definition."""
    if not one or not two:
        return len(one) + len(two)
    best = min(osa(one[1:], two) + 1, osa(one, two[1:]) + 1, osa(one[1:], two[1:]) + (one[0] != two[0]))
    if len(one) > 1 and len(two) > 1 and one[0] == two[1] and one[1] == two[0]:
        best = min(best, osa(one[2:], two[2:]) + 1)
    return best
