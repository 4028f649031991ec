"""A stretch of text that means something: the piece that the finders hand to the interpreter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Mention(Generic[Meaning]):
    """What a span [start, end) of the plain text says."""

    start: int
    end: int
    value: Meaning


def masked(text: str, mentions: Iterable[Mention[Any]]) -> str:
    """The text with the mentions blanked out; offsets stay."""
    characters = list(text)
    for mention in mentions:
        for index in range(mention.start, mention.end):
            characters[index] = "\x00"
    return "".join(characters)
