"""The engine's schema: the words of an article, fields to search, columns to sort and to count by. The index stores no texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from dateline.query import NAMES, PLACES, ZONES
from dateline.search.periods import PERIODS
from dateline.search.stems import NOTHING
from dateline.text import id_number
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from tantivy import Index, Schema

VERSION = 13
UNKNOWN = ""
UNKNOWN_LANGUAGE = "unknown"
COUNTED = ("author", "source", "place", "agency", "tag", "section", "person", "mentions-place", "organisation", "domain")
"""The fields whose values are counted; UNKNOWN marks an article without a value."""
SORTED = ("by_title", "by_source")
"""The columns that sort in alphabetical order."""
ALWAYS = ("id", "origin", "kind")
"""The fields that have a value in every article."""
KEPT_CAPTION = "kept_caption"
TEXT_FIELDS = (*ZONES, KEPT_CAPTION)
"""The fields with token streams: the zones, each text once. A caption that was removed is in the caption field only."""
FIELDS_OF = {"caption": ("caption", KEPT_CAPTION), "removed": ("removed", "caption")}
"""The zones that are spread over several fields."""
COPY = "copy"
OFTEN = "#"
MOST_OFTEN = 99
TIE_BITS = 30
CAPTION = "caption"
_LANES = "lanes"
_KEY_BYTES = 8


def make_schema() -> Schema:
    """Make the engine's schema. A change to it needs a new VERSION, and every index is then rebuilt."""
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
    return _narrow(builder.build())


def _narrow(schema: Schema) -> Schema:
    """Leave out what no query uses: the lengths of fields that are not ranked, and the terms of columns that only sort.

    The engine's schema builder cannot leave these out, but the pickled form of a schema can.
    """
    from copy import deepcopy

    make, (pickled,) = cast("tuple[Callable[[Any], Schema], tuple[Any]]", schema.__reduce__())
    pickled = deepcopy(pickled)
    for field in pickled["inner"]:
        if field["name"] in SORTED:
            field["options"]["indexing"] = None
        elif field["type"] == "text" and field["name"] not in TEXT_FIELDS:
            field["options"]["indexing"]["fieldnorms"] = False
    return make(pickled)


def register_token_streams(index: Index) -> None:
    """Register the analyzer of the token streams: it splits at spaces. NOTHING keeps its position but is not indexed."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(_LANES, TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.custom_stopword([NOTHING])).build())


def text_zones(archived: ArchivedArticle) -> dict[str, tuple[str, ...]]:
    """The searchable texts of an article, by zone. A phrase never spans two texts."""
    article = archived.article
    return {
        "title": (article.metadata.title or "",),
        "body": (article.body,),
        "caption": tuple(line.text for line in article.lines if line.label == CAPTION),
        "removed": tuple(line.text for line in article.lines if not line.keep),
        "older": tuple(line.text for line in archived.former),
    }


def id_key(article_id: str) -> int:
    """An id of at most eight bytes as a number, which is faster to read from a column than from a stored document; 0 if longer."""
    name = article_id.encode()
    return int.from_bytes(name.ljust(_KEY_BYTES, b"\0"), "big") if len(name) <= _KEY_BYTES else 0


def id_of_key(key: int) -> str:
    """The id of a number that `id_key` made."""
    return key.to_bytes(_KEY_BYTES, "big").rstrip(b"\0").decode()


def story_key(lead: str) -> int:
    """A number that all copies of one story share. It is below 2^41, as the engine counts the values of a column as floats.

    The column contains twice this number, plus one for a copy that is not the lead copy.
    """
    from hashlib import blake2b

    number = id_number(lead)
    return (1 << 40) + int.from_bytes(blake2b(lead.encode(), digest_size=5).digest(), "big") if number is None else number


def tie_of(article_id: str) -> int:
    """A number that orders articles of equal rank. It is the same in every index."""
    from hashlib import blake2b  # not at import: it loads a whole library of ciphers, and a search does not need it

    return int.from_bytes(blake2b(article_id.encode(), digest_size=4).digest(), "big") >> (32 - TIE_BITS)
