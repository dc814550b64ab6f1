"""Collect the dates in the lines of a page as evidence: stamps around the headline, datelines, clocks, and mentions in the story."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.metadata.byline import parse_byline
from dateline.metadata.date_parser import find_dates_in_text, lines_with_years
from dateline.metadata.found_date import FoundDate
from dateline.metadata.place import parse_dateline
from dateline.metadata.timestamps import LONGEST_TIMESTAMP, find_date_roles, looks_like_timestamp, read_clock
from dateline.types.articles import DateEvidence, DateRole, Line

_FIRST_PUBLISHED = re.compile(
    r"^.{0,40}\b(?:originally|first)\s(?:published|posted|appeared|ran)\b[^.\d]{0,30}$|^.{0,40}\b(?:ursprünglich|zuerst)\b[^.\d]{0,40}$|"
    r"^.{0,40}\bpublié(?:e)?\s(?:initialement|pour la première fois)\b[^.\d]{0,30}$|^.{0,40}\bpublicad[oa]\soriginalmente\b[^.\d]{0,30}$",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OPENING = re.compile(r"\)?\s?[-–—|:]{1,2}\s\S.{40}")
_GREETED = re.compile(r"[.!]\s\S.{20}")  # "Good morning, it is Thursday, March 14, 2024. Ten days until …"
_GREETING = 5
_REGISTERED = re.compile(
    r"발행일|등록일|등록번호|창간|설립"
)  # when an outlet was founded or registered, in the imprint of its pages
_LONGEST_NOTE = 300
_NEAR = 12
_FAR = 40
_FARTHEST = 60
_LONE_CONFIDENCE = 0.4
_MONTH_CONFIDENCE = 0.25  # a month alone is more often the heading of an archive than a publication date
_ISSUE_CONFIDENCE = 0.4  # but alone on its line right under a headline it is the month of an issue
_SOLE_CONFIDENCE = 0.4
_UNRELATED_CONFIDENCE, _LABELLED_CONFIDENCE = 0.2, 0.7  # a date labelled in words as the first publication is not lowered
_HEADING_REACH, _STORY_BEFORE, _STORY_REACH, _SENTENCE_LENGTH = 4, 2, 2, 60
_OPENINGS = frozenset({"related-heading", "comment-ui"})
_OTHER_LABELS = frozenset({"related", "other-story", "comment", "comment-ui", "ad", "nav", "legal", "credit", "caption", "bio"})
_NOT_LONE = _OTHER_LABELS | {"counter"}
_NEVER_OWN = frozenset({"comment", "comment-ui", "other-story", "credit", "bio", "legal", "caption"})
_MOST_MENTIONS = 12


def dated_lines(lines: Sequence[Line]) -> list[int]:
    """Return the places of the lines that may contain a date."""
    return lines_with_years([line.text for line in lines])


def line_dates(lines: Sequence[Line], dated: Sequence[int], title: int | None, day_first: bool | None) -> Iterator[DateEvidence]:
    """Yield the dates in the lines at `dated`; `title` is the place of the headline; `day_first` resolves numeric dates."""
    window = _find_window(lines, title)
    lone, sole = _find_lone_stamp(lines, dated, window), _find_sole_stamp(lines, dated)
    story = [at for at, line in enumerate(lines) if line.label == "body" and line.keep and len(line.text) >= _SENTENCE_LENGTH]
    mentions = 0
    for index in dated:
        line = lines[index]
        if line.label == "record":  # the date of a record is already a hint
            continue
        clock = read_clock(line.text)
        if clock:
            yield _make_evidence(clock, "clock", f"clock line {index + 1}", line.text, 0.9)
            continue
        stamps = list(_read_stamp(line, index, window, day_first, sole=index == sole))
        if index in (lone, sole):
            least = _LONE_CONFIDENCE if index == lone else _SOLE_CONFIDENCE
            stamps = [replace(one, confidence=max(one.confidence, least)) if one.precision != "month" else one for one in stamps]
        if stamps and index > window.last and _is_unrelated(lines, index, story):
            stamps = [
                one
                if one.confidence >= _LABELLED_CONFIDENCE
                else replace(one, confidence=min(one.confidence, _UNRELATED_CONFIDENCE))
                for one in stamps
            ]
        yield from stamps
        if not stamps and line.label in ("body", "caption", "subhead") and mentions < _MOST_MENTIONS:
            for found in find_dates_in_text(line.text[:2000], day_first=day_first):
                mentions += 1
                yield _make_evidence(found, "mention", f"line {index + 1}", found.text, 0.05)


@dataclass(frozen=True, slots=True)
class _Window:
    """The lines around the headline: from `first` (before it) through `title` to `last` (in the first lines of the story)."""

    first: int
    title: int
    last: int


def _find_window(lines: Sequence[Line], title: int | None) -> _Window:
    start = title if title is not None else -1
    body = (
        index
        for index in range(start + 1, len(lines))
        if lines[index].label == "body" and lines[index].keep and len(lines[index].text) >= 80
    )
    story = next(body, start + _NEAR)
    if title is None:  # after the beginning of the story, a date belongs to other parts of the page
        return _Window(0, start, min(story, _FAR))
    return _Window(max(0, start - 4), start, min(max(start + 5, story + 2), start + _FAR))


def _find_lone_stamp(lines: Sequence[Line], dated: Sequence[int], window: _Window) -> int | None:
    """Return the first line under the headline that is a timestamp, unless it opens a list of dated items."""
    stamps = []
    for index in dated:
        line = lines[index]
        if index > window.title and line.label not in _NOT_LONE and looks_like_timestamp(line.text):
            stamps.append(index)
            if len(stamps) == 2:
                break
    alone = stamps and (len(stamps) == 1 or stamps[1] - stamps[0] > _NEAR)
    return stamps[0] if alone and (window.title < 0 or stamps[0] - window.title <= _FARTHEST) else None


def _find_sole_stamp(lines: Sequence[Line], dated: Sequence[int]) -> int | None:
    """Return the first timestamp of a page if all its timestamps have the same day, in lines of nearly all labels."""
    first, days = None, set()
    for index in dated:
        line = lines[index]
        if line.label not in _NEVER_OWN and looks_like_timestamp(line.text):
            first = index if first is None else first
            days |= {found.iso[:10] for found in find_dates_in_text(line.text)}
    return first if len(days) == 1 else None


def _is_unrelated(lines: Sequence[Line], index: int, story: Sequence[int]) -> bool:
    """Whether the day at `index` dates something else: under a heading of comments or stories, amid the story, or in an imprint.

    `story` are the places of the story's long lines.
    """
    if index and len(lines[index - 1].text) <= _NEAR and _REGISTERED.search(lines[index - 1].text):
        return True
    for above in reversed(lines[max(0, index - _HEADING_REACH) : index]):
        if above.label in _OPENINGS:
            return True
        if above.label == "body" and above.keep:
            break
    before = bisect_left(story, index)
    return (
        _STORY_BEFORE < before < len(story) and index - story[before - 1] <= _STORY_REACH and story[before] - index <= _STORY_REACH
    )


def _read_stamp(line: Line, index: int, window: _Window, day_first: bool | None, *, sole: bool) -> Iterator[DateEvidence]:
    """Yield the dates of a line that states when the page was published or updated."""
    where = f"line {index + 1}"
    near = window.first <= index <= window.last
    dateline = parse_dateline(line.text) if near and len(line.text) > 60 else None
    if dateline and dateline.date:
        for found in find_dates_in_text(dateline.date, day_first=day_first):
            yield _make_evidence(found, "published", f"dateline {where}", found.text, 0.75)
        return
    if len(line.text) > _LONGEST_NOTE:
        return
    found_dates = find_dates_in_text(line.text, day_first=day_first)
    if found_dates and _is_first_publication(line.text, found_dates[0]):
        yield _make_evidence(found_dates[0], "published", f"stamp {where}", found_dates[0].text, 0.74)
        return
    if near and found_dates and _opens_story(line, found_dates[0]):
        yield _make_evidence(found_dates[0], "published", f"dateline {where}", found_dates[0].text, 0.7)
        return
    if len(line.text) > LONGEST_TIMESTAMP:
        return
    beside = near and -1 <= index - window.title <= 4
    stamp = find_date_roles(line.text, found_dates, _count_allowed_words(line, near, beside, sole=sole))
    if stamp == [None, None] and not line.text[found_dates[0].end : found_dates[1].start].strip():
        found_dates, stamp = sorted(found_dates, key=lambda one: one.iso), ["published", "updated"]  # both unlabelled, run together
    if stamp == [None, "updated"] and found_dates[0].iso < found_dates[1].iso:
        stamp = ["published", "updated"]  # of two days, the later one is the update
    for position, (found, role) in enumerate(zip(found_dates, stamp or (), strict=False)):
        if role is None and index < min(window.title, 3) and found.precision == "instant" and not _ISO_DATE.match(found.text):
            yield _make_evidence(found, "clock", f"clock {where}", found.text, 0.5)
            continue
        kind = "shown" if (beside or window.title < index <= window.last) and len(found_dates) == 1 else "stamp"
        confidence = _confidence(role, index, window) - 0.02 * position
        if found.precision == "month" and not role:
            confidence = min(
                confidence,
                _ISSUE_CONFIDENCE if beside and index > window.title and _is_only_month(line.text, found) else _MONTH_CONFIDENCE,
            )
        yield _make_evidence(found, role or "published", f"{kind} {where}", found.text, confidence)


def _is_only_month(text: str, found: FoundDate) -> bool:
    return found.text.strip() == text.strip(" ().|·•–—-")


def _is_first_publication(text: str, found: FoundDate) -> bool:
    return found.precision in ("day", "instant") and _FIRST_PUBLISHED.search(text[: found.start]) is not None


def _opens_story(line: Line, found: FoundDate) -> bool:
    """Whether a day is before the first sentence, separated from it as datelines are."""
    if line.label != "body" or found.precision == "month":
        return False
    rest, greeted = line.text[found.end :], len(line.text[: found.start].split()) <= _GREETING
    return (found.start <= 2 and _OPENING.match(rest) is not None) or (greeted and _GREETED.match(rest) is not None)


def _count_allowed_words(line: Line, near: bool, beside: bool, *, sole: bool) -> int:
    """Return how many words other than dating words a line may contain to date the page; -1 if it dates something else."""
    if line.label == "byline" or (beside and (line.label not in ("body", "junk") or parse_byline(line.text))):
        return 9
    if line.label in _OTHER_LABELS and not (near and parse_byline(line.text)):
        return 1 if sole else 0 if near and line.label not in _NEVER_OWN else -1
    return 6 if near and line.label not in ("body", "junk") else 3 if beside else 1


def _confidence(role: DateRole | None, index: int, window: _Window) -> float:
    if window.title < index <= window.last:
        return (0.8 if role == "published" else 0.72) - 0.004 * (index - window.title)
    if window.title - index == 1:
        return 0.7  # right above the headline, as close as under it
    if window.first <= index <= window.last:
        return (0.75 if role == "published" else 0.6) - 0.04 * (window.title - index)
    return 0.4 if role else 0.2


def _make_evidence(found: FoundDate, role: DateRole, where: str, text: str, confidence: float) -> DateEvidence:
    return DateEvidence(found.iso, found.precision, role, where, text, round(confidence, 3))
