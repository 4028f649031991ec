"""The vectors that come with the documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from service.knowledge.vectors import VECTORS_FILE, document_texts, store_vectors, vectors_of
from service.linguistics.embedding import embed_all
from service.settings import PROJECT_FOLDER

KNOWLEDGE = PROJECT_FOLDER / "knowledge"


def test_every_text_of_the_documents_has_its_vector_in_the_file() -> None:
    with np.load(KNOWLEDGE / VECTORS_FILE, allow_pickle=False) as archive:
        stored = len(archive["keys"])
    assert stored == len(set(document_texts(KNOWLEDGE))), "documents changed: run `make train`"


def test_a_stored_vector_is_the_computed_one() -> None:
    texts = document_texts(KNOWLEDGE)[::97]
    cosines = (vectors_of(texts, KNOWLEDGE / VECTORS_FILE) * embed_all(texts)).sum(axis=1)
    assert cosines.min() > 0.999


def test_an_unknown_text_is_computed(tmp_path: Path) -> None:
    path = tmp_path / VECTORS_FILE
    store_vectors(["a known text"], path)
    assert np.allclose(
        vectors_of(["a text nobody knows", "a known text"], path)[0], embed_all(["a text nobody knows"])[0]
    )


def test_without_a_file_everything_is_computed(tmp_path: Path) -> None:
    assert np.allclose(vectors_of(["hello"], tmp_path / "none.npz"), embed_all(["hello"]))
