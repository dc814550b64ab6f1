"""Find the event that an article reports. It is computed on request, and nothing is stored.

The candidates are the articles nearest in meaning, in the same language and at most some days before or after, one of each story.
The rarity of names is counted among the nearest articles of any day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from dateline.errors import DatelineError
from dateline.query import And, DateRange, MatchAll, Query, parse_query
from dateline.search.additions import find_additions
from dateline.search.index import Index
from dateline.search.meaning.embedder import unpacked
from dateline.search.meaning.event_grouping import group_of_first, score_pairs, weigh_names
from dateline.search.meaning.event_names import choose_names, read_cases
from dateline.search.meaning.search import Meaning
from dateline.types.articles import ArchivedArticle, DateEvidence
from dateline.types.events import Event, Report

_NEAREST = 100
_COMPARED_FOR_NAMES = 200
_EXACT = ("instant", "day")


def find_event(meaning: Meaning, index: Index, article: ArchivedArticle, days: int) -> Event:
    """Find the event that an article reports, among the articles at most `days` before or after it."""
    published = article.article.metadata.published
    if published is None or published.precision not in _EXACT:
        raise DatelineError(f"the day of {article.id} is not known, so there are no days around it; 'dateline edit' sets it")
    first, last = published.first_day - timedelta(days), published.first_day + timedelta(days)
    vector = meaning.of_articles([article.id])
    language = _in_language(article)
    within: Query = And((language, DateRange(first, last)))
    compared = index.count(within)
    near = meaning.ranked(index, vector, within, compared)
    similar = meaning.ranked(index, vector, language, index.count(language))
    marks = meaning.store.clusters([article.id, *(article_id for article_id, _ in near)])
    leads = {article_id: mark.lead for article_id, mark in marks.items()}
    chosen = _one_per_story(article.id, [article_id for article_id, _ in near], leads)
    articles = meaning.store.get_many([*chosen, *(article_id for article_id, _ in similar[:_COMPARED_FOR_NAMES])])
    articles[article.id] = article
    candidates = [articles[one] for one in chosen if one in articles and _has_day(articles[one])]
    members = _select_members(meaning, candidates, list(articles.values()))
    return Event(article.id, _reports(meaning, members), days, compared, meaning.notes())


def _select_members(
    meaning: Meaning, candidates: Sequence[ArchivedArticle], similar: Sequence[ArchivedArticle]
) -> list[ArchivedArticle]:
    """The candidates that report the same event as the first one."""
    names = choose_names(read_cases(one.article.metadata, one.article.body) for one in similar)
    weights, by_id = weigh_names(names), {one.id: some for one, some in zip(similar, names, strict=True)}
    vectors_by_id = meaning.vectors.of_articles(one.id for one in candidates)
    known = [one for one in candidates if one.id in vectors_by_id]
    days = [_earliest(one.article.metadata.published).timestamp() / timedelta(days=1).total_seconds() for one in known]
    scores = score_pairs(unpacked(vectors_by_id[one.id] for one in known), [by_id[one.id] for one in known], weights, days)
    return [known[at] for at in group_of_first(scores)]


def _reports(meaning: Meaning, members: Sequence[ArchivedArticle]) -> tuple[Report, ...]:
    """Make a report for each story, in order of publication, with what it adds."""
    store, reports = meaning.store, list[Report]()
    for one in members:
        cluster = store.cluster_of(one.id)
        story = store.get_many(copy.article_id for copy in cluster.copies) if cluster else {}
        copies = sorted(filter(_has_day, {**story, one.id: one}.values()), key=_sort_key)
        reports.append(Report(copies[0], tuple(article_id for article_id in story if article_id != copies[0].id)))
    reports.sort(key=lambda report: _sort_key(report.article))
    added = find_additions([report.article for report in reports])
    return tuple(
        replace(report, added=new, versions=store.versions(report.article.id)[1:], first=number == 0 and _is_first(reports))
        for number, (report, new) in enumerate(zip(reports, added, strict=True))
    )


def _is_first(reports: Sequence[Report]) -> bool:
    """Whether the first report is certainly the earliest: a day without a time may mean any hour of that day."""
    first, *others = (report.article.article.metadata.published for report in reports)
    return all(other and first and _latest(first) <= _earliest(other) for other in others)


def _in_language(article: ArchivedArticle) -> Query:
    language = article.article.metadata.language
    return parse_query(f"lang:{language}", date.min) if language else MatchAll()


def _one_per_story(article_id: str, ids: Sequence[str], leads: Mapping[str, str]) -> list[str]:
    """The article itself, and the nearest article of each other story, up to _NEAREST of them."""
    stories = {leads.get(article_id, article_id): article_id}
    for one in ids:
        stories.setdefault(leads.get(one, one), one)
    return list(stories.values())[: _NEAREST + 1]


def _has_day(article: ArchivedArticle) -> bool:
    published = article.article.metadata.published
    return published is not None and published.precision in _EXACT


def _sort_key(article: ArchivedArticle) -> tuple[datetime, str]:
    return _earliest(article.article.metadata.published), article.id


def _earliest(published: DateEvidence | None) -> datetime:
    """The earliest moment that a date allows; a time without a zone counts as UTC."""
    if published is None:
        return datetime.max.replace(tzinfo=UTC)
    if published.precision != "instant":
        return datetime.combine(published.first_day, time(), UTC)
    found = datetime.fromisoformat(published.iso)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _latest(published: DateEvidence) -> datetime:
    return _earliest(published) + (timedelta(0) if published.precision == "instant" else timedelta(days=1))
