"""What the engine holds of an article: its words, fields to ask for, keys to sort by, columns to count by. No texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from dateline.query import NAMES, PLACES, ZONES
from dateline.search.periods import PERIODS, period_of_evidence
from dateline.search.stems import NOTHING
from dateline.search.token_streams import key_counts, make_line_streams, make_text_streams
from dateline.search.tokens import name_tokens, raw_tokens, stem_language
from dateline.text import fold, id_number
from dateline.types.articles import ArchivedArticle, ClusterMark, DateEvidence, Line, Metadata

if TYPE_CHECKING:
    from tantivy import Document, Index, Schema

VERSION = 13
UNKNOWN = ""
UNKNOWN_LANGUAGE = "unknown"
COUNTED = ("author", "source", "place", "agency", "tag", "section", "person", "mentions-place", "organisation", "domain")
"""The fields whose values are counted; a value that is UNKNOWN stands for none."""
SORTED = ("by_title", "by_source")
"""The columns whose values are in the order of the alphabet."""
ALWAYS = ("id", "origin", "kind")
"""The fields in which every article has something."""
KEPT_CAPTION = "kept_caption"
TEXT_FIELDS = (*ZONES, KEPT_CAPTION)
"""The fields that hold texts in lanes: the zones, each text once. A caption that was taken out stands under captions alone."""
FIELDS_OF = {"caption": ("caption", KEPT_CAPTION), "removed": ("removed", "caption")}
"""The fields of zones that are held in several."""
COPY = "copy"
OFTEN = "#"
MOST_OFTEN = 99
TIE_BITS = 30
CAPTION = "caption"
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
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=_LANES, index_option="position")
    for name in (*NAMES, *(place for place in PLACES if place != "id")):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("often", tokenizer_name="whitespace", index_option="basic")
    for name in ("stems", "known", "copy", "title_name"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("lang", "kind", *SORTED, *(f"{name}_name" for name in COUNTED)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("date_first", "date_last", "updated_first", "updated_last", "seen_first", "words", "date-confidence"):
        builder.add_integer_field(name, fast=True)
    for name in PERIODS:
        builder.add_integer_field(name, fast=True)
    for name in ("newest", "oldest", "longest", "seen", "id_key"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field("story", indexed=True, fast=True)
    return _narrowed(builder.build())


def _narrowed(schema: Schema) -> Schema:
    """The same without what nobody asks for: lengths of fields that do not weigh, and words of what is only sorted by.

    The engine's builder cannot leave these out. The form in which a schema travels to another process can.
    """
    from copy import deepcopy

    make, (form,) = cast("tuple[Callable[[Any], Schema], tuple[Any]]", schema.__reduce__())
    form = deepcopy(form)
    for field in form["inner"]:
        if field["name"] in SORTED:
            field["options"]["indexing"] = None
        elif field["type"] == "text" and field["name"] not in TEXT_FIELDS:
            field["options"]["indexing"]["fieldnorms"] = False
    return make(form)


def register_token_streams(index: Index) -> None:
    """Tell an open index how its texts are cut: at spaces, and the mark for nothing takes its place but no room."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(_LANES, TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.custom_stopword([NOTHING])).build())


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
    """A change of an article whose fields were made before: its number, the id, the fields, when it came, its cluster."""

    number: int
    article_id: str
    fields: Fields
    seen: datetime
    cluster: ClusterMark | None


def entry_of(number: int, article_id: str, archived: ArchivedArticle) -> Entry:
    """The change of that number, by which the archive came to hold an article under that id."""
    return Entry(number, article_id, make_fields(archived), archived.seen, archived.cluster)


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


def text_zones(archived: ArchivedArticle) -> dict[str, tuple[str, ...]]:
    """The texts of an article that words can be looked for in; no phrase crosses from one text to the next."""
    article = archived.article
    return {
        "title": (article.metadata.title or "",),
        "body": (article.body,),
        "caption": tuple(line.text for line in article.lines if line.label == CAPTION),
        "removed": tuple(line.text for line in article.lines if not line.keep),
        "older": tuple(line.text for line in archived.former),
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


def tie_of(article_id: str) -> int:
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
