"""Labelled messages for tests, written as text with the spans of each label."""

from __future__ import annotations

from pathlib import Path

from service.domain.vocabulary import Language
from service.privacy_scoring import Label, LabelledMessage, Scored


def labelled(text: str, *labels: Label, language: Language = "en") -> LabelledMessage:
    return LabelledMessage(Path("made-up.yaml"), 1, 1, text, language, labels)


def scored(text: str, labels: tuple[Label, ...], finds: tuple[Label, ...], language: Language = "en") -> Scored:
    return Scored(labelled(text, *labels, language=language), finds)
