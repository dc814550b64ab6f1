"""Typing errors: the number of errors between two words, and the word of the archive that the user probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def errors_between(one: str, two: str, most: int) -> int:
    """The smallest number of wrong, extra, missing or swapped letters between two words; `most` + 1 if there are more."""
    if one == two:
        return 0
    if abs(len(one) - len(two)) > most:
        return most + 1
    above: list[int] = []
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        last, row, before = row, [at], above
        above = last
        for to, other in enumerate(two, 1):
            cost = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (letter != other))
            if at > 1 and to > 1 and letter == two[to - 2] and one[at - 2] == other:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most and (not above or min(above) > most):
            return most + 1
    return min(row[-1], most + 1)


def nearest_word(word: str, words: Iterable[tuple[str, int]]) -> str | None:
    """The word of `words` (each with its number of articles) that `word` probably stands for; None if no word is near."""
    most = 1 if len(word) < 6 else 2
    best: tuple[int, int, str] | None = None
    lengths = range(len(word) - most, len(word) + most + 1)
    for other, articles in words:
        errors = errors_between(word, other, most) if len(other) in lengths and other != word else most + 1
        if errors <= most:
            best = min(best or (errors, -articles, other), (errors, -articles, other))
    return best[2] if best else None
