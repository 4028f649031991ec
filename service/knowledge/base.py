"""The knowledge base: documents go in by `sync`, passages come out by `search`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.domain.base import Value
from service.domain.knowledge import Passage
from service.domain.vocabulary import Language
from service.knowledge.chunks import Chunk, as_number, chunks_of, scope
from service.knowledge.documents import Document
from service.knowledge.ranking import Hit, rank
from service.knowledge.smalltalk import nearness_to_small_talk
from service.knowledge.store import FolderSite, ServerSite, Store
from service.knowledge.vectors import vectors_of
from service.linguistics.embedding import embed
from service.linguistics.language import sentence_spans

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Progress = Callable[[int, int], None]

_CANDIDATES = 60  # records per query; several belong to one section
_SENTENCES = 4  # of a message, searched one by one besides the whole
_PSEUDONYM = re.compile(r"<[A-Z_]+_\d+>")
_LONGEST = 2000  # characters of a message that are searched
_BATCH = 500


class SyncReport(Value):
    """What a sync did, in documents (a document and its translation count as two)."""

    added: int
    updated: int
    deleted: int
    unchanged: int


class KnowledgeBase:
    """Quotable passages, found by meaning. Opens its store at the first use; safe from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def on_disk(cls, folder: Path) -> KnowledgeBase:
        """Kept in a folder on this machine, which is created when missing."""
        return cls(Store(FolderSite(folder)))

    @classmethod
    def on_server(cls, url: str) -> KnowledgeBase:
        """Kept by a Chroma server, such as "http://chroma:8000"."""
        return cls(Store(ServerSite(url)))

    def sync(self, documents: Iterable[Document], progress: Progress | None = None) -> SyncReport:
        """Make the store hold exactly these documents. Doing it again changes nothing; broken off, it is mended by
        the next.

        Args:
            progress: called with (texts indexed, texts to index).

        Raises:
            KnowledgeUnavailable: the store cannot be written, or another process is writing to it.
        """
        wanted = {document.key: chunks_of(document) for document in documents}
        with self._store.writing():
            stored = self._store.call(_versions)
            changed = [key for key, chunks in wanted.items() if stored.get(key) != _expected(chunks)]
            self._write([chunk for key in changed for chunk in wanted[key]], progress)
            # What is new comes first, so that a reader never finds a document missing.
            kept = {record for chunks in wanted.values() for record in _expected(chunks)}
            self._delete([record for records in stored.values() for record in records if record not in kept])
        added = sum(key not in stored for key in changed)
        return SyncReport(
            added=added,
            updated=len(changed) - added,
            deleted=sum(key not in wanted for key in stored),
            unchanged=len(wanted) - len(changed),
        )

    def search(
        self,
        text: str,
        language: Language,
        jurisdiction: str,
        on: date,
        topics: Sequence[str] = (),
        limit: int = 3,
    ) -> tuple[Passage, ...]:
        """The passages that answer a question best, best first; none when nothing answers it.

        Args:
            text: the borrower's words, redacted.
            jurisdiction: only documents of this one and of "core" are considered.
            on: only documents in force on this day are considered.
            topics: what the engine wants to ground; preferred, not required.
            limit: at most so many.

        Raises:
            KnowledgeUnavailable: the store cannot be read.
        """
        queries = _queries(text)
        if not queries or limit < 1:
            return ()
        vectors: list[Any] = [embed(query) for query in queries]
        where = _in_force(language, jurisdiction, on)
        found = self._store.call(lambda collection: _nearest(collection, vectors, where))
        return tuple(rank(queries[0], found, topics, nearness_to_small_talk(vectors[0], language))[:limit])

    def check(self) -> None:
        """Raise KnowledgeUnavailable unless the store answers."""
        self._store.call(lambda collection: collection.count())

    def close(self) -> None:
        """Release the store's files or connection."""
        self._store.close()

    def _write(self, chunks: Sequence[Chunk], progress: Progress | None) -> None:
        records = [
            (record, facet, chunk.metadata())
            for chunk in chunks
            for record, facet in zip(chunk.record_ids(), chunk.facets, strict=True)
        ]
        for start in range(0, len(records), _BATCH):
            _report(progress, start, len(records))
            batch = records[start : start + _BATCH]
            self._store.call(partial(_upsert, records=batch, vectors=vectors_of([facet for _, facet, _ in batch])))
        _report(progress, len(records), len(records))

    def _delete(self, records: Sequence[str]) -> None:
        for start in range(0, len(records), _BATCH):
            self._store.call(partial(_remove, records=records[start : start + _BATCH]))


def _upsert(collection: Collection, records: Sequence[tuple[str, str, Any]], vectors: Any) -> None:
    collection.upsert(
        ids=[record for record, _, _ in records],
        embeddings=list(vectors),
        documents=[facet for _, facet, _ in records],
        metadatas=[metadata for _, _, metadata in records],
    )


def _remove(collection: Collection, records: Sequence[str]) -> None:
    collection.delete(ids=list(records))


def _versions(collection: Collection) -> dict[str, dict[str, str]]:
    """What the store holds: for each document key, its record ids with the version they were written from."""
    stored: dict[str, dict[str, str]] = {}
    records = collection.get(include=["metadatas"])
    for record, meta in zip(records["ids"], records["metadatas"] or [], strict=True):
        stored.setdefault(str(meta["key"]), {})[record] = str(meta["version"])
    return stored


def _expected(chunks: Iterable[Chunk]) -> dict[str, str]:
    return {record: chunk.passage.version for chunk in chunks for record in chunk.record_ids()}


def _queries(text: str) -> list[str]:
    """What a message is searched by: the whole, and its sentences one by one where there are several."""
    encodable = text[:_LONGEST].encode("utf-8", "ignore").decode()  # the tokenizer fails on lone surrogates
    bare = _PSEUDONYM.sub(" ", encodable).strip()
    if not any(character.isalpha() for character in bare):
        return []
    sentences = [bare[start:end].strip() for start, end in sentence_spans(bare)]
    return [bare, *sentences[:_SENTENCES]] if len(sentences) > 1 else [bare]


def _in_force(language: Language, jurisdiction: str, on: date) -> Any:
    """Chroma's `where`; its own type for it does not admit what it documents, so it stays untyped."""
    today = as_number(on)
    return {
        "$and": [
            {"scope": {"$in": [scope(jurisdiction, language), scope("core", language)]}},
            {"effective_from": {"$lte": today}},
            {"effective_to": {"$gte": today}},
        ]
    }


def _nearest(collection: Collection, vectors: list[Any], where: Any) -> list[Hit]:
    found = collection.query(
        query_embeddings=vectors, n_results=_CANDIDATES, where=where, include=["metadatas", "documents", "distances"]
    )
    lists = zip(found["metadatas"] or [], found["documents"] or [], found["distances"] or [], strict=True)
    parsed: dict[str, Passage] = {}
    hits = []
    for metadatas, facets, distances in lists:
        for meta, facet, distance in zip(metadatas, facets, distances, strict=True):
            stored = str(meta["passage"])
            passage = parsed.setdefault(stored, parsed.get(stored) or Passage.model_validate_json(stored))
            hits.append(Hit(passage, facet, 1.0 - distance))
    return hits


def _report(progress: Progress | None, done: int, of: int) -> None:
    if progress is not None:
        progress(done, of)
