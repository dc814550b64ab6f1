"""Counts agree with searches: in total, by value and over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.query import MatchAll, Query, parse_query
from dateline.search.index import Index
from dateline.search.periods import PERIODS, period_name, period_of, period_start
from dateline.search.stories import find_story_articles
from dateline.search.trend import make_trend, same_sources
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle
from dateline.types.counts import Facet, Period
from made_articles import change
from made_indices import EXAMPLES, Fill, Fresh

TODAY = date(2026, 11, 21)
ALL = Window(limit=None)
FACETS: tuple[Facet, ...] = get_args(Facet)

ARTICLES = st.builds(
    dict,
    body=st.lists(st.sampled_from(["ferry", "storm", "noon"]), min_size=1, max_size=4).map(" ".join),
    day=st.sampled_from([None, "2016", "2016-07", "2016-07-14", "2016-07-18", "2017-01-01", "2015-12-28T23:00:00+00:00"]),
    source=st.sampled_from([None, "Harbour Post", "harbour post", "Wire"]),
    authors=st.lists(st.sampled_from(["Ines Calder", "Jon Aas", "O. Ørsted"]), max_size=3).map(tuple),
    place=st.sampled_from([None, "HALDEN"]),
    tags=st.lists(st.sampled_from(["sea", "law"]), max_size=2).map(tuple),
    language=st.sampled_from([None, "en", "de"]),
    agency=st.sampled_from([None, "Wire"]),
    section=st.sampled_from([None, "Sea", "Law & Order"]),
    domain=st.sampled_from([None, "post.example", "wire.example"]),
    lead=st.sampled_from([None, None, 1, 2, 5]),
)
QUERIES = st.sampled_from(
    [
        *("*", "ferry", "-ferry", "ferry OR storm", "date:2016", "date:unknown", "source:wire", '"storm noon"', "nobody"),
        *("source:unknown", "-agency:unknown", "tag:*", "domain:example", "section:law", "id:id000"),
    ]
)


def values(article: ArchivedArticle, field: Facet) -> set[str]:
    known = article.article.metadata
    day = known.published
    return {
        "source": {known.source} - {None},
        "author": set(known.authors),
        "place": {known.place} - {None},
        "tag": set(known.tags),
        "agency": {known.agency} - {None},
        "section": {known.section} - {None},
        "domain": {known.domain} - {None},
        "kind": {article.article.kind},
        "year": {day.iso[:4]} if day else set(),
        "month": {day.iso[:7]} if day and len(day.iso) > 4 else set(),
        "lang": {known.language} - {None},
        "person": set(known.people),
        "mentions-place": set(known.places),
        "organisation": set(known.organisations),
    }[field]  # type: ignore[return-value]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(ARTICLES, max_size=12), QUERIES, st.sampled_from(FACETS), st.sampled_from(PERIODS), st.integers(1, 4), st.booleans()
)
def test_the_list_the_count_the_facets_and_the_trend_of_a_query_agree(
    fresh: Fresh, articles: list[dict[str, object]], text: str, field: Facet, by: Period, most: int, unique: bool
) -> None:
    """In one commit or several, with replaced articles, for articles and for stories."""
    heads = {fields["lead"] for fields in articles}
    changes = [
        change(number, **{**fields, "lead": number if number in heads else fields["lead"]})  # type: ignore[arg-type]
        for number, fields in enumerate(articles, 1)
    ]
    query = parse_query(text, TODAY)
    with fresh() as index:
        for part in (changes[: len(changes) // 2], changes[len(changes) // 2 :], changes[:2]):
            index.apply(part)
        matching = [name for name, _ in index.search(query, Window(limit=None, sort="oldest")).ids]
        stories = index.stories(query)
        asked, query = query, find_story_articles(query, stories) if unique else query
        listed = [name for name, _ in index.search(query, ALL).ids]
        marks = {one.article_id: one.article.cluster for one in changes if one.article and one.article.cluster}
        leads = {name: mark.lead for name, mark in marks.items()}
        assert sorted(listed) == sorted(one_article_of_each_story(matching, leads) if unique else matching)
        assert len(matching) - stories.repeats == len(one_article_of_each_story(matching, leads))
        assert not unique or sum(1 + stories.copies(marks.get(name)) for name in listed) == len(matching)
        found = [one.article for one in changes if one.article and one.article_id in listed]
        tally, whole = index.count_values(query, field, most), index.count_values(query, field, 1000)
        timeline = index.timeline(query, by)
        (series,) = make_trend(index, [asked], by, unique=unique).series
        assert (series.total, series.undated) == (timeline.total, timeline.undated)
        assert all(count <= base for count, base in zip(series.counts, series.bases, strict=True))
        assert index.count(query) == len(listed) == len(found) == tally.total == whole.total == timeline.total
    counted = Counter(value for article in found for value in values(article, field))
    repeats = sum(max(0, len(values(article, field)) - 1) for article in found)
    assert dict(whole.counts) == counted
    assert (whole.rest, whole.unknown) == (0, sum(not values(article, field) for article in found))
    assert sum(counted.values()) + whole.unknown == whole.total + repeats
    assert set(tally.counts) <= set(whole.counts)
    assert sum(count for _, count in tally.counts) + tally.rest + tally.unknown - tally.total == tally.repeats == repeats
    dated = Counter(name for article in found if (name := _period(article, by)))
    assert {period_name(number, by): count for number, count in timeline.counts.items()} == dated
    assert sum(timeline.counts.values()) + timeline.undated == len(listed)


def one_article_of_each_story(oldest_first: Sequence[str], leads: Mapping[str, str]) -> list[str]:
    """Return one article of each story: its lead copy, else the first."""
    shown: dict[str, str] = {}
    for name in oldest_first:
        lead = leads.get(name, name)
        shown[lead] = lead if lead in oldest_first and leads.get(lead) == lead else shown.get(lead, name)
    return list(shown.values())


def _period(article: ArchivedArticle, by: Period) -> str | None:
    day = article.article.metadata.published
    if day is None or len(day.iso) < {"day": 10, "week": 10, "month": 7, "year": 4}[by]:
        return None
    if by == "week":
        return "{}-W{:02}".format(*day.first_day.isocalendar()[:2])
    return day.iso[: {"day": 10, "month": 7, "year": 4}[by]]


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9990, 1, 1)), st.sampled_from(PERIODS))
def test_periods_follow_each_other_without_a_gap(day: date, by: Period) -> None:
    number = period_of(day, by)
    start, following = period_start(number, by), period_start(number + 1, by)
    assert start <= day < following
    assert period_of(following - timedelta(days=1), by) == number
    assert period_name(number, by) < period_name(number + 1, by)


def test_the_most_frequent_values_come_first_and_ties_in_alphabetical_order(fill: Fill) -> None:
    names = ["b"] * 2 + ["c"] * 2 + ["a"] + ["d"] * 3
    index = fill(change(number, "x", source=name) for number, name in enumerate(names, 1))
    assert index.count_values(MatchAll(), "source", 3).counts == (("d", 3), ("b", 2), ("c", 2))
    assert index.count_values(MatchAll(), "source", 3).rest == 1


def test_a_tie_at_the_limit_keeps_the_first_in_alphabetical_order(fill: Fill) -> None:
    names = [f"{number:03}" for number in range(400)]
    index = fill(change(number, "x", source=name) for number, name in enumerate(reversed(names), 1))
    assert [name for name, _ in index.count_values(MatchAll(), "source", 5).counts] == names[:5]


def test_an_empty_index_has_nothing_to_count(index: Index) -> None:
    assert index.count_values(MatchAll(), "source", 5).total == 0
    assert index.timeline(MatchAll(), "day").total == 0


STORIES = [
    change(1, "A ferry.", day="2016-01-05", source="Harbour Post"),
    change(2, "A storm.", day="2016-01-20", source="Harbour Post"),
    change(3, "A ferry.", day="2016-04-01", source="Wire"),
    change(4, "A ferry.", day="2016", source="Wire"),
    change(5, "A storm.", day="2016-03-02", source="Wire"),
]


def test_a_trend_has_shares_gaps_and_a_count_of_undated_articles(fill: Fill) -> None:
    trend = make_trend(fill(STORIES), [parse_query("ferry", TODAY)], "month")
    assert [period_name(number, "month") for number in trend.periods] == ["2016-01", "2016-02", "2016-03", "2016-04"]
    (series,) = trend.series
    assert (series.counts, series.bases, series.undated, series.total) == ((1, 0, 0, 1), (2, 0, 1, 1), 1, 3)
    assert series.shares == (0.5, None, 0.0, 1.0)


def test_each_query_of_a_trend_is_compared_with_its_own_sources(fill: Fill) -> None:
    queries = [parse_query(text, TODAY) for text in ("ferry source:wire", "storm")]
    one, two = make_trend(fill(STORIES), queries, "month").series
    assert (one.counts, one.bases) == ((0, 0, 0, 1), (0, 0, 1, 1))
    assert (two.counts, two.bases) == ((1, 0, 1, 0), (2, 0, 1, 1))


def test_a_trend_without_matches_has_no_periods(fill: Fill) -> None:
    trend = make_trend(fill(STORIES), [parse_query("zeppelin", TODAY)], "day")
    assert (len(trend.periods), trend.series[0].total) == (0, 0)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("ferry", "*"),
        ("ferry source:wire", "source:wire"),
        ("ferry (source:wire OR source:post) -source:old date:2016", "(source:wire OR source:post) -source:old"),
        ("source:wire", "source:wire"),
        ("ferry (source:wire OR storm)", "*"),
    ],
)
def test_shares_are_relative_to_the_source_filters_of_a_query(text: str, sources: str) -> None:
    wanted: Query = parse_query(sources, TODAY)
    assert same_sources(parse_query(text, TODAY)) == wanted
