"""The contract of an embedder, the choice of one, and the text of an article that it gets.

Vectors are stored as signed bytes: only their direction matters, and bytes keep it to a hundredth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol, runtime_checkable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DatelineError
from dateline.readers.plugins import EMBEDDERS, offered_embedders
from dateline.text import visible

Floats = NDArray[np.float32]

_BEGINNING = 200
_WITHOUT_SPACES = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{_WITHOUT_SPACES}]{{1,2}}|[^\s{_WITHOUT_SPACES}]+")
"""A word; in scripts without spaces between words, two characters."""


@runtime_checkable
class Embedder(Protocol):
    """A model that turns texts into vectors, so that texts of similar meaning have near vectors.

    `model` is its name, which changes whenever its vectors change. `languages` are the ISO 639-1 codes of the languages it knows.
    """

    @property
    def model(self) -> str: ...

    @property
    def languages(self) -> frozenset[str]: ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return one row of numbers for each text. The rows need not have length 1."""
        ...


def embedder_of(model: str | None = None) -> Embedder:
    """The embedder of that model. Without a model, an embedder of another package comes before the built-in one."""
    known = _embedders()
    if model is None:
        return known[0]
    for one in known:
        if one.model == model:
            return one
    raise DatelineError(
        f"the vectors of this archive were made by {model}, which is not installed; install it, "
        "or make them again with 'dateline embed --anew'"
    )


@cache
def _embedders() -> tuple[Embedder, ...]:
    found: list[Embedder] = []
    for plugin, offered in offered_embedders():
        for one in offered:
            if not isinstance(one, Embedder):
                raise DatelineError(f"the plugin {plugin} offers {one!r} as an embedder, which has no model, languages and embed")
            if plugin in EMBEDDERS:
                found.append(one)
            else:
                found.insert(0, one)
    return tuple(found)


def knows(embedder: Embedder, language: str | None) -> bool:
    """Whether an embedder knows a language; a text of unknown language is tried."""
    return language is None or language in embedder.languages


def beginning(title: str | None, body: str, words: int = _BEGINNING) -> str:
    """The text of an article to embed: its title and the first words of its body, without invisible characters."""
    text = visible(f"{title}\n{body}" if title else body)
    for number, word in enumerate(WORD.finditer(text), start=1):
        if number == words:
            return text[: word.end()]
    return text


def number_of(text: str) -> int:
    """A checksum that shows whether a vector was made from this text."""
    return crc32(text.encode("utf-8", "replace"))


def embed_packed(model: str, texts: Sequence[str]) -> list[bytes]:
    """Make the vectors of texts in the form in which they are stored. Workers run this."""
    return packed(embedder_of(model).embed(texts))


def packed(vectors: Floats) -> list[bytes]:
    """Pack vectors as signed bytes."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors * (127 / np.maximum(largest, 1e-12))
    return [row.tobytes() for row in np.rint(scaled).astype(np.int8)]


def unpacked(vectors: Iterable[bytes]) -> Floats:
    """Unpack stored vectors, each scaled to length 1."""
    rows = list(vectors)
    found = np.frombuffer(b"".join(rows), np.int8).reshape(len(rows), -1).astype(np.float32)
    return of_length_one(found)


def of_length_one(vectors: Floats) -> Floats:
    """Scale vectors to length 1."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
