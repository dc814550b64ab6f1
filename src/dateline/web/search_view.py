"""The search page: the query with its explanation, the results, the facets, the timeline and further links."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from dateline.archive.archive import Archive
from dateline.errors import DatelineError, QueryError
from dateline.query import Query
from dateline.render.results import number_of
from dateline.search.explain import BY_MEANING, explain_query
from dateline.text import shown, shown_text
from dateline.types.answers import Sort, Window
from dateline.types.counts import Facet, FacetCounts, Period
from dateline.web.answers import notes_of
from dateline.web.hit_view import HitView, hit_view
from dateline.web.listing import read_hits
from dateline.web.meaning_view import near_view
from dateline.web.parameters import Parameter, Values
from dateline.web.problems import BadParameter, Problem, problem_of
from dateline.web.question import PARAMETERS, QueryParameters
from dateline.web.timeline import TimelineView, periods_of, timeline_view, years_of
from dateline.web.urls import Pairs, url_for, with_parameters

_SIZE = 10
_DEEPEST = 10_000
SHOWN: tuple[Facet, ...] = ("source", "tag", "person", "mentions-place", "organisation", "place", "lang", "kind")
_LABELS = {
    "source": "Source",
    "tag": "Tag",
    "person": "Person",
    "mentions-place": "Mentioned place",
    "organisation": "Organisation",
    "place": "Place",
    "lang": "Language",
    "kind": "Kind",
}
_FEW_PERIODS = 3
_FINER: tuple[Period, ...] = ("month", "day")
SORTS = get_args(Sort)

PARAMETERS_OF_PAGE = (
    *PARAMETERS,
    Parameter("sort", "choice", "", "relevance", choices=SORTS),
    Parameter("page", "whole", "", 1, 1, _DEEPEST // _SIZE),
    Parameter("all_copies", "flag", "", False),
    Parameter("by", "choice", "", "words", choices=("words", "meaning")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a facet; the address is empty if the query cannot be narrowed to it."""

    name: str
    count: str
    address: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A field with its most frequent values."""

    field: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FoundView:
    """The results."""

    line: str
    notes: tuple[str, ...]
    hits: tuple[HitView, ...]
    first: int
    pages: int
    facets: tuple[FacetView, ...] = ()
    timeline: TimelineView | None = None
    by_meaning: str = ""
    """The address of the same search by meaning, if the words found nothing."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """The whole page. `kept` are parameters that the form does not show; `by` is words or meaning, empty without vectors."""

    question: QueryParameters
    sort: Sort
    number: int
    kept: tuple[tuple[str, str], ...]
    chips: tuple[tuple[str, str], ...]
    explanation: str = ""
    problem: Problem | None = None
    found: FoundView | None = None
    before: str = ""
    after: str = ""
    others: tuple[tuple[str, str], ...] = ()
    sorts: tuple[str, ...] = SORTS
    by: str = ""

    @property
    def title(self) -> str:
        """The title of the page."""
        return shown(self.question.q) or "All articles"


Tallies = Callable[[Archive, Query], dict[Facet, FacetCounts]]


def search_view(archive: Archive, values: Values, tallies: Tallies) -> SearchView:
    """Make the search page; an error in the query is shown with its position, without results."""
    question = QueryParameters.of(values)
    kept = tuple([("unknown", one) for one in question.unknown] + ([("all_copies", "1")] if values["all_copies"] else []))
    by = values["by"] if archive.store.has_vectors or values["by"] == "meaning" else ""
    page = SearchView(question, values["sort"], values["page"], kept, tuple(_chips(question, values)), by=by)
    try:
        query = question.query(archive)
        found, pages = (
            _find_by_meaning(archive, values, query) if by == "meaning" else _find_by_words(archive, values, query, tallies)
        )
    except (QueryError, BadParameter) as error:
        return replace(page, problem=problem_of(error))
    except DatelineError as error:
        if by != "meaning":
            raise
        return replace(page, problem=problem_of(error))  # no vectors, no model, or a language that the model does not know
    here = tuple(_pairs(question, values))
    before = url_for("/search", [*here, *_page_pair(page.number - 1)]) if page.number > 1 else ""
    after = url_for("/search", [*here, *_page_pair(page.number + 1)]) if page.number < pages else ""
    explanation = shown_text(explain_query(query)) if question.q or question.is_narrowed else ""
    return replace(page, explanation=explanation, found=found, before=before, after=after, others=_links(question, values))


def _find_by_meaning(archive: Archive, values: Values, query: Query) -> tuple[FoundView, int]:
    question, start = QueryParameters.of(values), (values["page"] - 1) * _SIZE
    near = near_view(archive, query, Window(_SIZE, start), _query_pair(question), all_copies=values["all_copies"])
    return FoundView(near.line, near.notes, near.hits, start + 1, 0), values["page"] + near.after


def _find_by_words(archive: Archive, values: Values, query: Query, tallies: Tallies) -> tuple[FoundView, int]:
    question, start = QueryParameters.of(values), (values["page"] - 1) * _SIZE
    listing = archive.listing(query, Window(_SIZE, start, values["sort"]), all_copies=values["all_copies"])
    listed = listing.found(read_hits(archive, listing), notes_of(archive, listing.notes))
    pages = max(1, min(_DEEPEST // _SIZE, math.ceil(listed.listed / _SIZE)))
    counted = tallies(archive, query)
    asked = _query_pair(question)
    facets = tuple(_facet(one, counted[one], question, values) for one in SHOWN if counted[one].counts or counted[one].unknown)
    offered = archive.store.has_vectors and not listed.total and question.q
    found = FoundView(
        line=_result_line(listed.total, listed.stories),
        notes=tuple(shown(note) for note in listed.notes if note != BY_MEANING),
        hits=tuple(hit_view(hit, asked) for hit in listed.hits),
        first=start + 1,
        pages=pages,
        facets=facets if listed.total else (),
        timeline=_timeline(archive, query, counted["year"], question, values),
        by_meaning=url_for("/search", _pairs(question, {**values, "by": "meaning"})) if offered else "",
    )
    return found, pages


def _result_line(total: int, stories: int) -> str:
    articles = number_of(total)
    return f"{articles} found" if stories == total else f"{articles} found, in {number_of(stories, stories=True)}"


def _facet(field: str, tally: FacetCounts, question: QueryParameters, values: Values) -> FacetView:
    chosen, here = question.wanted(field), _search_url(question, values)
    rows = [
        Row(shown(name), f"{count:,}", here if name in chosen else with_parameters(here, [(field, name)]), name in chosen)
        for name, count in tally.counts
    ]
    if tally.rest:
        rows.append(Row("(other)", f"{tally.rest:,}", ""))
    if tally.unknown:
        known = field in question.unknown
        rows.append(Row("(unknown)", f"{tally.unknown:,}", here if known else with_parameters(here, [("unknown", field)]), known))
    return FacetView(field, _LABELS[field], tuple(rows))


def _timeline(archive: Archive, query: Query, years: FacetCounts, question: QueryParameters, values: Values) -> TimelineView | None:
    """The timeline by years; by months if there are few years, and by days if there are few months."""
    by: Period = "year"
    counts, undated = years_of(years), years.unknown
    for finer in _FINER:
        if not 0 < len(counts) <= _FEW_PERIODS:
            break
        trend = archive.trend([query], finer)
        by, counts, undated = finer, periods_of(trend), trend.series[0].undated
    whole = _search_url(replace(question, since=None, until=None), values)
    return timeline_view(by, counts, undated, lambda name: with_parameters(whole, [("from", name), ("to", name)]), whole)


def _chips(question: QueryParameters, values: Values) -> list[tuple[str, str]]:
    pairs, by = [pair for pair in question.pairs if pair[0] != "q"], _by_pair(values)
    return [(shown(f"{name}: {value}"), url_for("/search", [*question.widened(name, value).pairs, *by])) for name, value in pairs]


def _links(question: QueryParameters, values: Values) -> tuple[tuple[str, str], ...]:
    """Links to the same query: as files, over time, with every copy."""
    if values["by"] == "meaning":
        return ()
    pairs = [*question.pairs, ("sort", values["sort"])]
    found = [
        ("CSV", url_for("/api/v1/search", [*pairs, ("format", "csv")])),
        ("JSON Lines", url_for("/api/v1/search", [*pairs, ("format", "jsonl")])),
        ("over time", url_for("/compare", [pair for pair in question.pairs if pair[0] in ("q", "from", "to")])),
    ]
    if not values["all_copies"]:
        found.append(("every copy", url_for("/search", [*pairs, ("all_copies", "1")])))
    return tuple(found)


def _pairs(question: QueryParameters, values: Values) -> list[tuple[str, str]]:
    pairs = [*question.pairs, *_by_pair(values)]
    if values["sort"] != "relevance":
        pairs.append(("sort", values["sort"]))
    return [*pairs, ("all_copies", "1")] if values["all_copies"] else pairs


def _by_pair(values: Values) -> list[tuple[str, str]]:
    return [("by", "meaning")] if values["by"] == "meaning" else []


def _page_pair(number: int) -> list[tuple[str, str]]:
    return [("page", str(number))] if number > 1 else []


def _search_url(question: QueryParameters, values: Values) -> str:
    return url_for("/search", _pairs(question, values))


def _query_pair(question: QueryParameters) -> Pairs:
    return [("q", question.q)] if question.q else []
