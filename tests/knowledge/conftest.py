from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.knowledge import Document, KnowledgeBase, load_documents
from service.settings import PROJECT_FOLDER


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """An empty knowledge base."""
    opened = KnowledgeBase.on_disk(tmp_path / "chroma")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def corpus() -> tuple[Document, ...]:
    """The documents of this repository."""
    return load_documents(PROJECT_FOLDER / "knowledge")


@pytest.fixture(scope="session")
def library(corpus: tuple[Document, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base with the documents of this repository."""
    opened = KnowledgeBase.on_disk(tmp_path_factory.mktemp("library"))
    opened.sync(corpus)
    yield opened
    opened.close()
