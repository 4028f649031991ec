"""The trained heads: linear, on sentence embeddings, loaded once."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from service.domain.vocabulary import Emotion, Signal
from service.linguistics.embedding import Vectors, embed
from service.linguistics.heads import Heads, load_heads
from service.understanding.patterns import DATA
from service.understanding.plain import as_learned

SIGNAL_HEADS = DATA / "signals.npz"
EMOTION_HEADS = DATA / "emotions.npz"
# The embedding reads the beginning of a message; what matters later on is left to the patterns.
EMBEDDED_CHARACTERS = 1_500


@lru_cache(maxsize=1)
def signal_heads() -> Heads:
    return load_heads(SIGNAL_HEADS)


@lru_cache(maxsize=1)
def emotion_heads() -> Heads:
    return load_heads(EMOTION_HEADS)


def vector_of(text: str) -> Vectors:
    """The vector of a plain text that the heads were trained on."""
    return embed(as_learned(text)[:EMBEDDED_CHARACTERS])


def firing_signals(vector: Vectors) -> dict[Signal, float]:
    """Signals whose head reaches its threshold, with the probability."""
    return {Signal(label): p for label, p in signal_heads().firing(vector).items() if np.isfinite(p)}


def likeliest_emotion(vector: Vectors) -> Emotion:
    """The emotion whose head fires with the widest margin over its threshold, else calm."""
    firing = emotion_heads().firing(vector)
    limits = dict(zip(emotion_heads().labels, emotion_heads().thresholds.tolist(), strict=True))
    if not firing:
        return Emotion.CALM
    return Emotion(max(firing, key=lambda label: firing[label] - limits[label]))
