"""Text → a few keys by which its copies find it: two made of the whole text, and the smallest hashes of its windows.

The smallest hashes are a fair sample of a text's windows, and the same sample in every text that has them (MinHash in its bottom-k
form): two texts that have the share J of all their windows in common have about that share of their smallest hashes in common.
"""

from __future__ import annotations

import numpy as np

from dateline.syndication.shingles import ShingledText

# Two texts meet when two keys agree. With 24 keys, pairs with J = 0.2, 0.3 and 0.5 do so with a chance of 0.967, 0.998 and 1;
# 32 bands of two hashes each, which take 64 numbers in place of 24, give 0.729, 0.951 and 1.
_KEYS = 24
_LEAST_WORDS = 12  # "This video is not available in your region" is nobody's story


def make_sketch(text: ShingledText) -> bytes:
    """The keys of `text`, of four bytes each: of the whole only where it is short, none where it is too short to be a story."""
    if text.words < _LEAST_WORDS:
        return b""
    return text.whole + (text.windows[:_KEYS] >> np.uint64(1)).astype("<u4").tobytes()
