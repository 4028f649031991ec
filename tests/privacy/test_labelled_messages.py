"""Recall and precision on the hand-labelled messages, exact spans and types."""

import pytest

from service.domain.vocabulary import Language
from service.privacy import PseudonymMap, find_personal_data, redact
from tests.privacy.labelled import labelled_messages, labels_of, look_alikes

LANGUAGES: list[tuple[str, Language]] = [("english", "en"), ("chinese", "zh")]


@pytest.mark.parametrize(("name", "language"), LANGUAGES)
def test_labelled_messages_reach_the_measured_recall_and_precision(name: str, language: Language) -> None:
    found_rightly = found = labelled = 0
    for message in labelled_messages(name):
        labels = labels_of(find_personal_data(message.text, language))
        found_rightly += len(labels & message.labels)
        found += len(labels)
        labelled += len(message.labels)
    assert found_rightly / labelled >= FLOOR
    assert found_rightly / found >= FLOOR


# Both are 1.0 as of the commit that set this; one slip among about seventy is let pass when a model is replaced.
FLOOR = 0.97


@pytest.mark.parametrize("name", ["english", "chinese"])
def test_at_least_sixty_messages_are_labelled(name: str) -> None:
    assert len(labelled_messages(name)) >= 60


@pytest.mark.parametrize("text", look_alikes("english") + look_alikes("chinese"))
def test_look_alikes_stay_as_they_are(text: str) -> None:
    redaction, pseudonyms = redact(text, None, PseudonymMap())
    assert redaction.text == text
    assert pseudonyms.known_pseudonyms == frozenset()
