"""The dominant emotion of a message."""

from __future__ import annotations

from collections.abc import Collection

from service.domain.vocabulary import Emotion, Signal
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


# What a signal lets expect of somebody who names no feeling.
_IMPLIED = (
    (Signal.SELF_HARM, Emotion.HOPELESS),
    (Signal.DOMESTIC_ABUSE, Emotion.ANXIOUS),
    (Signal.ABUSIVE, Emotion.ANGRY),
    (Signal.HARDSHIP_BEREAVEMENT, Emotion.SAD),
)


def find_emotion(sentences: Sentences, signals: Collection[Signal] = ()) -> Emotion:
    """What the words say, else what the signals imply, else what the message resembles, else calm."""
    expressed = {
        emotion
        for book in pattern_books()
        for emotion, detector in book.emotions.items()
        if detector.evidence(sentences) is not None
    }
    for emotion in _ORDER:
        if emotion in expressed:
            return emotion
    for signal, emotion in _IMPLIED:
        if signal in signals:
            return emotion
    return likeliest_emotion(vector_of(sentences.text)) if sentences.text else Emotion.CALM
