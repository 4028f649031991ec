"""Words in a row as numbers: the sparse half of what the reader looks at, without a vocabulary to keep.

One to three words in a row, and pairs with one word between, each hashed into a bucket (the hashing trick: Weinberger
et al., 2009). Every Chinese character counts as a word. Which words stand next to "not" is what sentence embeddings
blur, and what tells "you will be arrested" from "you will not be arrested".
"""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17

_WORD = re.compile(r"[a-z']+|\d+|[㐀-鿿]|[^\w\s]")
_LONGEST_ROW = 3

Buckets = NDArray[np.int64]


def buckets_of(text: str) -> Buckets:
    """The buckets, each once and sorted, of the rows of words in a normalised text."""
    words = ["^", *_WORD.findall(text), "$"]
    rows = {
        " ".join(words[start : start + length])
        for length in range(1, _LONGEST_ROW + 1)
        for start in range(len(words) - length + 1)
    }
    rows.update(f"{first} _ {third}" for first, third in zip(words, words[2:], strict=False))
    return np.unique(np.fromiter((zlib.crc32(row.encode()) % BUCKETS for row in rows), dtype=np.int64, count=len(rows)))


def weighted(buckets: Buckets, rarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """The value of each bucket: its rarity (inverse document frequency), the whole at length one."""
    values = rarity[buckets]
    length = float(np.sqrt(values @ values))
    return values / length if length > 0 else values
