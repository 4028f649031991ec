"""Prompts as versioned files: front matter and two texts, what the model is and what it gets for one message."""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path
from string import Template

from pydantic import Field

from service.datafiles import DataFileError, parse_yaml, read_text
from service.domain.base import Value
from service.domain.vocabulary import Language

_MESSAGE_MARK = "<!-- message -->"


class ModelSettings(Value):
    """How the model is asked with this prompt."""

    temperature: float = Field(ge=0, le=2)
    top_p: float = Field(default=1.0, gt=0, le=1)


class PromptHead(Value):
    """Front matter of a prompt file."""

    id: str = Field(pattern=r"^[a-z_.]+$")
    version: int = Field(ge=1)
    purpose: str
    language: Language
    model: ModelSettings


class Prompt(Value):
    """A prompt: `system` says what the model is; `message` is filled for each turn."""

    head: PromptHead
    system: str
    message: str

    @property
    def name(self) -> str:
        return f"{self.head.id}@{self.head.version}"


def read_prompt(path: Path, placeholders: Set[str]) -> Prompt:
    """The prompt of a file.

    Args:
        placeholders: what its message must leave open, each at least once, and nothing else.

    Raises:
        DataFileError: front matter or marks are missing, or a placeholder is unknown or missing.
    """
    text = read_text(path)
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if match is None:
        raise DataFileError(path, 1, "the front matter is missing", "Begin the file with --- and end the head with ---")
    head = parse_yaml(match[1], PromptHead, path, first_line=2)
    system, mark, message = text[match.end() :].partition(_MESSAGE_MARK)
    if not mark:
        raise DataFileError(
            path, None, f"the mark {_MESSAGE_MARK!r} is missing", "Put it between the two parts of the prompt"
        )
    found = set(Template(message).get_identifiers())
    if found != placeholders:
        raise DataFileError(
            path,
            None,
            f"placeholders missing {sorted(placeholders - found)!r}, unknown {sorted(found - placeholders)!r}",
            "Use each of the known placeholders once",
        )
    return Prompt(head=head, system=system.strip(), message=message.strip())


def as_data(text: str) -> str:
    """Somebody's words for a place between the marks `<<<` and `>>>`, which they then cannot close. Same length."""
    return text.replace("<<<", "‹‹‹").replace(">>>", "›››")
