"""For any query on any articles, the index with the post-filter finds what a plain reading finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.query import FIELDS, Query, parse_query, tree
from dateline.search.post_filter import post_filter
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle, Metadata
from dateline.types.history import Change
from made_articles import full_change, published
from made_indices import EXAMPLES, Fresh
from plain_reading import means

ALL = Window(limit=None)
TODAY = date(2026, 11, 21)

PLAIN = ["ferry", "ferries", "Ferry", "FERRY", "sail", "sails", "Nacht", "nächte", "city", "fery", "iPort", "don't", "河"]
SPELT = [
    *("café", "cafe", "CAFÉ", "Cafés", "lycée", "lycées", "Lycee", "LYCÉES", "lyCée", "éco-lycée", "educação", "educacao"),
    *("Ärzte", "Aerzte", "arzte", "ärzte", "Đoković", "Djokovic", "dokovic", "Århus", "aarhus", "arhus", "Straße", "STRASSE"),
    *(
        "İstanbul",
        "istanbul",
        "ISTANBUL",
        "ıstanbul",
        "fırtına",
        "firtina",
        "ﬁnal",
        "final",
        "Ｆｅｒｒｙ",
        "２０２４",
        "2024",
        "٢٠٢٤",
    ),
    *("שָׁלוֹם", "שלום", "السلـــام", "السلام", "المَدْرَسَة", "المدرسه", "مصطفى", "مصطفي", "کتاب", "كتاب", "ﾃﾚﾋﾞ", "テレビ"),
    *("ёлка", "елка", "за́мок", "замок", "हिन्दी", "हिंदी", "ſhip", "ship", "ὁδός", "οδος", "Łódź", "lodz", "ℌ", "a\u0301b"),
]
SIGNED = [
    *(
        "US",
        "us",
        "U.S.",
        "FBI",
        "F.B.I.",
        "1250000",
        "1,250,000",
        "1.250.000",
        "12,500",
        "12.500",
        "12'500",
        "12500",
        "12\u202f500",
    ),
    *("C++", "c++", "C", "C#", ".NET", "net", "AT&T", "#SaveTheFerry", "@ferry", "O'Brien", "O’Brien", "Brien", "a.m.", "J.K."),
    *("도서관", "도서관을", "도서관들은", "시민들"),
]
WORDS = st.one_of(st.sampled_from(PLAIN), st.sampled_from(SPELT), st.sampled_from(SIGNED))
SENTENCES = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: "X" + " ".join(["", *words]) + ".")
BODIES = st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=2).map("\n\n".join)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)
DAYS = st.sampled_from([None, "2016", "2016-07", "2016-07-14", "2016-08-01", "2017-01-31T23:30:00+00:00"])
NAMES = st.sampled_from(["Harbour Post", "Valley Wire", "Post", "Küstenbote 24", "harbor.example"])
SPOKEN_OF = ("person", "mentions-place", "organisation")
URLS = st.sampled_from(
    [
        None,
        "https://harbour-post.example/2016/ferry",
        "https://post.example/2016/ferry-strike",
        "https://post.example.net/ferry?id=5",
        "https://archive.example/post.example/2016",
    ]
)
ORIGINS = st.sampled_from(["test", "dump/2016/ferry.txt", "dump.jsonl:16", "post.example/2016.zip!/ferry.txt"])


@st.composite
def articles(draw: st.DrawFn) -> list[Change]:
    found = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        metadata = Metadata(
            title=draw(st.none() | TEXTS),
            published=published(draw(DAYS), draw(st.sampled_from([0.5, 0.805, 1.0]))),
            updated=published(draw(DAYS), role="updated"),
            authors=tuple(draw(st.lists(NAMES, max_size=2))),
            source=draw(st.none() | NAMES),
            domain=draw(st.none() | st.sampled_from(["Post", "harbor.example", "news.post.example", "post.example.net"])),
            section=draw(st.none() | NAMES),
            agency=draw(st.sampled_from([None, "Wire", "unknown"])),
            tags=tuple(draw(st.lists(NAMES, max_size=2))),
            people=tuple(draw(st.lists(NAMES, max_size=2))),
            places=tuple(draw(st.lists(NAMES, max_size=2))),
            organisations=tuple(draw(st.lists(NAMES, max_size=2))),
            language=draw(st.sampled_from(["en", "de", "fr", "tr", "ar", "da", "ko", None])),
        )
        removed = tuple((draw(st.sampled_from(["caption", "share"])), draw(TEXTS)) for _ in range(draw(st.integers(0, 2))))
        seen = datetime(2026, 1, draw(st.integers(1, 3)), 12, tzinfo=UTC)
        kind = draw(st.sampled_from(["article", "video"]))
        former = tuple(draw(st.lists(SENTENCES, max_size=2)))
        place, note = (draw(URLS), draw(ORIGINS)), draw(st.sampled_from([None, "harbour"]))
        captions = tuple(draw(st.lists(TEXTS, max_size=1)))
        facts = {
            "removed": removed,
            "captions": captions,
            "seen": seen,
            "kind": kind,
            "former": former,
            "place": place,
            "note": note,
        }
        found.append(full_change(number, draw(BODIES), metadata, **facts))  # type: ignore[arg-type]
    return found


ZONES = st.sampled_from([None, None, "title", "body", "caption", "removed", "older"])
PATTERNS = ["f?rry", "fer*s", "*ity", "c?fe", "n*n", "s*l*", "l?cee*", "ﬁn*l", "?stanbul", "dok*ic"]
REGEXES = ["post", "^post$", r"\d+", "k.st", "(valley|harbou?r) ", "wire$", "[^a-z ]", "^p.*t$", "o{1,2}", r"r\.e"]


def words_of(field: str | None) -> st.SearchStrategy[Query]:
    return st.one_of(
        WORDS.map(lambda text: tree.Term(text, field)),
        TEXTS.filter(bool).map(lambda text: tree.Phrase(" ".join(text.split()[:2]), field)),
        st.sampled_from(["fer", "sai", "caf", "naecht", "nä", "no", "lyc", "İst", "Ｆｅ", "arz", "fir", "السـل"]).map(
            lambda text: tree.Prefix(text, field)
        ),
        st.sampled_from(PATTERNS).map(lambda text: tree.Wildcard(text, field)),
        st.sampled_from([("ferry", 1), ("ferri", 2), ("sial", 1), ("nacht", 2), ("cafe", 1), ("lycee", 2), ("Djokovič", 1)]).map(
            lambda pair: tree.Fuzzy(*pair, field)
        ),
    )


def close(field: str | None) -> st.SearchStrategy[Query]:
    operand = st.one_of(
        words_of(field), words_of(field), st.lists(words_of(field), min_size=2, max_size=2).map(lambda some: tree.Or(tuple(some)))
    )
    return st.one_of(
        st.builds(tree.Near, operand, operand, st.integers(1, 6)),
        st.builds(tree.Same, st.lists(operand, min_size=2, max_size=3).map(tuple), st.sampled_from(["sentence", "paragraph"])),
        st.builds(tree.AtLeast, st.integers(2, 4), WORDS, st.just(field)),
    )


DAY_RANGES = [
    (date(2016, 7, 1), date(2016, 7, 31)),
    (date(2016, 7, 14), None),
    (None, date(2016, 12, 31)),
    (date(2026, 1, 2), None),
]
ADDRESSES = [
    *("post.example", "https://post.example", "https://post.example/2016", "post.example/2016/ferry", "www.post.example/2016"),
    *("post", "ferry", "2016", "/2016/ferry", "ferry.txt", "16", "dump", "dump/2016", "dump.jsonl:16", "net"),
]
LEAVES = st.one_of(
    ZONES.flatmap(words_of),
    ZONES.flatmap(close),
    st.builds(
        tree.Term, st.sampled_from(["harbour", "post", "kustenbote"]), st.sampled_from(["source", "author", "tag", *SPOKEN_OF])
    ),
    st.builds(tree.Prefix, st.sampled_from(["harb", "po", "küs"]), st.sampled_from(["source", "author", "tag", *SPOKEN_OF])),
    st.builds(tree.Wildcard, st.sampled_from(["w?re", "*re"]), st.sampled_from(["source", "tag"])),
    st.builds(tree.Fuzzy, st.sampled_from(["harbor", "wrie"]), st.just(1), st.sampled_from(["source", "author"])),
    st.builds(tree.Term, st.sampled_from(["de", "EN", "unknown"]), st.just("lang")),
    st.just(tree.Term("video", "kind")),
    st.builds(tree.Regex, st.sampled_from(REGEXES), st.sampled_from(["source", "title", "author", "tag", *SPOKEN_OF])),
    st.builds(
        lambda days, field: tree.DateRange(*days, field), st.sampled_from(DAY_RANGES), st.sampled_from(["date", "updated", "seen"])
    ),
    st.builds(
        tree.Unknown,
        st.sampled_from(["date", "updated", "source", "author", "agency", "tag", "section", "url", "domain", *SPOKEN_OF]),
    ),
    st.builds(tree.Known, st.sampled_from(["date", "updated", *FIELDS])),
    st.builds(tree.Location, st.sampled_from(ADDRESSES), st.sampled_from(["url", "origin"])),
    st.builds(tree.Location, st.sampled_from(["post", "post.example", "harbor.example", "net", "example"]), st.just("domain")),
    st.builds(tree.Location, st.sampled_from(["id", "id000", "id0001"]), st.just("id")),
    st.builds(tree.Term, st.sampled_from(["post", "unknown", "wire"]), st.sampled_from(["section", "agency"])),
    st.builds(tree.NumberRange, st.just("words"), st.sampled_from([None, 3, 8]), st.sampled_from([9, 12])),
    st.builds(tree.NumberRange, st.just("date-confidence"), st.sampled_from([51, 81]), st.sampled_from([None, 90])),
    st.just(tree.MatchAll()),
)
QUERIES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        parts.map(tree.Not),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: tree.And(tuple(some))),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: tree.Or(tuple(some))),
    ),
    max_leaves=5,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(articles(), st.lists(QUERIES, min_size=1, max_size=8))
def test_the_index_agrees_with_a_plain_reading(fresh: Fresh, changes: list[Change], queries: list[Query]) -> None:
    stored = {one.article_id: one.article for one in changes if one.article}
    with fresh() as index:
        index.apply(changes)
        for query in queries:
            wanted = [name for name, article in stored.items() if means(query, article)]
            sure = post_filter(query, index, lambda ids: read(stored, ids))
            found = index.search(sure, ALL)
            assert sorted(name for name, _ in found.ids) == wanted, str(query)
            assert found.total == index.count(sure) == len(wanted)


def read(stored: dict[str, ArchivedArticle], ids: Iterable[str]) -> list[ArchivedArticle]:
    return [stored[article_id] for article_id in ids]


@settings(max_examples=EXAMPLES, deadline=None)
@given(articles(), QUERIES)
def test_an_index_never_misses_what_it_cannot_decide(fresh: Fresh, changes: list[Change], query: Query) -> None:
    """Without the post-filter it may find too much but never too little, so the post-filter only has to remove."""
    if isinstance(query, tree.And | tree.Or | tree.Not):
        return
    with fresh() as index:
        index.apply(changes)
        found = {name for name, _ in index.search(query, ALL).ids}
        wanted = {one.article_id for one in changes if one.article and means(query, one.article)}
        assert found == wanted if index.decides(query) else found >= wanted


@settings(max_examples=300)
@given(QUERIES)
def test_every_query_tree_can_be_written_and_parsed_again(query: Query) -> None:
    text = str(query)
    assert str(parse_query(text, TODAY)) == normalize("NFC", text)
