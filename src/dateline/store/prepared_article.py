"""What the store writes of an article, computed from the article and its document alone: any worker can do it, on any core.

What depends on the archive is left to the writer: the numbers of verdicts, the number of the document, and where it belongs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionary, packed_with
from dateline.store.ledger import LedgerText, make_ledger_text
from dateline.store.rows import BODY, KIND, article_values, plain
from dateline.store.text_cache import comparable
from dateline.syndication.sketch import make_sketch

if TYPE_CHECKING:
    from dateline.types.articles import CleanedArticle


class Prepared(NamedTuple):
    """An article as the store writes it.

    `values` are the DERIVED columns. `removed` has the removed lines, packed with the archive's `dictionary` of that number (0:
    without one). `stored` is the packed document, a delta to both texts if `leans`. `keys` is the sketch that finds its copies.
    """

    values: tuple[object, ...]
    cleaner: str
    account: LedgerText
    removed: bytes
    dictionary: int
    stored: bytes
    leans: bool
    keys: bytes

    @property
    def title(self) -> str | None:
        """The headline, as it is stored."""
        title = self.values[0]
        return title if isinstance(title, str) else None

    @property
    def body(self) -> str:
        """The clean text, as it is stored."""
        return str(self.values[BODY])


def prepare_all(articles: Sequence[tuple[CleanedArticle, bytes]], dictionary: Dictionary, codec: Codec) -> list[Prepared]:
    """Prepare `articles`, each with the bytes that it was cleaned from; several at once take less time."""
    values = [article_values(article) for article, _ in articles]
    texts = comparable([(str(place), row[KIND], row[BODY]) for place, row in enumerate(values)])
    ready = []
    for place, ((article, content), row) in enumerate(zip(articles, values, strict=True)):
        account = make_ledger_text(article.lines, str(row[BODY]), codec)
        delta = codec.pack_against_text(content, account.removed + str(row[BODY]).encode())
        removed, stored = packed_with(dictionary, account.removed, codec), delta or codec.pack(content)
        keys = make_sketch(texts[str(place)])
        ready.append(Prepared(row, plain(article.cleaner), account, removed, dictionary.number, stored, delta is not None, keys))
    return ready
