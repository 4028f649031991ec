"""Recall and precision on the development messages, exact spans and types, group by group."""

from collections.abc import Callable, Iterable

import pytest

from service.domain.vocabulary import Language
from service.privacy import PseudonymMap, find_personal_data, redact
from tests.privacy.labelled import DEVELOPMENT, Label, Labelled, labelled_messages, labels_of, look_alikes

NAMES = frozenset({"PERSON", "LOCATION", "ORGANIZATION"})
# What the recognisers shall reach, and reach here with some room: a model that is replaced may cost a message or two.
FLOORS: list[tuple[str, Callable[[str], bool], float, float]] = [
    ("structured", lambda type: type not in NAMES, 0.99, 0.99),
    ("PERSON", lambda type: type == "PERSON", 0.95, 0.95),
    ("LOCATION", lambda type: type == "LOCATION", 0.95, 0.95),
    ("ORGANIZATION", lambda type: type == "ORGANIZATION", 0.92, 0.95),
]


LANGUAGES: dict[str, Language] = {"english": "en", "chinese": "zh"}
Read = list[tuple[Labelled, frozenset[Label]]]


@pytest.fixture(scope="module")
def read() -> dict[str, Read]:
    return {
        name: [
            (message, labels_of(find_personal_data(message.text, language)))
            for message in labelled_messages(name, DEVELOPMENT)
        ]
        for name, language in LANGUAGES.items()
    }


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize(("group", "belongs", "recall", "precision"), FLOORS, ids=[floor[0] for floor in FLOORS])
def test_each_group_reaches_its_recall_and_precision(
    read: dict[str, Read], name: str, group: str, belongs: Callable[[str], bool], recall: float, precision: float
) -> None:
    labelled = sum(_count(message.labels, belongs) for message, _ in read[name])
    found = sum(_count(labels, belongs) for _, labels in read[name])
    rightly = sum(_count(message.labels & labels, belongs) for message, labels in read[name])
    assert rightly / labelled >= recall, group
    assert rightly / found >= precision, group


@pytest.mark.parametrize("name", LANGUAGES)
def test_at_most_three_in_a_hundred_look_alikes_are_changed(name: str) -> None:
    texts = look_alikes(name, DEVELOPMENT)
    changed = [text for text in texts if redact(text, None, PseudonymMap())[0].text != text]
    assert len(changed) <= 0.03 * len(texts), changed


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_development_set_is_large(name: str) -> None:
    assert len(labelled_messages(name, DEVELOPMENT)) >= 450
    assert len(look_alikes(name, DEVELOPMENT)) >= 250


def _count(labels: Iterable[Label], belongs: Callable[[str], bool]) -> int:
    return sum(belongs(type) for type, _, _ in labels)
