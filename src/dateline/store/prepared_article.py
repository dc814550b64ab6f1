"""What the store writes of an article, made of the article and its document alone: whoever cleans can make it, on any core.

All that hangs on the archive is left to the one who writes: the numbers of verdicts, the number of the document, where it belongs.
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

    `values` are those of the DERIVED columns; `removed` are its removed lines, packed with the archive's `dictionary` of that
    number (0: with none); `stored` is the document, which leans on both texts if `leans`;
    `keys` are those by which its copies find it.
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
        """The headline, as the store holds it."""
        title = self.values[0]
        return title if isinstance(title, str) else None

    @property
    def body(self) -> str:
        """The clean text, as the store holds it."""
        return str(self.values[BODY])


def prepare_all(articles: Sequence[tuple[CleanedArticle, bytes]], dictionary: Dictionary, codec: Codec) -> list[Prepared]:
    """`articles`, each with the bytes that it was cleaned from, as the store writes them; several at once take less time."""
    values = [article_values(article) for article, _ in articles]
    texts = comparable([(str(place), row[KIND], row[BODY]) for place, row in enumerate(values)])
    ready = []
    for place, ((article, content), row) in enumerate(zip(articles, values, strict=True)):
        account = make_ledger_text(article.lines, str(row[BODY]), codec)
        leaning = codec.pack_against_text(content, account.removed + str(row[BODY]).encode())
        removed, stored = packed_with(dictionary, account.removed, codec), leaning or codec.pack(content)
        keys = make_sketch(texts[str(place)])
        ready.append(Prepared(row, plain(article.cleaner), account, removed, dictionary.number, stored, leaning is not None, keys))
    return ready
