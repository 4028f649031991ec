"""What vetted rapport sounds like: a model of meaning and of wording, trained offline and stored as data.

Both look at the plain form of a text (`plain`). Meaning: a support vector machine with a Gaussian kernel over sentence
embeddings, whose support vectors are vetted and refused examples. Wording: a logistic model over n-grams, since
embeddings hear little of a turn of phrase. A last logistic step weighs the two. The archive holds arrays alone, no
pickles, so loading it cannot run code; it also holds the vectors of the vetted examples, so a start embeds nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.domain.vocabulary import Language
from service.linguistics.contractions import spell_out
from service.linguistics.embedding import Vectors
from service.linguistics.normalise import normalise

# The width of the kernel, by cross-validation: 1 and 2 are alike, and 1 keeps fewer vectors.
GAMMA = 1.0
# Longest n-gram of characters: within words in English, across the sentence in Chinese.
_LONGEST: dict[Language, int] = {"en": 4, "zh": 3}
# Longest n-gram of words, in English.
_MOST_WORDS = 3
# Unit vectors are stored in bytes, in steps: none of their numbers is beyond ±0.21, and a cosine moves by a thousandth.
_STEP = 1 / 600

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LanguageModel:
    """The model of one language.

    Args:
        vetted: unit vectors (n × 512) of all vetted examples.
        support: unit vectors (m × 512) that the kernel machine looks at, with their weights and its bias.
        grams: rarity and weight of each known n-gram.
        mix: weights of meaning and wording, and the bias, of the last step.
        threshold: smallest probability that passes.
        sure: smallest probability that passes in spite of a soft topic.
        nearest: smallest cosine to a vetted example that passes.
    """

    vetted: Vectors
    support: Vectors
    weights: Floats
    bias: float
    grams: Mapping[str, tuple[float, float]]
    grams_bias: float
    mix: tuple[float, float, float]
    threshold: float
    sure: float
    nearest: float

    def probability(self, text: str, vector: Vectors, language: Language) -> float:
        """How much a plain text reads like vetted rapport, 0 to 1."""
        meaning, wording, bias = self.mix
        logit = meaning * self.meaning(vector) + wording * self.wording(text, language) + bias
        return float(1.0 / (1.0 + np.exp(-logit)))

    def likeness(self, vector: Vectors) -> float:
        """The cosine to the nearest vetted example."""
        return float(np.max(self.vetted @ vector))

    def meaning(self, vector: Vectors) -> float:
        """The kernel machine's score of a vector; above 0 like vetted rapport."""
        distances = 2.0 - 2.0 * (self.support @ vector)
        return float(self.weights @ np.exp(-GAMMA * distances)) + self.bias

    def wording(self, text: str, language: Language) -> float:
        """The n-gram model's score of a plain text; above 0 like vetted rapport."""
        known = {gram: count for gram, count in grams_of(text, language).items() if gram in self.grams}
        rare = {gram: (1.0 + np.log(count)) * self.grams[gram][0] for gram, count in known.items()}
        length = float(np.sqrt(sum(value * value for value in rare.values()))) or 1.0
        return float(sum(value * self.grams[gram][1] for gram, value in rare.items()) / length + self.grams_bias)


@dataclass(frozen=True)
class RapportModel:
    """The models of all languages and the hash (sha256) of the examples that they were trained on."""

    languages: Mapping[Language, LanguageModel]
    trained_on: str

    def save(self, path: Path) -> None:
        arrays: dict[str, Any] = {}
        for language, model in self.languages.items():
            names = list(model.grams)
            arrays[f"{language}_vetted"] = _bytes(model.vetted)
            arrays[f"{language}_support"] = _bytes(model.support)
            arrays[f"{language}_weights"] = model.weights.astype(np.float32)
            arrays[f"{language}_grams"] = np.asarray([model.grams[name] for name in names], dtype=np.float32)
            arrays[f"{language}_names"] = _packed(names)
            numbers = (model.bias, model.grams_bias, *model.mix, model.threshold, model.sure, model.nearest)
            arrays[f"{language}_numbers"] = np.asarray(numbers, dtype=np.float64)
        np.savez_compressed(
            path, meta=_packed({"trained_on": self.trained_on, "languages": [*self.languages]}), **arrays
        )


def load_model(path: Path) -> RapportModel:
    """A model stored by `RapportModel.save`."""
    with np.load(path, allow_pickle=False) as archive:
        meta = json.loads(bytes(archive["meta"]))
        return RapportModel({name: _load(archive, name) for name in meta["languages"]}, meta["trained_on"])


def plain(text: str, language: Language) -> str:
    """What the models look at: normalised and, in English, without contractions."""
    normal = normalise(text).text
    return spell_out(normal) if language == "en" else normal


def grams_of(text: str, language: Language) -> Counter[str]:
    """The n-grams of a plain text, with how often they stand in it; those of words stand between bars."""
    found: Counter[str] = Counter()
    for part in [f" {word} " for word in text.split()] if language == "en" else [text]:
        for length in range(1, _LONGEST[language] + 1):
            found.update(part[start : start + length] for start in range(len(part) - length + 1))
    words = re.findall(r"\w+", text) if language == "en" else []
    for length in range(1, _MOST_WORDS + 1):
        found.update(f"|{' '.join(words[start : start + length])}|" for start in range(len(words) - length + 1))
    return found


def _load(archive: Any, language: Language) -> LanguageModel:
    numbers = archive[f"{language}_numbers"].tolist()
    names = json.loads(bytes(archive[f"{language}_names"]))
    return LanguageModel(
        vetted=archive[f"{language}_vetted"].astype(np.float32) * _STEP,
        support=archive[f"{language}_support"].astype(np.float32) * _STEP,
        weights=archive[f"{language}_weights"],
        bias=numbers[0],
        grams={
            name: (pair[0], pair[1]) for name, pair in zip(names, archive[f"{language}_grams"].tolist(), strict=True)
        },
        grams_bias=numbers[1],
        mix=(numbers[2], numbers[3], numbers[4]),
        threshold=numbers[5],
        sure=numbers[6],
        nearest=numbers[7],
    )


def _bytes(vectors: Vectors) -> NDArray[np.int8]:
    return np.clip(np.round(vectors / _STEP), -127, 127).astype(np.int8)


def _packed(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)
