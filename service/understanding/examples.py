"""The hand-written examples that the heads are trained on, and measured with."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from service.datafiles import load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Emotion, Language, Signal
from service.understanding.patterns import DATA, LANGUAGES


class Example(Value):
    """One labelled message.

    Args:
        offer: it answers an open offer.
        split: "test" examples measure only; no head is trained on them.
    """

    text: str
    signals: tuple[Signal, ...]
    emotion: Emotion = Emotion.CALM
    offer: bool = False
    split: Literal["train", "test"] = "train"


class ExampleFile(Value):
    """`data/examples.<language>.yaml`."""

    language: Language
    examples: tuple[Example, ...]


def load_examples(language: Language) -> tuple[Example, ...]:
    """All examples of a language, in the order of the file."""
    return load_yaml(_path(language), ExampleFile).examples


def training_examples() -> tuple[Example, ...]:
    """The examples of all languages that may be trained on."""
    return tuple(example for language in LANGUAGES for example in load_examples(language) if example.split == "train")


def fingerprint(examples: tuple[Example, ...]) -> str:
    """sha256 over texts and labels: tells stored heads that are out of date."""
    content = [[item.text, sorted(item.signals), item.emotion] for item in examples]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _path(language: Language) -> Path:
    return DATA / f"examples.{language}.yaml"
