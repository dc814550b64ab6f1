"""How it is decided whether a document is new, a new version or a duplicate."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.store import Store
from dateline.types.documents import RawDocument

Document = Callable[..., RawDocument]
Put = Callable[[RawDocument], tuple[str, str]]

OTHER_URL = "https://islandgazette.example/ferry"
A, B = "file:/news/a.txt", "file:/news/b.txt"
CHANGED = "Ferry line returns\nThe ferry sails again from Tuesday.\nShare 15"
ODD = "Odd one out\nThird text.\nShare 1"


def test_the_same_url_with_the_same_bytes_is_a_duplicate(put: Put, document: Document) -> None:
    outcome, article_id = put(document())
    assert outcome == "new"
    assert put(document()) == ("duplicate", article_id)


def test_the_same_url_with_other_bytes_is_a_new_version(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    assert put(document(CHANGED)) == ("new_version", article_id)
    assert store.get(article_id).version == 2
    assert "Tuesday" in store.get(article_id).article.body


def test_going_back_to_an_older_text_is_a_new_version_once(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    put(document(CHANGED))
    assert put(document()) == ("new_version", article_id)
    assert put(document()) == ("duplicate", article_id)
    assert store.get(article_id).version == 3


def test_the_same_bytes_at_another_url_are_a_separate_article(put: Put, document: Document) -> None:
    """Syndicated copies are grouped later, never hidden."""
    _, first = put(document())
    outcome, second = put(document(identity=OTHER_URL))
    assert outcome == "new"
    assert first != second


def test_a_document_without_an_identity_is_identified_by_its_url(put: Put, document: Document) -> None:
    raw = document(identity=None)
    with_url = RawDocument(raw.content, raw.media_type, raw.origin, None, OTHER_URL)
    _, article_id = put(with_url)
    assert put(RawDocument(b"Title\nOther text.\nShare", "text/plain", "x", None, OTHER_URL)) == ("new_version", article_id)


def test_known_bytes_from_an_unknown_file_or_a_pipe_are_a_duplicate(store: Store, put: Put, document: Document) -> None:
    _, article_id = put(document())
    assert put(document(identity=A, origin="a.txt")) == ("duplicate", article_id)
    assert put(document(identity=None, origin="-")) == ("duplicate", article_id)
    assert store.stats().sightings == 3


def test_the_same_document_again_adds_nothing(store: Store, put: Put, document: Document) -> None:
    put(document(identity=A))
    before = store.stats()
    put(document(identity=A))
    assert store.stats() == before


def test_a_changed_file_is_a_new_version(put: Put, document: Document) -> None:
    _, article_id = put(document(identity=A))
    assert put(document(CHANGED, identity=A)) == ("new_version", article_id)


def test_a_copied_file_that_changes_becomes_a_separate_article(put: Put, document: Document) -> None:
    """As versions of one article, the two files would replace each other at every ingest of their folder."""
    _, first = put(document(identity=A))
    put(document(identity=B))
    outcome, second = put(document(CHANGED, identity=B))
    assert (outcome, second != first) == ("new", True)
    assert put(document(identity=A)) == ("duplicate", first)
    assert put(document(CHANGED, identity=B)) == ("duplicate", second)


def test_a_copy_whose_original_changes_adds_nothing(put: Put, document: Document) -> None:
    _, first = put(document(identity=A))
    put(document(identity=B))
    put(document(CHANGED, identity=A))
    for _ in range(2):
        assert put(document(identity=B)) == ("duplicate", first)
        assert put(document(CHANGED, identity=A)) == ("duplicate", first)


def test_two_files_that_swap_their_texts_become_duplicates(put: Put, document: Document) -> None:
    put(document(identity=A))
    put(document(ODD, identity=B))
    put(document(ODD, identity=A))
    put(document(identity=B))
    assert put(document(ODD, identity=A))[0] == "duplicate"
    assert put(document(identity=B))[0] == "duplicate"


def test_documents_of_one_batch_are_compared_with_each_other(store: Store, put: Put, document: Document) -> None:
    with store.batch():
        _, article_id = put(document())
        assert put(document()) == ("duplicate", article_id)
        assert put(document(CHANGED)) == ("new_version", article_id)


@pytest.mark.parametrize(("text", "expected"), [("Odd text {}.\nIt is short.\nShare 1", "new"), (ODD, "duplicate")])
def test_placing_a_document_costs_the_same_after_hundreds_as_after_a_few(
    store: Store, put: Put, document: Document, text: str, expected: str
) -> None:
    steps = [0]

    def taken(first: int, last: int) -> int:
        for at in range(first, last):
            put(document(text.format(at), f"file:/news/{at}.txt", f"{at}.txt"))
        steps[0] = 0
        with store.batch():
            outcome, _ = put(document(text.format(last), f"file:/news/{last}.txt", f"{last}.txt"))
            noted = steps[0]
        assert outcome == expected
        return noted

    def count() -> None:
        steps[0] += 1

    store.session.connection.set_progress_handler(count, 1)
    few = taken(0, 20)
    assert taken(21, 600) < few + 580
