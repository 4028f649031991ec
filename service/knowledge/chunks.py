"""Chunks: the sections of documents as the store keeps and finds them."""

from __future__ import annotations

from datetime import date

from service.domain.base import Value
from service.domain.knowledge import Passage
from service.domain.vocabulary import Language
from service.knowledge.documents import Document, FrontMatter
from service.knowledge.sections import Section

_FOREVER = date(9999, 12, 31)


class Chunk(Value):
    """One quotable section.

    Args:
        key: the document in its language, "<document>@<language>".
        passage: what a search gives back for it; id "<document>#<slug>", score 0 until it is found.
        effective_to: last day on which it may be quoted.
        facets: the texts it can be found by: heading, other ways of asking, answer. One vector each.
    """

    key: str
    passage: Passage
    effective_to: date
    facets: tuple[str, ...]

    def record_ids(self) -> tuple[str, ...]:
        """The store's ids of its facets."""
        slug = self.passage.id.partition("#")[2]
        return tuple(f"{self.key}#{slug}~{number}" for number in range(len(self.facets)))

    def metadata(self) -> dict[str, str | int]:
        """What the store filters by, and the passage as JSON: few keys, because Chroma reads each of them singly."""
        return {
            "scope": scope(self.passage.jurisdiction, self.passage.language),
            "effective_from": as_number(self.passage.effective_from),
            "effective_to": as_number(self.effective_to),
            "key": self.key,
            "version": self.passage.version,
            "passage": self.passage.model_dump_json(),
        }


def chunks_of(document: Document) -> tuple[Chunk, ...]:
    """The chunks of a document, one a section."""
    version = document.version
    return tuple(
        Chunk(
            key=document.key,
            passage=_passage(document.head, section, version),
            effective_to=document.head.effective_to or _FOREVER,
            facets=tuple(dict.fromkeys((section.heading, *section.asked, section.text))),
        )
        for section in document.sections
    )


def scope(jurisdiction: str, language: Language) -> str:
    """Where a document may be quoted, as one value, which Chroma filters by faster than by two."""
    return f"{jurisdiction}/{language}"


def as_number(day: date) -> int:
    """A date as an integer that sorts like it: 20261122."""
    return day.year * 10000 + day.month * 100 + day.day


def _passage(head: FrontMatter, section: Section, version: str) -> Passage:
    return Passage(
        id=f"{head.id}#{section.slug}",
        document=head.id,
        title=head.title,
        heading=section.heading,
        text=section.text,
        source=head.source,
        version=version,
        jurisdiction=head.jurisdiction,
        language=head.language,
        topic=head.topic,
        effective_from=head.effective_from,
        score=0.0,
    )
