"""Messages whose personal data people have labelled, from YAML or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from service.datafiles import DataFileError, lines_of, load_yaml, read_text
from service.domain.vocabulary import Language
from service.privacy.pseudonyms import KNOWN_TYPES
from service.settings import PROJECT_FOLDER

# What the project itself is measured on; no recogniser is tuned on it.
TEST_SPLIT = tuple(
    PROJECT_FOLDER / "evals" / "privacy" / "test" / f"{name}.yaml"
    for name in ("english", "english_lookalikes", "chinese", "chinese_lookalikes")
)


@dataclass(frozen=True, order=True)
class Label:
    """A personal datum of one type at code points [start, end)."""

    start: int
    end: int
    type: str

    def touches(self, other: Label) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class LabelledMessage:
    """A message and its personal data, in order and without overlap.

    Args:
        path, number, line: the file, the how-manyth message of it and the line that it begins on, all to name it by.
        labels: none for a look-alike, a message that holds nothing personal.
    """

    path: Path
    number: int
    line: int
    text: str
    language: Language
    labels: tuple[Label, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Message(_Strict):
    text: str
    entities: list[dict[str, str]]
    language: Language | None = None

    @model_validator(mode="before")
    @classmethod
    def _look_alike(cls, value: Any) -> Any:
        """A bare text is a look-alike."""
        return {"text": value, "entities": []} if isinstance(value, str) else value


class _File(_Strict):
    messages: list[_Message]
    language: Language | None = None


class _Span(_Strict):
    type: str
    start: int = Field(ge=0)
    end: int


class _Line(_Strict):
    text: str
    entities: list[_Span]
    language: Language | None = None

    @model_validator(mode="before")
    @classmethod
    def _look_alike(cls, value: Any) -> Any:
        return {"text": value, "entities": []} if isinstance(value, str) else value


def load_labelled(paths: Iterable[Path] = TEST_SPLIT) -> list[LabelledMessage]:
    """The messages of all files, in order.

    YAML holds `messages`, each `{text, entities: [{TYPE: words}, …]}` or a bare text, and `language` for all of them;
    the words are looked for behind the label before. JSON Lines hold `{"text", "language"?, "entities": [{"type",
    "start", "end"}]}` or a bare text a line, offsets in code points. A message that names no language is Chinese when
    a Chinese character is in it.

    Raises:
        DataFileError: a file cannot be read, or a label does not fit its text.
    """
    return [message for path in paths for message in _load(path)]


def _load(path: Path) -> Iterator[LabelledMessage]:
    return _from_yaml(path) if path.suffix.lower() in {".yaml", ".yml"} else _from_json_lines(path)


def _from_yaml(path: Path) -> Iterator[LabelledMessage]:
    file = load_yaml(path, _File)
    lines = lines_of(path, "messages")
    for index, message in enumerate(file.messages):
        place = _Place(path, index + 1, lines[str(index)])
        language = message.language or file.language or _language_of(message.text)
        labels = tuple(_located(message, place))
        yield LabelledMessage(path, place.number, place.line, message.text, language, labels)


def _from_json_lines(path: Path) -> Iterator[LabelledMessage]:
    number = 0
    for line, written in enumerate(read_text(path).split("\n"), 1):
        if not written.strip():
            continue
        number += 1
        place = _Place(path, number, line)
        message = _parsed(written, place)
        labels = tuple(sorted(_checked(span, message.text, place) for span in message.entities))
        for first, second in pairwise(labels):
            if first.touches(second):
                raise place.error(
                    f"the labels {_shown(first)} and {_shown(second)} overlap", "Keep the one that is the whole datum"
                )
        yield LabelledMessage(path, number, line, message.text, message.language or _language_of(message.text), labels)


@dataclass(frozen=True)
class _Place:
    path: Path
    number: int
    line: int

    def error(self, problem: str, fix: str) -> DataFileError:
        return DataFileError(self.path, self.line, f"message {self.number}: {problem}", fix)


def _located(message: _Message, place: _Place) -> Iterator[Label]:
    """The labels of a YAML message with the offsets of their words."""
    position = 0
    for entity in message.entities:
        if len(entity) != 1:
            raise place.error(f"{entity!r} is not one type with its words", "Write each label as {TYPE: words}")
        ((type, words),) = entity.items()
        _refuse_unknown(type, place)
        start = message.text.find(words, position) if words else -1
        if start < 0:
            raise place.error(
                f"the words {words!r} of {type} are not in the text behind the label before",
                "Copy them from the text as they are, and keep labels in the order of the text, without overlap",
            )
        position = start + len(words)
        yield Label(start, position, type)


def _parsed(written: str, place: _Place) -> _Line:
    try:
        return _Line.model_validate(json.loads(written))
    except json.JSONDecodeError as error:
        raise place.error(f"not JSON: {error.msg} at column {error.colno}", "Write one JSON object a line") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise place.error(
            f"{field}: {first['msg']}", 'Write {"text": …, "entities": [{"type": …, "start": …, "end": …}]}'
        ) from error


def _checked(span: _Span, text: str, place: _Place) -> Label:
    _refuse_unknown(span.type, place)
    label = Label(span.start, span.end, span.type)
    if not label.start < label.end <= len(text):
        raise place.error(
            f"the label {_shown(label)} lies outside the text of {len(text)} code points",
            "Count code points from 0; the end is exclusive",
        )
    return label


def _refuse_unknown(type: str, place: _Place) -> None:
    if type not in KNOWN_TYPES:
        raise place.error(f"the type {type!r} is unknown", f"Use one of {', '.join(KNOWN_TYPES)}")


def _shown(label: Label) -> str:
    return f"{label.type} [{label.start}, {label.end})"


def _language_of(text: str) -> Language:
    return "zh" if any("一" <= character <= "鿿" for character in text) else "en"
