"""Every date that a page shows, as evidence, and the choice of the one it was published on.

The rules of the choice: what the page states for machines stands before what it shows, and that before what its address or
file name tells; sources that agree support each other; nothing from the running text, no clock, nothing later than the
capture (or the page's own clock) is ever chosen. What a person said of the whole batch stands behind all of these. The run's own
clock is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateline.metadata.by_hand import BY_HAND, date_by_hand
from dateline.metadata.byline import parse_byline
from dateline.metadata.datefields import head_dates
from dateline.metadata.dateparse import FoundDate, has_year, possible, recognise_dates
from dateline.metadata.dayorder import DayOrder, is_open, page_order
from dateline.metadata.place import parse_dateline
from dateline.metadata.vocabulary import months, vocabulary
from dateline.text import fold
from dateline.types.articles import DateEvidence, DateRole, Line
from dateline.types.pages import Page

_CLOCK = re.compile(
    r"^\D{0,12}\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]m\s*)?\(?(?:GMT|UTC|MSK|[A-Z]{3,4})\)?\s*(?P<rest>[+-]?\s?\d.*)$"
)
_FUSED = re.compile(r"^(?:(?P<sign>[+-])\s?)?(?P<digits>\d{1,4})(?::?00)?\s*(?P<rest>[^\s\d]\D{1,20}\d{4})")
_SPLIT = re.compile(r"[\s:,.()|·•/\-–—]+")
_AGREEMENT = 0.04
_MIDNIGHT = 0.16  # a stroke of midnight stands for a day that some system rounded, maybe in another zone
_LEAST = 0.3
_LEAST_IN_TEXT = 0.4
_UPDATED_ONLY = 0.5
_TIME_ALONE = 0.5
_CORRECTION = timedelta(days=3)  # what an outlet changes within so many days is a correction, and no new publication
_CLOSE = 0.69  # a date shown at most seven lines under the headline
_LONGEST_STAMP = 160
_NEAR = 12
_FAR = 40
_LONE = 0.35
_ELSEWHERE = frozenset({"related", "other-story", "comment", "comment-ui", "ad", "nav", "legal", "credit", "caption", "bio"})
_MOST_MENTIONS = 12


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a page: all the evidence, best first, and what was chosen from it."""

    evidence: tuple[DateEvidence, ...]
    published: DateEvidence | None
    updated: DateEvidence | None


@lru_cache(maxsize=4096)
def looks_like_clock(text: str) -> bool:
    """Whether `text` is the time of day of a masthead: a clock and its zone, then (maybe fused to it) the date."""
    return _read_clock(text) is not None


@lru_cache(maxsize=4096)
def looks_like_timestamp(text: str) -> bool:
    """Whether `text` says when something was published or updated, and nothing else."""
    return bool(text) and len(text) <= _LONGEST_STAMP and _stamp(text, recognise_dates(text), 1) is not None


def find_dates(
    page: Page, lines: Sequence[Line], title: int | None, language: str | None, learned: DayOrder | None = None
) -> Dates:
    """All the dates of `page`, and the choice among them; `learned` is its source's order of day and month, if the page has none."""
    day_first = page_order(page, lines, language)
    if day_first is None and learned:
        shown = [_settled(one, learned) for one in _line_dates(lines, title, learned.day_first)]
    else:
        shown = list(_line_dates(lines, title, day_first))
    given = date_by_hand(page.raw.hints)
    found = [*head_dates(page), *shown, *filter(None, [given])]
    evidence = _within_bounds(page, found)
    updated = _choose(evidence, "updated")
    published = _choose(evidence, "published", _LEAST if page.is_html else _LEAST_IN_TEXT)
    if published:
        published = _prefer_shown(published, evidence, updated)
    elif given in evidence and not (updated and updated.first_day < given.first_day):
        published = given
    elif page.is_html and updated and (told := _shown_update(evidence)):
        # A page whose markup and text tell only when it was updated is dated by that; the role says so. A text that has lost
        # its markup may have lost the other date with it.
        published = replace(told, confidence=min(told.confidence, _UPDATED_ONLY))
    if published and updated and updated.first_day < published.first_day:
        updated = None
    evidence.sort(key=lambda one: -one.confidence)
    return Dates(tuple(evidence), published, updated)


def _settled(one: DateEvidence, learned: DayOrder) -> DateEvidence:
    return replace(one, where=f"{one.where}, {learned.reason}") if is_open(one.text) else one


def _choose(evidence: Sequence[DateEvidence], role: DateRole, least: float = _LEAST) -> DateEvidence | None:
    candidates = [
        one for one in evidence if one.role == role and one.precision != "year" and one.confidence >= least and one.where != BY_HAND
    ]
    best: DateEvidence | None = None
    best_score = 0.0
    for one in candidates:
        others = {_kind(other) for other in candidates if other is not one and _same(one, other)} - {_kind(one)}
        if _kind(one) == "time" and not others & {"shown", "json-ld", "meta", "url", "byline"}:
            continue  # the elements of a page date its other stories, comments and the hour as well
        score = one.confidence + _AGREEMENT * len(others) - (_MIDNIGHT if "T00:00:00" in one.iso else 0.0)
        if score > best_score:
            best, best_score = one, score
    if best and best.precision == "month":
        return next((one for one in candidates if one.precision in ("day", "instant") and _same(one, best)), best)
    return best or _first_time(candidates)


def _first_time(candidates: Sequence[DateEvidence]) -> DateEvidence | None:
    """The first dated element of a page that gives no other date, for what it is worth."""
    first = next((one for one in candidates if one.where == "time 1"), None)
    return replace(first, confidence=min(first.confidence, _TIME_ALONE)) if first else None


def _prefer_shown(best: DateEvidence, evidence: Sequence[DateEvidence], updated: DateEvidence | None) -> DateEvidence:
    """`best`, or the one date that readers are told beside the headline where the fields hold the day of a later or first save."""
    own = [
        one
        for one in evidence
        if one.role == "published" and one.precision in ("day", "instant") and _kind(one) in ("shown", "url")
    ]
    shown = [one for one in own if _kind(one) == "shown"] or own
    if len({one.first_day for one in shown}) != 1 or any(_same(one, best) for one in shown):
        return best
    told = shown[0]
    settled = {"url", "stamp"} <= {_kind(one) for one in evidence if one.role == "published" and _same(one, best)}
    if settled and told.first_day < best.first_day:
        return best  # what a caption or a list under the headline dates is older
    republished = told.first_day < best.first_day - timedelta(days=1) and told.confidence >= _CLOSE
    # Within a day of a field that counts in UTC, the shown day is the outlet's own.
    zoned = best.iso.endswith("+00:00") and told.first_day in _days_elsewhere(best)
    renewed = updated and _same(told, updated) and told.first_day - best.first_day > _CORRECTION
    return told if republished or zoned or renewed else best


def _days_elsewhere(one: DateEvidence) -> set[date]:
    """The days that an instant in UTC falls on in the zones of the world, twelve hours behind to fourteen ahead."""
    moment = datetime.fromisoformat(one.iso)
    return {(moment + timedelta(hours=offset)).date() for offset in (-12, 14)} | {one.first_day}


def _shown_update(evidence: Sequence[DateEvidence]) -> DateEvidence | None:
    return next(
        (one for one in evidence if one.role == "updated" and one.precision != "year" and _kind(one) in ("shown", "stamp")), None
    )


def _kind(one: DateEvidence) -> str:
    return one.where.split(" ")[0]


def _same(one: DateEvidence, other: DateEvidence) -> bool:
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


def _line_dates(lines: Sequence[Line], title: int | None, day_first: bool | None) -> Iterator[DateEvidence]:
    window = _window(lines, title)
    lone = _lone_stamp(lines, window)
    mentions = 0
    for index, line in enumerate(lines):
        if line.label == "record" or not has_year(line.text):  # what a record says is a hint already
            continue
        clock = _read_clock(line.text)
        if clock:
            yield _evidence(clock, "clock", f"clock line {index + 1}", line.text, 0.9)
            continue
        stamps = list(_stamped(line, index, window, day_first))
        if index == lone:
            stamps = [replace(stamp, confidence=max(stamp.confidence, _LONE)) for stamp in stamps]
        yield from stamps
        if not stamps and line.label in ("body", "caption", "subhead") and mentions < _MOST_MENTIONS:
            for found in recognise_dates(line.text[:2000], day_first=day_first):
                mentions += 1
                yield _evidence(found, "mention", f"line {index + 1}", found.text, 0.05)


@dataclass(frozen=True, slots=True)
class _Window:
    """The lines around the headline: from `first` (before it) over `title` to `last` (where the story has begun)."""

    first: int
    title: int
    last: int


def _window(lines: Sequence[Line], title: int | None) -> _Window:
    start = title if title is not None else -1
    body = (
        index
        for index in range(start + 1, len(lines))
        if lines[index].label == "body" and lines[index].keep and len(lines[index].text) >= 80
    )
    story = next(body, start + _NEAR)
    return _Window(max(0, start - 4), start, min(max(start + 5, story + 2), start + _FAR))


def _lone_stamp(lines: Sequence[Line], window: _Window) -> int | None:
    """The first line under the headline that is a timestamp, unless it opens a list of dated items."""
    stamps = []
    for index in range(window.title + 1, len(lines)):
        line = lines[index]
        if (
            len(line.text) <= _LONGEST_STAMP
            and line.label not in _ELSEWHERE
            and has_year(line.text)
            and looks_like_timestamp(line.text)
        ):
            stamps.append(index)
            if len(stamps) == 2:
                break
    alone = stamps and (len(stamps) == 1 or stamps[1] - stamps[0] > _NEAR)
    return stamps[0] if alone else None


def _stamped(line: Line, index: int, window: _Window, day_first: bool | None) -> Iterator[DateEvidence]:
    """The dates of a line that says when the page was published or updated."""
    where = f"line {index + 1}"
    near = window.first <= index <= window.last
    dateline = parse_dateline(line.text) if near and len(line.text) > 60 else None
    if dateline and dateline.date:
        for found in recognise_dates(dateline.date, day_first=day_first):
            yield _evidence(found, "published", f"dateline {where}", found.text, 0.75)
        return
    beside = near and index - window.title in (1, 2, 3)
    elsewhere = line.label in _ELSEWHERE and not (beside or (near and parse_byline(line.text)))
    if len(line.text) > _LONGEST_STAMP or elsewhere:
        return
    found_dates = recognise_dates(line.text, day_first=day_first)
    stamp = _stamp(line.text, found_dates, _most_strange(line, near, beside))
    for position, (found, role) in enumerate(zip(found_dates, stamp or (), strict=False)):
        if role is None and index < min(window.title, 3) and found.precision == "instant":
            yield _evidence(found, "clock", f"clock {where}", found.text, 0.5)
            continue
        kind = "shown" if window.title < index <= window.last and len(found_dates) == 1 else "stamp"
        confidence = _confidence(role, index, window) - 0.02 * position
        yield _evidence(found, role or "published", f"{kind} {where}", found.text, confidence)


def _most_strange(line: Line, near: bool, beside: bool) -> int:
    """How many words besides those of dating a line may hold that dates the page."""
    if line.label == "byline" or beside:
        return 9
    return 6 if near and line.label not in ("body", "junk") else 1


def _confidence(role: DateRole | None, index: int, window: _Window) -> float:
    if window.title < index <= window.last:
        return (0.8 if role == "published" else 0.72) - 0.004 * (index - window.title)
    if window.first <= index <= window.last:
        return (0.75 if role == "published" else 0.6) - 0.04 * (window.title - index)
    return 0.4 if role else 0.2


def _stamp(text: str, found: Sequence[FoundDate], most_words: int) -> list[DateRole | None] | None:
    """What the words around each of `found` make it, or None where `text` says more than when."""
    if not found:
        return None
    known = vocabulary()
    roles: list[DateRole | None] = []
    strange = 0
    before = 0
    role: DateRole | None = None
    for one in [*found, None]:
        piece = text[before : one.start if one else len(text)]
        folded = fold(piece)
        words = [word for word in _SPLIT.split(folded) if word and not word.isdigit()]
        if any(word in known.updated for word in words) or any(phrase in folded for phrase in known.updated if " " in phrase):
            role = "updated"
        elif any(word in known.published for word in words) or any(phrase in folded for phrase in known.published if " " in phrase):
            role = "published"
        strange += sum(word not in known.neutral and word not in known.published and word not in known.updated for word in words)
        if one:
            roles.append(role)
            before = one.end
    return roles if strange <= most_words else None


def _read_clock(text: str) -> FoundDate | None:
    if len(text) > 90:
        return None
    match = _CLOCK.match(text)
    fused = _FUSED.match(match["rest"]) if match else None
    if not fused or not match:
        return None
    year = int(fused["rest"][-4:])
    month = months().get(fold(re.sub(r"[\W\d_]", "", fused["rest"])))
    if month is None:
        return None
    days = {day for day in _days(fused["sign"], fused["digits"]) if possible(year, month, day)}
    if not days:
        return None
    iso, precision = (f"{year:04}-{month:02}-{days.pop():02}", "day") if len(days) == 1 else (f"{year:04}-{month:02}", "month")
    return FoundDate(iso, "day" if precision == "day" else "month", 0, len(text), text)


def _days(sign: str | None, digits: str) -> Iterator[int]:
    """The days of the month that `digits` can end in, when what comes before must be a zone's offset of at most 14 hours."""
    if not sign:
        yield int(digits)
        return
    for cut in (1, 2):
        offset, day = digits[:cut], digits[cut:]
        if day and day[0] != "0" and int(offset) <= 14:
            yield int(day)


def _evidence(found: FoundDate, role: DateRole, where: str, text: str, confidence: float) -> DateEvidence:
    return DateEvidence(found.iso, found.precision, role, where, text, round(confidence, 3))
