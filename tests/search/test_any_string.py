"""Any query of up to two thousand characters gives results or a readable message, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive.archive import Archive
from dateline.errors import ArticleMissing, QueryError
from dateline.query import parse_query
from dateline.types.answers import Window
from dateline.types.documents import RawDocument

TODAY = date(2026, 11, 21)
TEXT = """Ferry terminal to close

The old ferry terminal will close in May, the harbour council said on Tuesday, after ninety years of service to the town.

Nobody has lost a job so far, according to the council, and the building will become a market hall for the whole town.
"""
TYPED = r"""
ferry TERMINAL harb* f?rry * ? ~ ferri~ a~2 " "old-ferry" “ ( ) - atleast3: title: in:title in: source:/ title:/f.*y/ / \ [ ]
{9} ^ $ | date: date:2016 2016-07.. .. > < words:>5 seen:7d updated:unknown
lang: kind:* tag:x cluster: cluster:a cluster:"a-b" (cluster:zz 河口 ا % date-confidence:1 99999999999999999999
"""
PIECES = [
    *TYPED.split(),
    *("NOT ", " OR ", " AND ", " NEAR/5 ", " NEAR ", " SAME/SENTENCE ", " SAME/PARAGRAPH ", '"old ferry"', " ", "  ", "\n"),
    *("\0", "\ud800", "\u0301", "\U0001f600"),
]
STRINGS = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "".join(pieces)[:2000]) | st.text(max_size=200)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(Path(tmp_path_factory.mktemp("archive")), create=True) as archive:
        archive.ingest([RawDocument(TEXT.encode(), "text/plain", "ferry.txt", "file:/ferry.txt")])
        yield archive


def ask(archive: Archive, text: str) -> None:
    with suppress(QueryError, ArticleMissing):
        query = parse_query(text, TODAY)
        results = archive.search(query, Window(limit=5))
        assert archive.count(query) == results.total
        assert results.total or results.notes


@settings(max_examples=300, deadline=None)
@given(STRINGS)
def test_any_string_gives_results_or_a_message(archive: Archive, text: str) -> None:
    ask(archive, text)


REGEXES = r"""
( [ a{ a{9999} (a{100}){100} (?=x) (?i)x \b \p{L} \1 a** x*? ^$ $^ a| | [] [^] [a- [z-a] [\w-z] ((((((((((a*)*)*)*)*)*)*)*)*)*
.{60} (a|b|c).{30} [[:alpha:]] [a&&b] \x41 \u0041 (?P<n>x) \\ a\
"""


@pytest.mark.parametrize("pattern", REGEXES.split())
def test_any_regular_expression_gives_results_or_a_message(archive: Archive, pattern: str) -> None:
    ask(archive, f"title:/{pattern}/")


ODD = r"""
'; id:* {  +a a^2 *:* \ a\ «» .. a:b:c -* \u202eevil ﬁ İ ß ǅ date:9999-12-31 date:>9999 date:<0001 date:0001
words:>999999999 atleast99:the
"""
NASTY = [
    *ODD.split(),
    *("'; DROP TABLE articles; --", "body:* OR 1=1", "[a TO b]", "a && b", "- -a", "a\u0300" * 500, "x " * 1000, "x" * 2000),
    *('"' + "a " * 999 + '"', "ferry NEAR/1000 the", "the SAME/PARAGRAPH the", '"THE" "the" the'),
]


@pytest.mark.parametrize("text", NASTY)
def test_hostile_strings_give_results_or_a_message(archive: Archive, text: str) -> None:
    ask(archive, text)
