"""Recall and precision on the English development messages, exact spans and types, group by group."""

from collections.abc import Callable, Iterable

import pytest

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


@pytest.fixture(scope="module")
def read() -> list[tuple[Labelled, frozenset[Label]]]:
    messages = labelled_messages("english", DEVELOPMENT)
    return [(message, labels_of(find_personal_data(message.text, "en"))) for message in messages]


@pytest.mark.parametrize(("group", "belongs", "recall", "precision"), FLOORS, ids=[floor[0] for floor in FLOORS])
def test_each_group_reaches_its_recall_and_precision(
    read: list[tuple[Labelled, frozenset[Label]]],
    group: str,
    belongs: Callable[[str], bool],
    recall: float,
    precision: float,
) -> None:
    labelled = sum(_count(message.labels, belongs) for message, _ in read)
    found = sum(_count(labels, belongs) for _, labels in read)
    rightly = sum(_count(message.labels & labels, belongs) for message, labels in read)
    assert rightly / labelled >= recall, group
    assert rightly / found >= precision, group


def test_at_most_three_in_a_hundred_look_alikes_are_changed() -> None:
    texts = look_alikes("english", DEVELOPMENT)
    changed = [text for text in texts if redact(text, None, PseudonymMap())[0].text != text]
    assert len(changed) <= 0.03 * len(texts), changed


def test_the_development_set_is_large() -> None:
    assert len(labelled_messages("english", DEVELOPMENT)) >= 450
    assert len(look_alikes("english", DEVELOPMENT)) >= 250


def _count(labels: Iterable[Label], belongs: Callable[[str], bool]) -> int:
    return sum(belongs(type) for type, _, _ in labels)
