"""What the engine holds of an article: its words, fields to ask for, keys to sort by, columns to count by. No texts."""

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
_KEY_BYTES = 8


def make_schema() -> Schema:
    """The engine's schema; a change to it needs a new VERSION, and every index is built again."""
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
