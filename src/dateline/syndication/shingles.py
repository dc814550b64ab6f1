"""Turn a clean text into shingles (`windows`): every run of a few words that contains a name or a number, as a hash.

Unrelated texts share runs of common words by habit ("said in a statement on", the formula of a weather report); names and numbers
identify a story. Only runs with one of them count, so that a formula filled with other facts shares next to nothing, while a
reprint shares nearly all. Every run counts where names cannot be recognised (in scripts without capitals) or are very few.

Hashes are the same on every machine and in every run, because the archive stores them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dateline.syndication.alphabet import ALONE, CAPITAL, DIGIT, LETTER, STOP, alphabet
from dateline.syndication.hashing import Hashes, mix_hashes
from dateline.syndication.slots import Slots, find_name_slots

_Flags = NDArray[np.bool_]

# Pair F1 on benchmarks/copies.py is 0.987 for 3 words and 0.986 for 4, 5 and 6; unrelated texts share fewer runs of 4 than of 3.
_WORDS = 4
_LETTERS = 6  # in scripts without spaces: 0.987, against 0.984 for 7 and 0.979 for 8
_LEAST_TELLING = 12
_LEAST_WINDOWS = 36  # about forty words; in a shorter notice, one different name or day makes a different story
_LEAST_NAMES = 0.02  # of the words; news in scripts with capitals has 0.1 and more; a text with less may be all lower case
_CHUNK = 1 << 16  # characters processed at once, so that the arrays stay in the processor's cache
_STEP, _INVERSE = 0x9E3779B97F4A7C15, 0xF1DE83E19937733D  # odd, and each other's inverse modulo 2**64


@dataclass(frozen=True)
class ShingledText:
    """A clean text, ready to compare: `whole` is the hash of its sequence of words, `windows` are its sorted, distinct shingles.

    A text has no windows if it is too short for a share of them to mean much. The lowest bit of a window is set if it contains a
    name or a number. `sequence` has the words, and which of them are names or numbers.
    """

    whole: bytes
    words: int
    windows: Hashes
    sequence: tuple[Hashes, _Flags]

    @cached_property
    def slots(self) -> Slots:
        """The places of names and numbers; found on first use, because hardly any pair of texts needs them."""
        return find_name_slots(*self.sequence)

    @property
    def telling(self) -> Hashes:
        """The windows that contain a name or a number."""
        found: Hashes = self.windows[(self.windows & np.uint64(1)) == 1]
        return found


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of several texts, one after the other; text i has those from `bounds[i]` to `bounds[i + 1]`."""

    hashes: Hashes
    names: _Flags
    telling: _Flags
    alone: _Flags
    bounds: NDArray[np.int64]


def make_shingles(bodies: Sequence[str]) -> Iterator[ShingledText]:
    """Yield the shingled text of each of `bodies`, in order; many at once take half the time of one by one."""
    chunk: list[str] = []
    size = 0
    for body in bodies:
        if chunk and size + len(body) > _CHUNK:
            yield from _shingle(chunk)
            chunk, size = [], 0
        chunk.append(body)
        size += len(body)
    if chunk:
        yield from _shingle(chunk)


def _shingle(bodies: Sequence[str]) -> Iterator[ShingledText]:
    words = _find_words(bodies)
    spaced = _hash_windows(words, _WORDS)
    unspaced: tuple[Hashes, _Flags] | None = None
    for start, end in zip(words.bounds[:-1].tolist(), words.bounds[1:].tolist(), strict=True):
        here = slice(start, end)
        length, (hashes, named) = _WORDS, spaced
        if 2 * np.count_nonzero(words.alone[here]) > end - start:
            unspaced = unspaced or _hash_windows(words, _LETTERS)
            length, (hashes, named) = _LETTERS, unspaced
        last = max(start, end - length + 1)
        found = hashes[start:last]
        telling = found[named[start:last]]
        if len(telling) >= _LEAST_TELLING and np.count_nonzero(words.names[here]) >= _LEAST_NAMES * (end - start):
            found = telling
        elif len(found) < _LEAST_WINDOWS:
            found = found[:0]
        whole = blake2b(words.hashes[here].tobytes(), digest_size=8).digest()
        yield ShingledText(whole, end - start, _sort_distinct(found), (words.hashes[here], words.telling[here]))


def _find_words(bodies: Sequence[str]) -> _Words:
    marks_of, lower_of = alphabet()
    lengths = np.fromiter(map(len, bodies), np.int64, len(bodies))
    joined = "\n".join(("", *bodies, ""))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    marks = marks_of.take(codes, mode="clip")
    letter = (marks & LETTER).view(np.bool_)
    edge = letter[1:] != letter[:-1]
    if not joined.isascii():
        alone = (marks & ALONE) > 0
        edge |= alone[1:] | alone[:-1]
    starts = np.flatnonzero(edge & letter[1:]) + 1
    ends = np.flatnonzero(edge & letter[:-1]) + 1
    up, down = _powers(len(codes))
    sums = np.cumsum(lower_of.take(codes, mode="clip") * up)
    hashes = mix_hashes((sums[ends - 1] - sums[starts - 1]) * down[starts])
    first = marks[starts]
    stops = np.cumsum(marks == STOP)
    opening = np.diff(stops[starts], prepend=-1) > 0  # a capital after the end of a sentence does not mark a name
    bounds = np.searchsorted(starts, np.concatenate(([0], np.cumsum(lengths + 1))))
    names = ((first & CAPITAL) > 0) & ~opening
    return _Words(hashes, names, names | ((first & DIGIT) > 0), (first & ALONE) > 0, bounds)


def _hash_windows(words: _Words, length: int) -> tuple[Hashes, _Flags]:
    """Return for each place the hash of the window that begins there, and whether it contains a name or a number."""
    count = max(0, len(words.hashes) - length + 1)
    hashes = np.zeros(count, np.uint64)
    step = 1
    for at in range(length):
        step = step * _STEP % 2**64
        hashes += words.hashes[at : at + count] * np.uint64(step)
    hashes = mix_hashes(hashes)
    telling = np.zeros(count, np.bool_)
    for at in range(length):
        telling |= words.telling[at : at + count]
    return (hashes & ~np.uint64(1)) | telling.astype(np.uint64), telling


def _sort_distinct(hashes: Hashes) -> Hashes:
    ordered: Hashes = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _powers(number: int) -> tuple[Hashes, Hashes]:
    """Return the first powers of `_STEP` and of its inverse; they make the hash of a word independent of its place."""
    up, down = _power_tables(number.bit_length())
    return up[:number], down[:number]


@lru_cache(maxsize=4)
def _power_tables(bits: int) -> tuple[Hashes, Hashes]:
    size = 1 << bits
    up, down = np.full(size, _STEP, np.uint64), np.full(size, _INVERSE, np.uint64)
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)
