"""An article as an index takes it: the words, names, dates and columns of its fields."""

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

_LONGEST_KEY = 200
_BEHIND_ALL = "\U0010ffff"
_WORD = re.compile(r"\w+")
_LAST = 1 << 63


class Fields(NamedTuple):
    """What the engine holds of an article but what its place in an archive says: its id, when it came, the cluster it is in.

    `texts` are the values of text fields, `numbers` those of columns; `minutes` tells when it was published, None where that is not
    known; `alphabetic` are its title and source in the order of the alphabet.
    """

    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, int], ...]
    words: int
    minutes: int | None
    alphabetic: tuple[str, str]


class Entry(NamedTuple):
    """A change of an article whose fields were made before: its number, the id, the fields, when it came, its cluster.

    The article itself is there where it is at hand.
    """

    number: int
    article_id: str
    fields: Fields
    seen: datetime
    cluster: ClusterMark | None
    article: ArchivedArticle | None = None


def entry_of(number: int, article_id: str, archived: ArchivedArticle) -> Entry:
    """The change of that number, by which the archive came to hold an article under that id."""
    return Entry(number, article_id, make_fields(archived), archived.seen, archived.cluster, archived)


def make_fields(archived: ArchivedArticle) -> Fields:
    """The fields of an article, made of its content and where it was found alone."""
    from dateline.search.address_tokens import make_location_tokens  # a search makes none

    article, metadata = archived.article, archived.article.metadata
    texts: list[tuple[str, str]] = []
    zones = text_zones(archived)
    told: list[str] = []
    texts += [("known", zone) for zone, parts in zones.items() if any(parts)]
    for name, parts in _each_once(zones, article.lines).items():
        if not any(parts):
            continue
        if name in ("title", "body"):
            lanes = make_text_streams(map(raw_tokens, parts), metadata.language)
            told.append(lanes)
        else:
            lanes = make_line_streams(parts, metadata.language)
        texts.append((name, lanes))
    keys = key_counts(told).items()
    texts.append(("often", " ".join([f"{key}{OFTEN}{min(times, MOST_OFTEN)}" for key, times in keys if times > 1])))
    texts += (("stems", stem_language(metadata.language)), ("kind", article.kind.lower()))
    texts += _names(metadata, archived.note)
    for place in PLACES[:-1]:
        if tokens_of_place := make_location_tokens(place, archived):
            texts += ((place, tokens_of_place), ("known", place))
    days, columns = _dates(metadata)
    words = sum(map(len, map(str.split, zones["body"])))
    minutes = _minutes(metadata.published) if metadata.published else None
    alphabetic = (_alphabetic(metadata.title), _alphabetic(metadata.source))
    return Fields((*texts, *days), (("words", words), *columns), words, minutes, alphabetic)


def make_document(entry: Entry) -> Document:
    """The engine's document for one article."""
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
        document.add_text(name, behind(letters, newest))
    return document


def _each_once(zones: dict[str, tuple[str, ...]], lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """The texts of zones by the fields that hold them."""
    captions = [line for line in lines if line.label == CAPTION]
    return {
        **zones,
        "removed": tuple(line.text for line in lines if not line.keep and line.label != CAPTION),
        "caption": tuple(line.text for line in captions if not line.keep),
        KEPT_CAPTION: tuple(line.text for line in captions if line.keep),
    }


def _names(metadata: Metadata, note: str | None) -> Iterator[tuple[str, str]]:
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
        if any(values) and field != "domain":  # that is one of the places
            yield "known", field
    if metadata.title:
        yield "title_name", metadata.title
    yield "lang", (metadata.language or UNKNOWN_LANGUAGE).lower()
    if metadata.language:
        yield "known", "lang"


def _dates(known: Metadata) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """What is known of the dates, as texts and as numbers."""
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


def _alphabetic(name: str | None) -> str:
    """A text by which names are in the order of the alphabet, without case and accents; what has none comes last."""
    letters = " ".join(_WORD.findall(fold(name))) if name else ""
    return letters[:_LONGEST_KEY] or _BEHIND_ALL


def behind(letters: str, newest: int) -> str:
    """A key that is in the order of the alphabet, and of equal ones has the newest first."""
    return f"{letters} \0{_LAST + _LAST - 1 - newest:016x}"


def _minutes(published: DateEvidence) -> int:
    """Minutes since the calendar began, by UTC where the zone is known; a day without a time counts from its start."""
    day: date = published.first_day
    minutes = day.toordinal() * 1440
    if published.precision == "instant":
        moment = datetime.fromisoformat(published.iso)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        minutes = int((zoned - datetime(1, 1, 1, tzinfo=UTC)).total_seconds() // 60) + 1440
    return max(minutes, 1)
