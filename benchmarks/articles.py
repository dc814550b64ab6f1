"""Articles generated from a seed, with boilerplate and word frequencies as in a language. The same seed gives the same texts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

_CONSONANTS, _VOWELS = "bcdfghklmnprstvz", "aeiou"
_WORDS = 30_000
_OUTLETS = ("Harbour Gazette", "Northern Ledger", "The Ellin Courier", "Dalmark Post", "Weekly Meridian", "Coast Wire")
_FIRST = date(2010, 1, 1)
_DAYS = 5_000
_BEFORE = ("Subscribe", "Share this story", "Advertisement")
_AFTER = ("Related stories", "Read more", "Follow us on social media", "© All rights reserved")


class Writer:
    """Writes generated articles; `words` are its vocabulary, the most frequent first."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.words = self._vocabulary()
        self.weights = list(accumulate(1 / rank for rank in range(1, _WORDS + 1)))

    def records(self, number: int) -> Iterator[dict[str, str]]:
        """Yield this many articles as JSONL records."""
        for at in range(number):
            yield self._record(at)

    def write(self, path: Path, number: int) -> int:
        """Write this many articles to a JSONL file; return its size in bytes."""
        with path.open("w", encoding="utf-8") as file:
            for record in self.records(number):
                file.write(json.dumps(record) + "\n")
        return path.stat().st_size

    def _record(self, at: int) -> dict[str, str]:
        outlet = self.random.choice(_OUTLETS)
        title = self._sentence(7).rstrip(".")
        paragraphs = [
            " ".join(self._sentence(self.random.randint(8, 24)) for _ in range(3)) for _ in range(self.random.randint(4, 9))
        ]
        related = [self._sentence(6).rstrip(".") for _ in range(3)]
        lines = [title, *_BEFORE, *paragraphs, _AFTER[0], *related, *_AFTER[1:]]
        day = _FIRST + timedelta(days=self.random.randrange(_DAYS))
        slug = outlet.lower().replace(" ", "-")
        return {
            "url": f"https://{slug}.example/{day:%Y/%m/%d}/{at}",
            "title": title,
            "date": day.isoformat(),
            "source": outlet,
            "text": "\n\n".join(lines),
        }

    def _sentence(self, length: int) -> str:
        chosen = self.random.choices(self.words, cum_weights=self.weights, k=length)
        return f"{chosen[0].capitalize()} {' '.join(chosen[1:])}."

    def _vocabulary(self) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < _WORDS:
            syllables = range(self.random.choice((1, 2, 2, 3, 3, 4)))
            found[
                "".join(self.random.choice(_CONSONANTS) + self.random.choice(_VOWELS) for _ in syllables)
                + self.random.choice("nrst")
            ] = None
        return sorted(found, key=lambda word: (len(word), word))
