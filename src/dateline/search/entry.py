"""Prepare an article for the index: the words, names, dates and columns of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dateline.query import PLACES
from dateline.search.periods import PERIODS, period_of_evidence
from dateline.search.schema import (
    CAPTION,
    COPY,
    COUNTED,
    KEPT_CAPTION,
    MOST_OFTEN,
    OFTEN,
    SORTED,
    TIE_BITS,
    UNKNOWN,
    UNKNOWN_LANGUAGE,
    id_key,
    story_key,
    text_zones,
    tie_of,
)
from dateline.search.token_streams import key_counts, make_line_streams, make_text_streams
from dateline.search.tokens import name_tokens, raw_tokens, stem_language
from dateline.text import fold
from dateline.types.articles import ArchivedArticle, ClusterMark, DateEvidence, Line, Metadata

if TYPE_CHECKING:
    from tantivy import Document

_MAX_KEY = 200
_SORTS_LAST = "\U0010ffff"
_WORD = re.compile(r"\w+")
_LAST = 1 << 63


class Fields(NamedTuple):
    """The indexed fields of an article, except those that the archive assigns: its id, when it was first seen, its cluster.

    `texts` are the values of text fields, `numbers` those of columns. `minutes` is the time of publication, None if unknown.
    `alphabetic` are the sort keys of its title and source.
    """

    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, int], ...]
    words: int
    minutes: int | None
    alphabetic: tuple[str, str]


class Entry(NamedTuple):
    """A change of an article with its prepared fields: the change number, the id, the fields, when it was first seen, its cluster.

    `article` is the article itself, if it was at hand.
    """

    number: int
    article_id: str
    fields: Fields
    seen: datetime
    cluster: ClusterMark | None
    article: ArchivedArticle | None = None


def entry_of(number: int, article_id: str, archived: ArchivedArticle) -> Entry:
    """Make the entry for the change that stored an article under that id."""
    return Entry(number, article_id, make_fields(archived), archived.seen, archived.cluster, archived)


def make_fields(archived: ArchivedArticle) -> Fields:
    """Make the fields of an article from its content, its note, and where it was found."""
    from dateline.search.address_tokens import make_location_tokens  # not needed for a search

    article, metadata = archived.article, archived.article.metadata
    texts: list[tuple[str, str]] = []
    zones = text_zones(archived)
    streams: list[str] = []
    texts += [("known", zone) for zone, parts in zones.items() if any(parts)]
    for name, parts in _text_fields(zones, article.lines).items():
        if not any(parts):
            continue
        if name in ("title", "body"):
            stream = make_text_streams(map(raw_tokens, parts), metadata.language)
            streams.append(stream)
        else:
            stream = make_line_streams(parts, metadata.language)
        texts.append((name, stream))
    keys = key_counts(streams).items()
    texts.append(("often", " ".join([f"{key}{OFTEN}{min(times, MOST_OFTEN)}" for key, times in keys if times > 1])))
    texts += (("stems", stem_language(metadata.language)), ("kind", article.kind.lower()))
    texts += _name_fields(metadata, archived.note)
    for place in PLACES[:-1]:
        if tokens_of_place := make_location_tokens(place, archived):
            texts += ((place, tokens_of_place), ("known", place))
    days, columns = _date_fields(metadata)
    words = sum(map(len, map(str.split, zones["body"])))
    minutes = _publication_minutes(metadata.published) if metadata.published else None
    alphabetic = (_sort_letters(metadata.title), _sort_letters(metadata.source))
    return Fields((*texts, *days), (("words", words), *columns), words, minutes, alphabetic)


def make_document(entry: Entry) -> Document:
    """Make the engine's document for one article."""
    from tantivy import Document

    article_id, fields = entry.article_id, entry.fields
    document, tie = Document(), tie_of(article_id)
    document.add_text("id", article_id)
    for name, text in fields.texts:
        document.add_text(name, text)
    for name, number in fields.numbers:
        document.add_integer(name, number)
    document.add_unsigned("longest", (fields.words << TIE_BITS) + tie)
    document.add_unsigned("id_key", id_key(article_id))
    if mark := entry.cluster:
        if mark.lead != article_id:
            document.add_text("copy", COPY)
        document.add_unsigned("story", 2 * story_key(mark.lead) + (mark.lead != article_id))
    seen = entry.seen.astimezone(UTC)
    document.add_integer("seen_first", seen.date().toordinal())
    document.add_unsigned("seen", (max(int(seen.timestamp()), 0) << TIE_BITS) + tie)
    minutes = fields.minutes
    newest = tie if minutes is None else (minutes << TIE_BITS) + tie
    document.add_unsigned("newest", newest)
    document.add_unsigned("oldest", _LAST + tie if minutes is None else newest)
    for name, letters in zip(SORTED, fields.alphabetic, strict=True):
        document.add_text(name, alphabetic_key(letters, newest))
    return document


def _text_fields(zones: dict[str, tuple[str, ...]], lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """The texts of zones by field, each text in one field."""
    captions = [line for line in lines if line.label == CAPTION]
    return {
        **zones,
        "removed": tuple(line.text for line in lines if not line.keep and line.label != CAPTION),
        "caption": tuple(line.text for line in captions if not line.keep),
        KEPT_CAPTION: tuple(line.text for line in captions if line.keep),
    }


def _name_fields(metadata: Metadata, note: str | None) -> Iterator[tuple[str, str]]:
    names: dict[str, tuple[str, ...]] = {
        "author": metadata.authors,
        "source": tuple(filter(None, (metadata.source, metadata.domain))),
        "place": tuple(filter(None, (metadata.place,))),
        "agency": tuple(filter(None, (metadata.agency,))),
        "section": tuple(filter(None, (metadata.section,))),
        "tag": metadata.tags,
        "person": metadata.people,
        "mentions-place": metadata.places,
        "organisation": metadata.organisations,
        "note": tuple(filter(None, (note,))),
    }
    for field, values in names.items():
        yield field, name_tokens(values)
    counted = {**names, "source": tuple(filter(None, (metadata.source,))), "domain": tuple(filter(None, (metadata.domain,)))}
    for field in COUNTED:
        for value in dict.fromkeys(filter(None, counted[field])) or (UNKNOWN,):
            yield f"{field}_name", value
    for field, values in counted.items():
        if any(values) and field != "domain":  # the domain is added with the locations
            yield "known", field
    if metadata.title:
        yield "title_name", metadata.title
    yield "lang", (metadata.language or UNKNOWN_LANGUAGE).lower()
    if metadata.language:
        yield "known", "lang"


def _date_fields(known: Metadata) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """The known dates, as values of text fields and of columns."""
    texts, numbers = [], []
    for field, evidence in (("date", known.published), ("updated", known.updated)):
        if evidence:
            texts.append(("known", field))
            numbers.append((f"{field}_first", evidence.first_day.toordinal()))
            numbers.append((f"{field}_last", evidence.last_day.toordinal()))
    if published := known.published:
        numbers.append(("date-confidence", round(published.confidence * 100)))
        for by in PERIODS:
            if (number := period_of_evidence(published, by)) is not None:
                numbers.append((by, number))
    return texts, numbers


def _sort_letters(name: str | None) -> str:
    """The key that sorts a name alphabetically, without case and accents; a missing name sorts last."""
    letters = " ".join(_WORD.findall(fold(name))) if name else ""
    return letters[:_MAX_KEY] or _SORTS_LAST


def alphabetic_key(letters: str, newest: int) -> str:
    """A sort key in alphabetical order, with the newest first among equal names."""
    return f"{letters} \0{_LAST + _LAST - 1 - newest:016x}"


def _publication_minutes(published: DateEvidence) -> int:
    """Minutes since the start of the calendar, in UTC if the zone is known; a day without a time counts from its start."""
    day: date = published.first_day
    minutes = day.toordinal() * 1440
    if published.precision == "instant":
        moment = datetime.fromisoformat(published.iso)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        minutes = int((zoned - datetime(1, 1, 1, tzinfo=UTC)).total_seconds() // 60) + 1440
    return max(minutes, 1)
