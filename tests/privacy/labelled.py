"""Hand-labelled messages, and how well what was found fits them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from service.datafiles import load_yaml
from service.domain.privacy import Entity

_FOLDER = Path(__file__).parent / "data"
# The messages that the recognisers were improved on; larger, and open to everybody who improves them.
DEVELOPMENT = Path(__file__).parents[2] / "evals" / "privacy" / "development"

Label = tuple[str, int, int]


class _Message(BaseModel):
    text: str
    entities: list[dict[str, str]]


class _Messages(BaseModel):
    messages: list[_Message]


class _LookAlikes(BaseModel):
    messages: list[str]


@dataclass(frozen=True)
class Labelled:
    """A message and its personal data: type, start and end in code points."""

    text: str
    labels: frozenset[Label]


def labelled_messages(name: str, folder: Path = _FOLDER) -> list[Labelled]:
    return [_located(message) for message in load_yaml(folder / f"{name}.yaml", _Messages).messages]


def look_alikes(name: str, folder: Path = _FOLDER) -> list[str]:
    return load_yaml(folder / f"{name}_lookalikes.yaml", _LookAlikes).messages


def labels_of(entities: Iterable[Entity]) -> frozenset[Label]:
    return frozenset((entity.type, entity.start, entity.end) for entity in entities)


def _located(message: _Message) -> Labelled:
    labels, position = set(), 0
    for entity in message.entities:
        ((type, value),) = entity.items()
        start = message.text.index(value, position)
        position = start + len(value)
        labels.add((type, start, position))
    return Labelled(message.text, frozenset(labels))
