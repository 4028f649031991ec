"""The bundled sentence embedding in the form that Chroma wants."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def embedding_function() -> Any:
    """Chroma's view of `service.linguistics.embedding`; the class is made late because its base imports Chroma."""
    from chromadb.api.types import Documents, EmbeddingFunction, Embeddings, Space
    from chromadb.utils.embedding_functions import register_embedding_function

    from service.linguistics.embedding import embed_all

    @register_embedding_function
    class SentenceEmbedding(EmbeddingFunction[Documents]):
        def __init__(self) -> None:
            """Nothing to configure: the weights are inside the package."""

        def __call__(self, input: Documents) -> Embeddings:
            return list(embed_all(list(input)))

        @staticmethod
        def name() -> str:
            return "forbear-usem3"

        def get_config(self) -> dict[str, Any]:
            return {}

        @staticmethod
        def build_from_config(config: dict[str, Any]) -> SentenceEmbedding:
            return SentenceEmbedding()

        def default_space(self) -> Space:
            return "cosine"

        def supported_spaces(self) -> list[Space]:
            return ["cosine"]

    return SentenceEmbedding()
