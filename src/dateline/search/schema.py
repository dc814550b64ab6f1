"""What the engine holds of an article: its words, fields to ask for, keys to sort by, columns to count by. No texts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from dateline.query import NAMES, PLACES, ZONES
from dateline.search.analysis import NOTHING, key_counts, name_tokens, raw_tokens, stem_language, text_lanes
from dateline.search.periods import PERIODS, period_of_evidence
from dateline.search.places import place_tokens
from dateline.text import fold, id_number
from dateline.types.articles import ArchivedArticle, DateEvidence, Metadata

if TYPE_CHECKING:
    from tantivy import Document, Index, Schema

VERSION = 11
UNKNOWN = ""
UNKNOWN_LANGUAGE = "unknown"
COUNTED = ("author", "source", "place", "agency", "tag", "section", "domain")
"""The fields whose values are counted; a value that is UNKNOWN stands for none."""
ALWAYS = ("id", "origin", "kind")
"""The fields in which every article has something."""
COPY = "copy"
OFTEN = "#"
MOST_OFTEN = 99
TIE_BITS = 30
_LANES = "lanes"
_LONGEST_KEY = 200
_BEHIND_ALL = "\U0010ffff"
_WORD = re.compile(r"\w+")
_LAST = 1 << 63
_KEY_BYTES = 8


def make_schema() -> Schema:
    """The engine's schema; a change to it needs a new VERSION, and every index is built anew."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ZONES:
        builder.add_text_field(name, tokenizer_name=_LANES, index_option="position")
    for name in (*NAMES, *(place for place in PLACES if place != "id")):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("often", tokenizer_name="whitespace", index_option="basic")
    for name in ("stems", "known", "copy", "title_name"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("lang", "kind", "by_title", "by_source", *(f"{name}_name" for name in COUNTED)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("date_first", "date_last", "updated_first", "updated_last", "seen_first", "words", "date-confidence"):
        builder.add_integer_field(name, fast=True)
    for name in PERIODS:
        builder.add_integer_field(name, fast=True)
    for name in ("newest", "oldest", "longest", "seen", "id_key"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field("story", indexed=True, fast=True)
    return builder.build()


def register_lanes(index: Index) -> None:
    """Tell an open index how its texts are cut: at spaces, and the mark for nothing takes its place but no room."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(_LANES, TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.custom_stopword([NOTHING])).build())


def make_document(article_id: str, archived: ArchivedArticle) -> Document:
    """The engine's document for one article."""
    from tantivy import Document

    article, metadata = archived.article, archived.article.metadata
    document = Document()
    document.add_text("id", article_id)
    zones = text_zones(archived)
    told: list[str] = []
    for zone, texts in zones.items():
        if any(texts):
            tokens = list(map(raw_tokens, texts))
            document.add_text(zone, text_lanes(tokens, metadata.language))
            document.add_text("known", zone)
            if zone in ("title", "body"):
                told += chain.from_iterable(tokens)
    keys = key_counts(told, metadata.language).items()
    document.add_text("often", " ".join([f"{key}{OFTEN}{min(times, MOST_OFTEN)}" for key, times in keys if times > 1]))
    document.add_text("stems", stem_language(metadata.language))
    document.add_text("kind", article.kind.lower())
    words = sum(map(len, map(str.split, zones["body"])))
    tie = _tie(article_id)
    document.add_integer("words", words)
    document.add_unsigned("longest", (words << TIE_BITS) + tie)
    document.add_unsigned("id_key", id_key(article_id))
    if mark := archived.cluster:
        if mark.lead != article_id:
            document.add_text("copy", COPY)
        document.add_unsigned("story", 2 * story_key(mark.lead) + (mark.lead != article_id))
    _add_names(document, metadata, archived.note)
    for place in PLACES[:-1]:
        if tokens_of_place := place_tokens(place, archived):
            document.add_text(place, tokens_of_place)
            document.add_text("known", place)
    newest = _add_dates(document, archived, tie)
    for name, value in (("by_title", metadata.title), ("by_source", metadata.source)):
        document.add_text(name, _alphabetic(value, _LAST + _LAST - 1 - newest))
    return document


def text_zones(archived: ArchivedArticle) -> dict[str, tuple[str, ...]]:
    """The texts of an article that words can be looked for in; no phrase crosses from one text to the next."""
    article = archived.article
    return {
        "title": (article.metadata.title or "",),
        "body": (article.body,),
        "caption": tuple(line.text for line in article.lines if line.label == "caption"),
        "removed": tuple(line.text for line in article.lines if not line.keep),
        "older": tuple(line.text for line in archived.former),
    }


def _add_names(document: Document, metadata: Metadata, note: str | None) -> None:
    names: dict[str, tuple[str, ...]] = {
        "author": metadata.authors,
        "source": tuple(filter(None, (metadata.source, metadata.domain))),
        "place": tuple(filter(None, (metadata.place,))),
        "agency": tuple(filter(None, (metadata.agency,))),
        "section": tuple(filter(None, (metadata.section,))),
        "tag": metadata.tags,
        "note": tuple(filter(None, (note,))),
    }
    for field, values in names.items():
        document.add_text(field, name_tokens(values))
    counted = {**names, "source": tuple(filter(None, (metadata.source,))), "domain": tuple(filter(None, (metadata.domain,)))}
    for field in COUNTED:
        for value in dict.fromkeys(filter(None, counted[field])) or (UNKNOWN,):
            document.add_text(f"{field}_name", value)
    for field, values in counted.items():
        if any(values) and field != "domain":  # that is one of the places
            document.add_text("known", field)
    if metadata.title:
        document.add_text("title_name", metadata.title)
    document.add_text("lang", (metadata.language or UNKNOWN_LANGUAGE).lower())
    if metadata.language:
        document.add_text("known", "lang")


def _add_dates(document: Document, archived: ArchivedArticle, tie: int) -> int:
    """Put the dates in; the number by which the newest come first."""
    known = archived.article.metadata
    for field, evidence in (("date", known.published), ("updated", known.updated)):
        if evidence:
            document.add_text("known", field)
            document.add_integer(f"{field}_first", evidence.first_day.toordinal())
            document.add_integer(f"{field}_last", evidence.last_day.toordinal())
    seen = archived.seen.astimezone(UTC)
    document.add_integer("seen_first", seen.date().toordinal())
    document.add_unsigned("seen", (max(int(seen.timestamp()), 0) << TIE_BITS) + tie)
    newest, oldest = tie, _LAST + tie
    if published := known.published:
        document.add_integer("date-confidence", round(published.confidence * 100))
        for by in PERIODS:
            if (number := period_of_evidence(published, by)) is not None:
                document.add_integer(by, number)
        newest = oldest = (_minutes(published) << TIE_BITS) + tie
    document.add_unsigned("newest", newest)
    document.add_unsigned("oldest", oldest)
    return newest


def _alphabetic(name: str | None, behind: int) -> str:
    """A text by which names are in the order of the alphabet, without case and accents; what has none comes last."""
    letters = " ".join(_WORD.findall(fold(name))) if name else ""
    return f"{letters[:_LONGEST_KEY] or _BEHIND_ALL} \0{behind:016x}"


def id_key(article_id: str) -> int:
    """An id of at most eight signs as a number, which a column gives back faster than a stored document; 0 for a longer one."""
    name = article_id.encode()
    return int.from_bytes(name.ljust(_KEY_BYTES, b"\0"), "big") if len(name) <= _KEY_BYTES else 0


def id_of_key(key: int) -> str:
    """The id that `id_key` made a number of."""
    return key.to_bytes(_KEY_BYTES, "big").rstrip(b"\0").decode()


def story_key(lead: str) -> int:
    """A number that the copies of one story share; below 2^41, as the engine counts a column's values in floats.

    In the column it stands doubled, and one more for a copy that does not lead.
    """
    from hashlib import blake2b

    number = id_number(lead)
    return (1 << 40) + int.from_bytes(blake2b(lead.encode(), digest_size=5).digest(), "big") if number is None else number


def _tie(article_id: str) -> int:
    """A number that orders articles of equal rank, the same in every index."""
    from hashlib import blake2b  # a search needs none, and it brings a whole library of ciphers

    return int.from_bytes(blake2b(article_id.encode(), digest_size=4).digest(), "big") >> (32 - TIE_BITS)


def _minutes(published: DateEvidence) -> int:
    """Minutes since the calendar began, by UTC where the zone is known; a day without a time counts from its start."""
    day: date = published.first_day
    minutes = day.toordinal() * 1440
    if published.precision == "instant":
        moment = datetime.fromisoformat(published.iso)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        minutes = int((zoned - datetime(1, 1, 1, tzinfo=UTC)).total_seconds() // 60) + 1440
    return max(minutes, 1)
