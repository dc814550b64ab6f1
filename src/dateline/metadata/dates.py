"""Collect every date of a page as evidence, and choose the publication date.

Machine-readable fields rank above dates that the page shows, and those above dates in its address or file name. Sources that agree
support each other. A date in the running text, a clock, or a date later than the capture (or the page's own clock) is never chosen.
A date that a person states for the whole batch ranks below all of these. The clock of the machine plays no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dateline.metadata.ambiguous_dates import find_ambiguous_year, resolve_ambiguous
from dateline.metadata.batch_metadata import BY_HAND, read_date, read_day_first
from dateline.metadata.date_fields import head_dates
from dateline.metadata.day_order import DayOrder, is_ambiguous, page_order
from dateline.metadata.line_dates import dated_lines, line_dates
from dateline.types.articles import DateEvidence, DateRole, Line
from dateline.types.pages import Page

_AGREEMENT = 0.04
_MIDNIGHT = 0.16  # exactly midnight is a day that some system rounded, maybe in another zone
_LEAST_CONFIDENCE = 0.3
_LEAST_IN_TEXT = 0.4
_UPDATED_ONLY = 0.5
_TIME_ALONE = 0.5
_CORRECTION = timedelta(days=3)  # a change in this many days is a correction, not a new publication
_CLOSE_CONFIDENCE = 0.69  # a date shown at most seven lines under the headline


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a page: all the evidence, best first, and the dates chosen from it."""

    evidence: tuple[DateEvidence, ...]
    published: DateEvidence | None
    updated: DateEvidence | None


def find_dates(
    page: Page, lines: Sequence[Line], title: int | None, language: str | None, learned: DayOrder | None = None
) -> Dates:
    """Find all dates of `page` and choose among them; `learned` is the day order of its source, used if the page shows none."""
    by_hand = read_day_first(page.raw.hints)
    dated = dated_lines(lines)
    day_first = page_order(page, [lines[index].text for index in dated], language) if by_hand is None else by_hand
    if by_hand is None and day_first is None and learned:
        shown = [_with_learned_order(one, learned) for one in line_dates(lines, dated, title, learned.day_first)]
    else:
        shown = list(line_dates(lines, dated, title, day_first))
    stated = read_date(page.raw.hints)
    found = resolve_ambiguous([*head_dates(page, by_hand), *shown, *filter(None, [stated])])
    evidence = _within_bounds(page, found)
    updated = _choose(evidence, "updated")
    published = _choose(evidence, "published", _LEAST_CONFIDENCE if page.is_html else _LEAST_IN_TEXT)
    if published:
        published = _prefer_shown(published, evidence, updated)
    elif stated in evidence and not (updated and updated.first_day < stated.first_day):
        published = stated
    elif page.is_html and updated and (update := _find_shown_update(evidence)):
        # An HTML page with only an update is dated by it; the role stays "updated". A plain text may have lost the other date
        # together with its markup.
        published = replace(update, confidence=min(update.confidence, _UPDATED_ONLY))
    published = published or find_ambiguous_year(evidence, _LEAST_IN_TEXT)
    if published and updated and updated.first_day < published.first_day:
        updated = None
    evidence.sort(key=lambda one: -one.confidence)
    return Dates(tuple(evidence), published, updated)


def _with_learned_order(one: DateEvidence, learned: DayOrder) -> DateEvidence:
    return replace(one, where=f"{one.where}, {learned.reason}") if is_ambiguous(one.text) else one


def _choose(evidence: Sequence[DateEvidence], role: DateRole, least: float = _LEAST_CONFIDENCE) -> DateEvidence | None:
    candidates = [
        one for one in evidence if one.role == role and one.precision != "year" and one.confidence >= least and one.where != BY_HAND
    ]
    best: DateEvidence | None = None
    best_score = 0.0
    for one in candidates:
        others = {_kind(other) for other in candidates if other is not one and _overlap(one, other)} - {_kind(one)}
        if _kind(one) == "time" and not others & {"shown", "json-ld", "meta", "url", "byline"}:
            continue  # <time> elements also date other stories, comments and the current hour
        score = one.confidence + _AGREEMENT * len(others) - (_MIDNIGHT if "T00:00:00" in one.iso else 0.0)
        if score > best_score:
            best, best_score = one, score
    if best and best.precision == "month":
        return next((one for one in candidates if one.precision in ("day", "instant") and _overlap(one, best)), best)
    return best or _first_time_element(candidates)


def _first_time_element(candidates: Sequence[DateEvidence]) -> DateEvidence | None:
    """Return the first <time> element of a page without another date, with low confidence."""
    first = next((one for one in candidates if one.where == "time 1"), None)
    return replace(first, confidence=min(first.confidence, _TIME_ALONE)) if first else None


def _prefer_shown(best: DateEvidence, evidence: Sequence[DateEvidence], updated: DateEvidence | None) -> DateEvidence:
    """Return `best`, or the one date shown next to the headline if the fields contain the day of the first or of a later save."""
    own = [
        one
        for one in evidence
        if one.role == "published" and one.precision in ("day", "instant") and _kind(one) in ("shown", "url")
    ]
    shown = [one for one in own if _kind(one) == "shown"] or own
    if len({one.first_day for one in shown}) != 1 or any(_overlap(one, best) for one in shown):
        return best
    only_shown = shown[0]
    confirmed = {"url", "stamp"} <= {_kind(one) for one in evidence if one.role == "published" and _overlap(one, best)}
    if confirmed and only_shown.first_day < best.first_day:
        return best  # the shown date is that of a caption or a list under the headline
    republished = only_shown.first_day < best.first_day - timedelta(days=1) and only_shown.confidence >= _CLOSE_CONFIDENCE
    # If the field is in UTC and the shown day is the same moment in another zone, the shown day is the outlet's own.
    in_other_zone = best.iso.endswith("+00:00") and only_shown.first_day in _days_in_all_zones(best)
    renewed = updated and _overlap(only_shown, updated) and only_shown.first_day - best.first_day > _CORRECTION
    return only_shown if republished or in_other_zone or renewed else best


def _days_in_all_zones(one: DateEvidence) -> set[date]:
    """Return the days on which an instant in UTC falls in the zones of the world, from -12 to +14 hours."""
    moment = datetime.fromisoformat(one.iso)
    return {(moment + timedelta(hours=offset)).date() for offset in (-12, 14)} | {one.first_day}


def _find_shown_update(evidence: Sequence[DateEvidence]) -> DateEvidence | None:
    return next(
        (one for one in evidence if one.role == "updated" and one.precision != "year" and _kind(one) in ("shown", "stamp")), None
    )


def _kind(one: DateEvidence) -> str:
    return one.where.split(" ")[0]


def _overlap(one: DateEvidence, other: DateEvidence) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _within_bounds(page: Page, found: Iterable[DateEvidence]) -> list[DateEvidence]:
    evidence = list(found)
    bounds = [one.last_day for one in evidence if one.role == "clock"]
    if page.raw.fetched:
        seen = page.raw.fetched
        bounds.append(seen.date())
        iso = seen.replace(microsecond=0).isoformat()
        evidence.append(DateEvidence(iso, "instant", "seen", "capture", seen.isoformat(), 1.0))
    latest = min(bounds, default=date.max)
    latest = latest + timedelta(days=1) if latest < date.max else latest
    return [one for one in dict.fromkeys(evidence) if one.role in ("clock", "seen", "mention") or one.first_day <= latest]
