"""Explain a query in plain words, and why it found nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import islice

from dateline.errors import QueryError
from dateline.query import CODES, NAMES, Leaf, Query, in_fields, list_leaves, list_words, tree
from dateline.search.suggest import correct_spelling
from dateline.search.text_matcher import has_case

_NOT_STEMMED = (*NAMES, *CODES)
_DAYS = {"date": "published", "updated": "updated", "seen": "first seen"}
_WHERE = {"url": "at the address", "domain": "from the host", "origin": "read from", "id": "an id that begins with"}

_SKIPPED_ZONES = {"removed": "removed lines", "older": "older versions"}
_MOST_SUGGESTIONS = 5
_MOST_PARTS = 20
BY_MEANING = "To find articles that are similar in meaning, use 'dateline search --by-meaning'."
"""The hint for an archive with vectors when a search for words found nothing."""

Counter = Callable[[Query], int]
Suggester = Callable[[Leaf], Iterable[Query]]


def _nothing(leaf: Leaf) -> Iterable[Query]:
    return ()


def explain_query(query: Query) -> str:
    """Write `query` as an indented tree, with dates as days."""
    return "\n".join(_tree(query, 0))


def explain_no_results(query: Query, count: Counter, suggest: Suggester = _nothing) -> tuple[str, ...]:
    """Say which part of a query has no hits, and what the user may have meant. Each string is a sentence."""
    count = cache(count)
    if isinstance(query, tree.MatchAll):
        return ("The archive has no articles yet; 'dateline ingest' adds some.",)
    meant = (*_in_skipped_zones(query, count), *_did_you_mean(query, count, suggest))
    if not isinstance(query, tree.And):
        return tuple(f"{_describe(part)} matches nothing here." for part in _alternatives(query)) + meant
    totals = [(part, count(part)) for part in query.parts]
    empty = [part for part, total in totals if total == 0]
    if empty:
        found = [f"{_describe(part)} alone has {_hits(total)}" for part, total in totals if total]
        rest = (f"{'; '.join(found)}.",) if found else ()
        return (*(f"{_describe(part)} matches nothing here." for part in empty), *rest, *meant)
    listed = "; ".join(f"{_describe(part)}: {total:,}" for part, total in totals)
    without = [(part, count(_without_part(query, part))) for part in query.parts] if len(query.parts) <= _MOST_PARTS else []
    blame = [f"without {_describe(part)} there {'is' if total == 1 else 'are'} {_hits(total)}" for part, total in without if total]
    blamed = (f"{'; '.join(blame).capitalize()}.",) if blame else ()
    return (f"Each part has hits, but no article has all: {listed}.", *blamed, *meant)


def _in_skipped_zones(query: Query, count: Counter) -> tuple[str, ...]:
    """The number of articles with the words in zones that a search skips, with the query that finds them there."""
    if not any(word.field is None for leaf in list_leaves(query) for word in list_words(leaf)):
        return ()
    if not _has_negation(query):  # one count over all zones may show that no zone needs a search of its own
        with suppress(QueryError):
            if not count(in_fields(query, (None, *_SKIPPED_ZONES))):
                return ()
    typed, found = f"({query})" if isinstance(query, tree.Or) else str(query), []
    for zone, label in _SKIPPED_ZONES.items():
        for places, names in ((zone,), zone), ((None, zone), f"title,body,{zone}"):
            with suppress(QueryError):  # a query that needs to read too many articles is skipped
                if total := count(in_fields(query, places)):
                    found.append(f"{total:,} in {label}: {typed} in:{names}")
                    break
    return tuple(found)


def _has_negation(query: Query) -> bool:
    return isinstance(query, tree.Not) or (isinstance(query, tree.And | tree.Or) and any(map(_has_negation, query.parts)))


def _did_you_mean(query: Query, count: Counter, suggest: Suggester) -> tuple[str, ...]:
    """Suggest the query with other leaves for those that match nothing, if that has hits."""
    chosen: dict[Leaf, Query] = {}
    empty = (leaf for leaf in dict.fromkeys(_required_leaves(query)) if not count(leaf))
    for leaf in islice(empty, _MOST_SUGGESTIONS):
        better = next((other for other in suggest(leaf) if count(other)), None)
        if better is not None:
            chosen[leaf] = better
    if not chosen:
        return ()
    whole = correct_spelling(query, chosen)
    if total := count(whole):
        return (f"Did you mean: {whole} ({_hits(total)})?",)
    return tuple(f"Did you mean {other} ({_hits(count(other))}) for {leaf}?" for leaf, other in chosen.items())


def _required_leaves(query: Query) -> Iterator[Leaf]:
    """The leaves that are not negated."""
    match query:
        case tree.And(parts) | tree.Or(parts):
            for part in parts:
                yield from _required_leaves(part)
        case tree.Not():
            return
        case _:
            yield query


def _without_part(query: tree.And, left_out: Query) -> Query:
    parts = tuple(part for part in query.parts if part is not left_out)
    return parts[0] if len(parts) == 1 else tree.And(parts)


def _alternatives(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, tree.Or) else (query,)


def _hits(total: int) -> str:
    return f"{total:,} hit{'' if total == 1 else 's'}"


def _describe(query: Query) -> str:
    if isinstance(query, tree.DateRange):
        return f"{'the time' if query.field == 'date' else query.field} {_days(query)}"
    return f"'{query}'"


def _days(query: tree.DateRange) -> str:
    if query.first == query.last and query.first:
        return query.first.isoformat()
    if query.first is None:
        return f"until {query.last}"
    return f"from {query.first}" + (f" to {query.last}" if query.last else " on")


def _tree(query: Query, depth: int) -> Iterator[str]:
    pad = "  " * depth
    match query:
        case tree.And(parts) | tree.Or(parts):
            yield f"{pad}{'all of' if isinstance(query, tree.And) else 'any of'}"
            for part in parts:
                yield from _tree(part, depth + 1)
        case tree.Not(part):
            yield f"{pad}none of"
            yield from _tree(part, depth + 1)
        case tree.Near(left, right, distance):
            yield f"{pad}at most {distance} word{'' if distance == 1 else 's'} from each other"
            yield from (line for part in (left, right) for line in _tree(part, depth + 1))
        case tree.Same(parts, unit):
            yield f"{pad}in one {unit}"
            yield from (line for part in parts for line in _tree(part, depth + 1))
        case tree.OnlyIds(part) | tree.OnePerStory(part):
            yield from _tree(part, depth)
        case _:
            yield pad + _leaf(query)


def _leaf(query: Query) -> str:
    match query:
        case tree.CopiesOf(article):
            return f"the copies of the story of {article}"
        case tree.Unknown(field):
            return f"{_DAYS.get(field, field)} unknown"
        case tree.Known(field):
            return f"{_DAYS.get(field, field)} known"
        case tree.Location(text, field):
            return f"{_WHERE[field]} {text}"
        case tree.DateRange(_, _, field):
            return f"{_DAYS[field]} {_days(query)}"
        case tree.NumberRange(field, least, most):
            return f"{field} {_numbers(least, most)}"
        case tree.Regex(pattern, field):
            return f"{field}: the regular expression {pattern}, in any case of letters"
        case tree.AtLeast(count, text, field):
            return f"{_place(field)} the word {text}, in any form, at least {count} times"
        case tree.Term(text, field):
            return f"{_place(field)} the word {text}{'' if field in _NOT_STEMMED else ', in any form'}"
        case tree.Phrase(text, field):
            return (
                f"{_place(field)} exactly “{text}”{', with these capitals' if has_case(text) and field not in _NOT_STEMMED else ''}"
            )
        case tree.Prefix(text, field):
            return f"{_place(field)} a word that begins with {text}"
        case tree.Wildcard(text, field):
            return f"{_place(field)} a word like {text}"
        case tree.Fuzzy(text, distance, field):
            return f"{_place(field)} a word within {distance} error{'' if distance == 1 else 's'} of {text}"
    return "every article"


def _numbers(least: int | None, most: int | None) -> str:
    if least == most:
        return str(least)
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"from {least} to {most}"


def _place(field: str | None) -> str:
    return f"{field}:" if field else "text:"
