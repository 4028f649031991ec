"""The dominant emotion of a message."""

from __future__ import annotations

from service.domain.vocabulary import Emotion
from service.understanding.classifier import likeliest_emotion, vector_of
from service.understanding.patterns import pattern_books
from service.understanding.sentences import Sentences

# Where several are expressed in words, the one that asks for the most care wins.
_ORDER = (
    Emotion.HOPELESS,
    Emotion.ANGRY,
    Emotion.ANXIOUS,
    Emotion.SAD,
    Emotion.CONFUSED,
    Emotion.GRATEFUL,
)


def find_emotion(sentences: Sentences) -> Emotion:
    """What the words say, else what the message resembles, else calm."""
    expressed = {
        emotion
        for book in pattern_books()
        for emotion, detector in book.emotions.items()
        if detector.evidence(sentences) is not None
    }
    for emotion in _ORDER:
        if emotion in expressed:
            return emotion
    return likeliest_emotion(vector_of(sentences.text)) if sentences.text else Emotion.CALM
