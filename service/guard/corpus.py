"""The labelled corpus: hand-written messages, each known to break the rules or to be lawful.

A file holds one family in one language, by one hand: `policies/core/examples/<hand>/<family>.<language>.yaml`. The
lawful texts of a family are look-alikes: they use its very words to say something a borrower may be told. What lies
under the hands `test` and `test_second` was written by others than the rest and is never trained on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Family, Language

TEST_HANDS = frozenset({"test", "test_second"})
GENERAL = "general"


class LabelledText(Value):
    """A message, and the borrower's message that it answers where that matters."""

    text: str = Field(min_length=1)
    borrower: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        """A text that answers nothing may be written as plain text."""
        return {"text": given} if isinstance(given, str) else given


class LabelledFile(Value):
    """One file; `general` holds everyday lawful messages and no violations."""

    family: Family | Literal["general"]
    language: Language
    violating: tuple[LabelledText, ...] = ()
    compliant: tuple[LabelledText, ...] = ()


@dataclass(frozen=True)
class Example:
    """A labelled message.

    Args:
        family: what it breaks, or what it only looks like; None for everyday messages.
        hand: who wrote it (the folder).
    """

    text: str
    borrower: str | None
    family: Family | None
    language: Language
    violating: bool
    hand: str

    @property
    def kept_out(self) -> bool:
        """Whether it belongs to the test split: nothing is trained on it."""
        return self.hand in TEST_HANDS


def load_corpus(policies: Path) -> tuple[Example, ...]:
    """All labelled messages, in a stable order.

    Raises:
        DataFileError: a file does not fit the schema, is not named after what it holds, or two texts are the same
            and labelled differently.
    """
    examples = [example for path in sorted(corpus_folder(policies).glob("*/*.yaml")) for example in _read(path)]
    _refuse_contradictions(examples, corpus_folder(policies))
    return tuple(examples)


def corpus_folder(policies: Path) -> Path:
    return policies / "core" / "examples"


def corpus_hash(examples: Iterable[Example]) -> str:
    """sha256 of the texts and their labels."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(
            f"{example.language}\t{example.family}\t{example.violating}\t{example.text}\t{example.borrower}\n".encode()
        )
    return digest.hexdigest()


def _read(path: Path) -> list[Example]:
    file = load_yaml(path, LabelledFile)
    expected = f"{file.family}.{file.language}.yaml"
    if path.name != expected:
        raise DataFileError(path, 1, f"it holds {file.family} in {file.language}", f"Name it {expected}")
    family = None if file.family == GENERAL else Family(file.family)
    if family is None and file.violating:
        raise DataFileError(path, None, "everyday messages break nothing", "Move the violating texts to their family")
    return [
        Example(item.text, item.borrower, family, file.language, violating, path.parent.name)
        for texts, violating in ((file.violating, True), (file.compliant, False))
        for item in texts
    ]


def _refuse_contradictions(examples: Iterable[Example], folder: Path) -> None:
    labels: dict[tuple[str, str | None], bool] = {}
    for example in examples:
        key = (example.text, example.borrower)
        if labels.setdefault(key, example.violating) != example.violating:
            raise DataFileError(
                folder, None, f"{example.text!r} is labelled both ways", "Decide which, and delete the other"
            )
