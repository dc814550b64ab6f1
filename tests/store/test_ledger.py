"""The ledger contains every line of a page: verdicts as numbers, the texts of removed lines compressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ArchiveDamaged
from dateline.store import Store
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionaries
from dateline.store.ledger import Ledger
from dateline.types.articles import Line, join_lines
from dateline.types.documents import RawDocument

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\\n"), max_size=30)
PARTS = st.lists(TEXT.filter(bool), min_size=1, max_size=4).map(tuple)
KIND = st.sampled_from(["paragraph", "heading", "item", "quotation", "row", "caption", "code"])
LABEL = st.sampled_from(["body", "share", "title"])
LINE = st.builds(Line, TEXT, st.booleans(), LABEL, TEXT, st.booleans(), st.just(()) | PARTS, KIND, st.integers(0, 9))
LINES = st.lists(LINE, max_size=8).map(tuple)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The ledger of an empty archive."""
    with Store.open(Path(tmp_path_factory.mktemp("ledger")) / "archive.db", create=True) as store:
        yield Ledger(store.session, Dictionaries(store.session, Codec()))


@given(lines=LINES)
def test_lines_are_restored_from_body_and_ledger(ledger: Ledger, lines: tuple[Line, ...]) -> None:
    body = join_lines(line for line in lines if line.keep)
    numbers, parts, removed, _ = ledger.values(lines, body)
    assert ledger.lines(body, numbers, parts, removed) == lines
    assert Ledger(ledger.session, ledger.dictionaries).lines(body, numbers, parts, removed) == lines


@pytest.mark.parametrize(
    ("text", "parts", "stored"),
    [
        ("The ferry sails again today.", ("The ferry", "sails again", "today."), "[[0,9,11,6]]"),
        ("The terminal closes", ("The ter-", "minal closes"), "[[0,-7,12]]"),
        ("The two-way ferry", ("The two-", "way ferry"), "[[0,8,9]]"),
        ("渡船は出た。", ("渡船は", "出た。"), "[[0,3,3]]"),
        ("It sails. So be it.", ("> It sails.", "> So", ">> be it."), '[[0,"> ",9,2,">> ",6]]'),
        ("It sails", ("Something", "else"), '[[0,null,"Something","else"]]'),
    ],
)
def test_the_parts_of_a_joined_paragraph_are_stored_as_lengths_if_possible(
    ledger: Ledger, text: str, parts: tuple[str, ...], stored: str
) -> None:
    lines = (Line(text, True, "body", "r", True, parts),)
    numbers, found, removed, _ = ledger.values(lines, text)
    assert Codec().unpack(found).decode() == stored
    assert ledger.lines(text, numbers, found, removed) == lines
    assert ledger.values([Line(text, True, "body", "r")], text)[1] is None


def test_a_paragraph_edited_by_hand_loses_only_its_parts(ledger: Ledger) -> None:
    numbers, parts, removed, _ = ledger.values([Line("It sails.", True, "body", "r", True, ("It", "sails."))], "It sails.")
    assert ledger.lines("It sails again.", numbers, parts, removed) == (Line("It sails again.", True, "body", "r", True),)


@pytest.mark.parametrize(
    ("body", "numbers", "removed"),
    [
        ("One.\n\nTwo.", "[{kept}]", ""),
        ("One.", "[{kept},{kept}]", ""),
        ("One.", "[{unknown}]", ""),
        ("One.", "[{removed},{kept},{removed}]", "Share"),
        ("One.", "[{removed},{kept}]", "Share\n\nPrint"),
        ("One.", '["{kept}"]', ""),
        ("One.", "no json", ""),
        ("One.", "[{kept}]", "Share"),
    ],
)
def test_a_ledger_that_does_not_fit_its_body_is_noticed(ledger: Ledger, body: str, numbers: str, removed: str) -> None:
    kept = int(ledger.values([Line("One.", True, "body", "rule:unopposed")], "One.")[0].strip("[]"))
    with pytest.raises(ArchiveDamaged, match="ledger does not fit"):
        ledger.lines(body, numbers.format(kept=kept, removed=kept | 2, unknown=4_000_000), None, Codec().pack(removed.encode()))


def test_a_verdict_has_one_number_in_all_articles(
    store: Store, put: Callable[..., object], document: Callable[..., RawDocument]
) -> None:
    put(document())
    before = store.session.rows("SELECT * FROM verdicts")
    put(document("Another title\nAnother text.\nShare 3", "https://harbourpost.example/other"))
    assert store.session.rows("SELECT * FROM verdicts") == before
    assert len(before) == 3


def test_verdict_numbers_of_a_failed_batch_are_assigned_again(
    store: Store, put: Callable[..., tuple[str, str]], document: Callable[..., RawDocument]
) -> None:
    def broken() -> None:
        with store.batch():
            put(document())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    _, article_id = put(document())
    assert [line.label for line in store.get(article_id).article.lines] == ["title", "body", "body", "share"]
    assert list(store.verify()) == []


def test_a_lone_surrogate_in_a_removed_line_is_escaped(ledger: Ledger) -> None:
    numbers, _, removed, _ = ledger.values(
        [Line("caf\udce9", False, "nav", "rule:menu"), Line("C:\\new", False, "nav", "rule:menu")], ""
    )
    assert [line.text for line in ledger.lines("", numbers, None, removed)] == ["caf\\udce9", "C:\\new"]
