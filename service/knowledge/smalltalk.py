"""Everyday chat that no document answers: what a question has to be further from than from its answer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from service.datafiles import load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Language
from service.linguistics.embedding import Vectors, embed_all

_FILE = Path(__file__).with_name("smalltalk.yaml")


class SmallTalk(Value):
    """Examples per language."""

    en: tuple[str, ...] = Field(min_length=1)
    zh: tuple[str, ...] = Field(min_length=1)


def nearness_to_small_talk(vector: Vectors, language: Language) -> float:
    """Cosine of a unit vector to the nearest example."""
    return float((_vectors(language) @ vector).max())


@lru_cache(maxsize=2)
def _vectors(language: Language) -> Vectors:
    examples = load_yaml(_FILE, SmallTalk)
    return embed_all(examples.en if language == "en" else examples.zh)
