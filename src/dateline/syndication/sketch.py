"""Compute the few keys by which a text finds its copies: two from the whole text, and the smallest hashes of its windows.

The smallest hashes are a fair sample of a text's windows, and the same sample in every text with those windows (MinHash in its
bottom-k form): two texts that share J of all their windows share about J of their smallest hashes.
"""

from __future__ import annotations

import numpy as np

from dateline.syndication.shingles import ShingledText

# Two texts are neighbours when two keys agree. With 24 keys, pairs with J = 0.2, 0.3 and 0.5 are found with a probability of 0.967,
# 0.998 and 1; 32 bands of two hashes each, which take 64 numbers instead of 24, give 0.729, 0.951 and 1.
_KEYS = 24
_LEAST_WORDS = 12  # "This video is not available in your region" is not a story


def make_sketch(text: ShingledText) -> bytes:
    """Return the keys of `text`, four bytes each: a short text has only those of the whole, one too short for a story has none."""
    if text.words < _LEAST_WORDS:
        return b""
    return text.whole + (text.windows[:_KEYS] >> np.uint64(1)).astype("<u4").tobytes()
