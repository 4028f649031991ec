"""Vectors of the documents' texts, computed beforehand: an installation need not embed 2,000 texts at its first start.

`knowledge/vectors.npz` holds a vector for each text it knows, by the text's hash. What it does not know is computed,
so a changed document is never wrong, only slower to index once. `make train` brings it up to date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.knowledge.chunks import chunks_of
from service.knowledge.documents import load_documents
from service.linguistics.embedding import DIMENSIONS, Vectors, embed_all
from service.settings import get_settings

VECTORS_FILE = "vectors.npz"
_KEY_BYTES = 16


def vectors_of(texts: Sequence[str], known: Path | None = None) -> Vectors:
    """Unit vectors (n × 512): looked up where the text is known, computed where it is not.

    Args:
        known: the file of vectors; the one in the knowledge folder of the settings when left out.
    """
    table = _load(known or get_settings().knowledge_dir / VECTORS_FILE)
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    unknown = []
    for index, text in enumerate(texts):
        found = table.get(_key(text))
        if found is None:
            unknown.append(index)
        else:
            vectors[index] = found
    if unknown:
        vectors[unknown] = embed_all([texts[index] for index in unknown])
    return vectors


def store_vectors(texts: Sequence[str], path: Path) -> int:
    """Write the vectors of these texts, in half precision (a cosine changes by less than 0.001); how many."""
    distinct = sorted(set(texts), key=_key)
    keys = np.frombuffer(b"".join(_key(text) for text in distinct), dtype=np.uint8).reshape(-1, _KEY_BYTES)
    np.savez(path, keys=keys, vectors=embed_all(distinct).astype(np.float16))
    return len(distinct)


def document_texts(folder: Path) -> list[str]:
    """Every text that a sync of this folder embeds."""
    return [facet for document in load_documents(folder) for chunk in chunks_of(document) for facet in chunk.facets]


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", errors="replace")).digest()[:_KEY_BYTES]


@lru_cache(maxsize=1)
def _load(path: Path) -> dict[bytes, NDArray[np.float16]]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as archive:
        keys, vectors = archive["keys"], archive["vectors"]
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
