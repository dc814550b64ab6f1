"""Find the passage of an article that fits a question best: the sentences of its beginning are joined to passages and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from dateline.search.meaning.embedder import WORD, Embedder, Floats
from dateline.text import visible
from dateline.types.answers import Snippet
from dateline.types.articles import ArchivedArticle

_MOST_WORDS = 50  # words of an article; embedding those of ten articles takes as long as the rest of an answer
_PASSAGE_WORDS = 20
_LETTERS = 4_000
_LONGEST = 400  # characters that are shown
_END = re.compile(r"(?<=[.!?…][\"'”’»)\]\s])\s*(?=\S)|(?<=[。！？])")


def passages(body: str) -> list[str]:
    """Split the beginning of a text into passages of one or more whole sentences."""
    found: list[str] = []
    piece, words, seen = "", 0, 0
    for sentence in _sentences(visible(body[:_LETTERS])):
        number = sum(1 for _ in WORD.finditer(sentence))
        piece, words, seen = f"{piece} {sentence.strip()}".strip(), words + number, seen + number
        if words >= _PASSAGE_WORDS:
            found.append(piece)
            piece, words = "", 0
        if seen >= _MOST_WORDS:
            break
    if found and piece and words < _PASSAGE_WORDS // 2:
        found[-1] += f" {piece}"
    elif piece:
        found.append(piece)
    return found


def _sentences(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n" if "\n\n" in text else "\n"):
        yield from _END.split(paragraph)


def fitting(embedder: Embedder, vector: Floats, articles: Sequence[ArchivedArticle]) -> Iterator[Snippet]:
    """Yield for each article a snippet with the passage nearest to `vector`."""
    pieces = [passages(found.article.body) for found in articles]
    texts = [piece for some in pieces for piece in some]
    scores = embedder.embed(texts) @ vector if texts else np.empty(0, np.float32)
    at = 0
    for found, some in zip(articles, pieces, strict=True):
        best = some[int(np.argmax(scores[at : at + len(some)]))] if some else ""
        at += len(some)
        yield Snippet(_shorten(best, found.article.body))


def _shorten(piece: str, body: str) -> str:
    piece = " ".join(piece.split())
    lead = "" if " ".join(body[: 2 * len(piece)].split()).startswith(piece[:40]) else "… "
    cut = piece if len(piece) <= _LONGEST else piece[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return lead + cut
