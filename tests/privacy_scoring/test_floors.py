"""Floors: what is below them is told, and they only ever rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.datafiles import DataFileError, load_yaml
from service.privacy_scoring import Label, Scored, detector, load_labelled, raised, score, shortfalls
from service.privacy_scoring.floors import FLOORS, LOOK_ALIKE_MARGIN, MARGIN, Floors, as_yaml
from tests.privacy_scoring.messages import scored

TEXT = "x" * 40
NAME, PHONE = Label(0, 10, "PERSON"), Label(20, 30, "PHONE_NUMBER")
PERFECT = [scored(TEXT, (NAME, PHONE), (NAME, PHONE)), scored(TEXT, (), ())]


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.yaml"
    path.write_text(
        "languages:\n"
        "  en:\n"
        "    identifiers: {recall: 0.9, precision: 0.9, leaked: 0.1}\n"
        "    names: {recall: 0.9, precision: 0.9, leaked: 0.1}\n"
        "    look_alikes_changed: 0.2\n"
    )
    return path


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (PERFECT, []),
        (
            [scored(TEXT, (NAME, PHONE), (PHONE,)), scored(TEXT, (), ())],
            ["recall of names is 0.0%; the floor is 90.0%", "100.0% of the characters of names stay in clear"],
        ),
        ([scored(TEXT, (NAME, PHONE), (NAME, PHONE, Label(30, 35, "URL")))], ["precision of identifiers is 50.0%"]),
        ([*PERFECT, scored(TEXT, (), (NAME,))], ["precision of names is 50.0%", "50.0% of the look-alikes"]),
    ],
)
def test_what_is_below_a_floor_is_told(floors: Path, messages: list[Scored], told: list[str]) -> None:
    found = list(shortfalls(messages, floors))
    assert len(found) == len(told)
    for sentence, words in zip(found, told, strict=True):
        assert sentence.startswith("en: ")
        assert words in sentence


def test_floors_for_a_language_without_messages_are_refused(floors: Path) -> None:
    with pytest.raises(DataFileError, match="no message in 'en'"):
        list(shortfalls([scored(TEXT, (), (), language="zh")], floors))


def test_floors_rise_to_a_little_below_what_is_measured(floors: Path) -> None:
    floor = raised(PERFECT, floors).languages["en"]
    assert (floor.names.recall, floor.names.precision) == (1 - MARGIN, 1 - MARGIN)
    assert (floor.identifiers.leaked, floor.look_alikes_changed) == (MARGIN, LOOK_ALIKE_MARGIN)


def test_floors_never_fall(floors: Path) -> None:
    worse = [scored(TEXT, (NAME, PHONE), (Label(30, 35, "URL"),)), scored(TEXT, (), (NAME,))]
    assert raised(worse, floors) == load_yaml(floors, Floors)


def test_written_floors_read_back(floors: Path) -> None:
    changed = raised(PERFECT, floors)
    floors.write_text(as_yaml(changed, floors))
    assert load_yaml(floors, Floors) == changed


def test_a_comment_above_the_floors_stays(floors: Path) -> None:
    floors.write_text("# why\n# and how\n" + floors.read_text())
    assert as_yaml(raised(PERFECT, floors), floors).startswith("# why\n# and how\nlanguages:\n")


def test_redaction_reaches_the_floors_on_the_test_split() -> None:
    messages = load_labelled()
    assert {message.language for message in messages} == set(load_yaml(FLOORS, Floors).languages) == {"en", "zh"}
    assert list(shortfalls(score(messages, detector("ours")))) == []
