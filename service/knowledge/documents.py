"""Knowledge documents: Markdown with front matter, checked; the format is described in `docs/knowledge.md`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from service.datafiles import DataFileError, parse_yaml, read_text
from service.domain.base import Value
from service.domain.vocabulary import Language
from service.knowledge.sections import Section, parse_sections

Topic = Literal[
    "hardship_help", "instalment_plans", "dispute", "next_steps", "fees_interest", "credit_reporting", "complaints",
    "contact_preferences", "privacy", "payment_methods", "ai_disclosure", "debt_advice",
]  # fmt: skip

_FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)


class FrontMatter(Value):
    """The head of a document."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    title: str = Field(min_length=1, max_length=120)
    jurisdiction: str = Field(pattern=r"^[a-z]{2,8}$")
    language: Language
    topic: Topic
    source: str = Field(min_length=1, max_length=300)
    effective_from: date
    effective_to: date | None = None
    reviewed_on: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> FrontMatter:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self


class Document(Value):
    """A checked document: its head and its sections, in the order of the file."""

    head: FrontMatter
    sections: tuple[Section, ...]

    @property
    def key(self) -> str:
        """Names the document in one language: "uk-hardship-help@en"."""
        return f"{self.head.id}@{self.head.language}"

    @property
    def version(self) -> str:
        """Content hash: sha256 of head and sections, first 12 hex digits."""
        content = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def parse_document(text: str, path: Path) -> Document:
    """The document that a Markdown text holds.

    Raises:
        DataFileError: front matter or sections do not follow the format; names line and fix.
    """
    found = _FRONT_MATTER.match(text.removeprefix("\ufeff"))
    if found is None:
        raise DataFileError(path, 1, "front matter is missing", "Begin the file with a block between two lines of ---")
    head = parse_yaml(found["yaml"], FrontMatter, path, first_line=2)
    body_line = found[0].count("\n") + 1
    return Document(head=head, sections=parse_sections(text.removeprefix("\ufeff")[found.end() :], path, body_line))


def load_documents(folder: Path) -> tuple[Document, ...]:
    """All documents under `<folder>/<jurisdiction>/<language>/*.md`, ordered by path.

    Raises:
        DataFileError: the folder is missing, or a document is wrong, misplaced or given twice.
    """
    if not folder.is_dir():
        raise DataFileError(folder, None, "the knowledge folder is missing", "Restore it, or set FORBEAR_KNOWLEDGE_DIR")
    seen: dict[str, Path] = {}
    heads: dict[str, FrontMatter] = {}
    documents = []
    for path, document in _read(folder):
        _check_place(document.head, path, folder)
        if document.key in seen:
            raise DataFileError(
                path, 2, f"{document.key} is already in {seen[document.key]}", "Give this one another id"
            )
        _check_translation(document.head, heads.setdefault(document.head.id, document.head), path)
        seen[document.key] = path
        documents.append(document)
    return tuple(documents)


def _read(folder: Path) -> Iterator[tuple[Path, Document]]:
    for path in sorted(folder.glob("*/*/*.md")):
        yield path, parse_document(read_text(path), path)


def _check_place(head: FrontMatter, path: Path, folder: Path) -> None:
    expected = f"{head.jurisdiction}/{head.language}"
    if path.parent != folder / head.jurisdiction / head.language:
        raise DataFileError(
            path, 2, f"the document says {expected}, the folder says otherwise", f"Move the file to {expected}/"
        )


def _check_translation(head: FrontMatter, other: FrontMatter, path: Path) -> None:
    """A document and its translation are the same document: they agree on what is not text."""
    for field in ("topic", "jurisdiction", "effective_from", "effective_to"):
        if getattr(head, field) != getattr(other, field):
            raise DataFileError(
                path, 2, f"{field} differs from the {other.language} version of {head.id}", "Make the two agree"
            )
