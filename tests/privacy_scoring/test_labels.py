"""Labelled messages are read from YAML and JSON Lines; what does not fit is refused with its place and the way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.privacy_scoring import Label, load_labelled


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_words_become_offsets_behind_the_label_before(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.yaml",
        "language: zh\n"
        "messages:\n"
        "  - text: 🙂Ann met Ann, 13800138000\n"
        "    entities: [{PERSON: Ann}, {PERSON: Ann}, {PHONE_NUMBER: '13800138000'}]\n"
        "  - Nobody here\n",
    )
    first, second = load_labelled([path])
    assert first.labels == (Label(1, 4, "PERSON"), Label(9, 12, "PERSON"), Label(14, 25, "PHONE_NUMBER"))
    assert (first.language, first.number, first.line) == ("zh", 1, 3)
    assert (second.text, second.labels, second.language, second.line) == ("Nobody here", (), "zh", 5)


def test_json_lines_give_offsets_in_any_order_and_bare_texts(tmp_path: Path) -> None:
    entities = [{"type": "EMAIL_ADDRESS", "start": 9, "end": 16}, {"type": "PERSON", "start": 1, "end": 4}]
    lines = [json.dumps({"text": "🙂Ann has a@b.com", "entities": entities}), "", '"王先生不在"']
    first, second = load_labelled([write(tmp_path, "a.jsonl", "\n".join(lines))])
    assert first.labels == (Label(1, 4, "PERSON"), Label(9, 16, "EMAIL_ADDRESS"))
    assert first.language == "en"
    assert (second.labels, second.language, second.number, second.line) == ((), "zh", 2, 3)


@pytest.mark.parametrize(
    ("written", "language"),
    [('{"text": "Ann", "entities": [], "language": "zh"}', "zh"), ('"Ann"', "en"), ('"Ann 王"', "zh")],
)
def test_a_message_without_a_language_is_told_by_its_script(tmp_path: Path, written: str, language: str) -> None:
    (message,) = load_labelled([write(tmp_path, "a.jsonl", written)])
    assert message.language == language


@pytest.mark.parametrize(
    ("entities", "problem", "fix"),
    [
        ("[{PHONE: Ann}]", "the type 'PHONE' is unknown", "PHONE_NUMBER"),
        ("[{PERSON: Bob}]", "'Bob' of PERSON are not in the text", "Copy them"),
        ("[{PERSON: ''}]", "'' of PERSON are not in the text", "Copy them"),
        ("[{PERSON: Ann}, {PERSON: Ann}]", "'Ann' of PERSON are not in the text behind", "order"),
        ("[{PERSON: Ann, URL: met}]", "is not one type with its words", "{TYPE: words}"),
    ],
)
def test_a_yaml_label_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, entities: str, problem: str, fix: str
) -> None:
    path = write(tmp_path, "a.yaml", f"messages:\n  - fine\n  - text: Ann met you\n    entities: {entities}\n")
    with pytest.raises(DataFileError) as caught:
        load_labelled([path])
    assert str(caught.value).startswith(f"{path}:3: message 2: ")
    assert problem in caught.value.problem
    assert fix in caught.value.fix


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{text", "not JSON"),
        ('{"text": "Ann"}', "entities: Field required"),
        ('{"text": "Ann", "entities": [], "lang": "en"}', "lang: Extra inputs"),
        ('{"text": "Ann", "entities": [], "language": "fr"}', "language: Input should be 'en' or 'zh'"),
        ("7", "the line: "),
        ('{"text": "Ann", "entities": [{"type": "NAME", "start": 0, "end": 3}]}', "the type 'NAME' is unknown"),
        (
            '{"text": "Ann", "entities": [{"type": "PERSON", "start": 0, "end": 4}]}',
            "outside the text of 3 code points",
        ),
        ('{"text": "Ann", "entities": [{"type": "PERSON", "start": 2, "end": 2}]}', "outside the text"),
        ('{"text": "Ann", "entities": [{"type": "PERSON", "start": -1, "end": 2}]}', "entities.0.start: "),
        (
            '{"text": "Ann", "entities": [{"type": "PERSON", "start": 0, "end": 2}, '
            '{"type": "URL", "start": 1, "end": 3}]}',
            "PERSON [0, 2) and URL [1, 3) overlap",
        ),
    ],
)
def test_a_json_line_that_does_not_fit_is_named_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    path = write(tmp_path, "a.jsonl", f'"fine"\n\n{line}\n')
    with pytest.raises(DataFileError) as caught:
        load_labelled([path])
    assert (caught.value.path, caught.value.line) == (path, 3)
    assert problem in caught.value.problem


@pytest.mark.parametrize("name", ["a.yaml", "a.jsonl"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataFileError, match=name):
        load_labelled([tmp_path / name])
