"""`forbear privacy score`: what it prints, what it hides and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Forbear

# The third label is one that redaction does not find.
MESSAGES = """messages:
  - text: My name is Maria Lopez, my number is 212-555-0123.
    entities: [{PERSON: Maria Lopez}, {PHONE_NUMBER: 212-555-0123}]
  - text: The thing with zorbulated and 4111 1111 1111 1111
    entities: [{ORGANIZATION: zorbulated}]
  - I can pay on Friday.
"""
FLOORS = """languages:
  en:
    identifiers: {recall: %s, precision: 0.0, leaked: 1.0}
    names: {recall: 0.0, precision: 0.0, leaked: 1.0}
    look_alikes_changed: 1.0
"""


@pytest.fixture
def messages(tmp_path: Path) -> str:
    path = tmp_path / "messages.yaml"
    path.write_text(MESSAGES)
    return str(path)


def test_scores_are_printed_by_type_with_totals(forbear: Forbear, messages: str) -> None:
    ended = forbear("privacy", "score", messages)
    assert ended.code == 0
    for words in ("en: exact spans", "all", "identifiers", "names", "PERSON", "PHONE_NUMBER", "0 of 1: 0%"):
        assert words in ended.out


def test_json_holds_counts_and_intervals(forbear: Forbear, messages: str) -> None:
    body = json.loads(forbear("privacy", "score", messages, "--json").out)
    assert (body["detector"], body["messages"]) == ("ours", 3)
    scores = {row["type"]: row for row in body["scores"]}
    assert (scores["all"]["labelled"], scores["all"]["found"]) == (3, 3)
    assert scores["PERSON"]["recall"] == {"hits": 1, "of": 1, "share": 1.0, "low": 0.2065, "high": 1.0}
    assert scores["CREDIT_CARD"]["recall"]["share"] is None
    assert (scores["ORGANIZATION"]["characters"], scores["ORGANIZATION"]["characters_in_clear"]) == (10, 10)
    assert body["look_alikes_changed"]["en"]["of"] == 1
    assert "errors" not in body


def test_errors_are_listed_by_place_without_their_words(forbear: Forbear, messages: str) -> None:
    plain, told = (forbear("privacy", "score", messages, "--errors", *show) for show in ((), ("--show-text",)))
    assert f"{messages}:4: message 2: missed: ORGANIZATION [15, 25)\n" in plain.out
    assert f"{messages}:4: message 2: false: CREDIT_CARD [30, 49)\n" in plain.out
    assert "zorbulated" not in plain.out
    assert "missed: ORGANIZATION [15, 25) 'zorbulated'\n" in told.out


def test_errors_in_json_show_words_only_when_asked(forbear: Forbear, messages: str) -> None:
    plain, told = (
        forbear("privacy", "score", messages, "--json", "--errors", *show) for show in ((), ("--show-text",))
    )
    assert "zorbulated" not in plain.out
    missed, false = json.loads(told.out)["errors"]
    assert (missed["kind"], missed["labelled"]["words"], missed["found"]) == ("missed", "zorbulated", None)
    assert (false["kind"], false["line"], false["found"]["words"]) == ("false", 4, "4111 1111 1111 1111")


def test_scores_at_the_floor_are_enough(forbear: Forbear, messages: str, tmp_path: Path) -> None:
    floor = tmp_path / "floors.yaml"
    floor.write_text(FLOORS % "1.0")
    ended = forbear("privacy", "score", messages, "--floor", str(floor))
    assert (ended.code, ended.err) == (0, "")


def test_what_is_below_the_floor_is_told(forbear: Forbear, tmp_path: Path) -> None:
    file, floor = tmp_path / "one.jsonl", tmp_path / "floors.yaml"
    file.write_text('{"text": "nothing zorbs", "entities": [{"type": "URL", "start": 8, "end": 13}]}\n')
    floor.write_text(FLOORS % "0.5")
    ended = forbear("privacy", "score", str(file), "--floor", str(floor))
    assert (ended.code, ended.err) == (
        1,
        "below the floor: en: the recall of identifiers is 0.0%; the floor is 50.0%\n",
    )


def test_presidio_is_measured_on_the_same_messages(forbear: Forbear, messages: str) -> None:
    body = json.loads(forbear("privacy", "score", messages, "--detector", "presidio", "--json").out)
    assert (body["detector"], body["messages"]) == ("presidio", 3)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("messages:\n  - text: Ann\n    entities: [{PERSONN: Ann}]\n", ":2: message 1: the type 'PERSONN' is unknown"),
        ("messages:\n  - text: Ann\n    entities: [{PERSON: Bob}]\n", ":2: message 1: the words 'Bob' of PERSON"),
        ("messages:\n  - text: Ann\n", ":2: messages.0.entities: Field required"),
        ("messages: [\n", ": not valid YAML"),
    ],
)
def test_a_bad_file_is_named_by_line(forbear: Forbear, tmp_path: Path, written: str, says: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(written)
    ended = forbear("privacy", "score", str(path))
    assert (ended.code, ended.out) == (1, "")
    assert says in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--show-text",), "goes with --errors"), (("--detector", "magic"), "'magic' is not one of")],
)
def test_a_wrong_option_is_refused(forbear: Forbear, messages: str, arguments: tuple[str, ...], says: str) -> None:
    ended = forbear("privacy", "score", messages, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_a_file_without_messages_is_refused(forbear: Forbear, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n")
    ended = forbear("privacy", "score", str(path))
    assert (ended.code, "no message" in ended.err) == (2, True)
