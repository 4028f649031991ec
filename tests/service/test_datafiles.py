"""Files that people edit: whatever stands in them, the error names file, line and fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from service.datafiles import DataFileError, load_yaml, parse_yaml, read_text

FILE = Path("folder/file.yaml")


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    parts: list[Inner] = []


GOOD = "name: a\nparts:\n  - size: 1\n  - size: 2\n"


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("\ufeff" + GOOD, encoding="utf-8")
    assert [part.size for part in load_yaml(tmp_path / "x.yaml", Outer).parts] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", None, "there is nothing in it"),
        ("# a comment alone\n", None, "there is nothing in it"),
        ("- a\n", 1, "the file: Input should be"),
        ("parts: []\n", 1, "name: Field required"),
        ("name: a\nparts:\n  - size: x\n", 3, "parts.0.size"),
        ("name: a\nparts:\n  - size: 1\n  - {}\n", 4, "parts.1.size: Field required"),
        ("name: a\nparts:\n  - size: 1\n    colour: red\n", 4, "parts.0.colour"),
        ("name: a\nname: b\n", 2, "'name' is given twice"),
        ("name: a\n\tparts: []\n", 2, "not valid YAML"),
        ("name: 'a\n", 2, "not valid YAML"),
        ("name: a\nparts: [\n", 3, "not valid YAML"),
        ("name: a\n---\nname: b\n", 2, "another document"),
        ("parts: []\nname: 2026-02-30\n", 2, "day is out of range"),
        ("parts: []\nname: !!int seven\n", 2, "invalid literal"),
        ("name: a\n? [1, 2]\n: b\n", 2, "a key is a list or a mapping"),
        ("name: a\nparts: '\x07'\n", 2, "'\\x07', which YAML does not allow"),
        ("name: a\nparts: \ud800\n", 2, "'\\ud800', which YAML does not allow"),
        ("name: *nobody\n", 1, "undefined alias"),
        ("name: !!python/object:os.system x\n", 1, "could not determine a constructor"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int | None, problem: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_yaml(text, Outer, FILE)
    assert problem in caught.value.problem
    assert (caught.value.path, caught.value.line) == (FILE, line)
    assert caught.value.fix
    assert str(caught.value).startswith(f"{FILE}:{line}: " if line is not None else f"{FILE}: ")


@pytest.mark.parametrize("text", ["colour: red\n", "name: 'a\n", "name: 2026-02-30\n", "name: \x07\n"])
def test_lines_of_front_matter_are_counted_from_the_top_of_the_file(text: str) -> None:
    lines = []
    for first_line in (1, 41):
        with pytest.raises(DataFileError) as caught:
            parse_yaml(text, Outer, FILE, first_line)
        lines.append(caught.value.line or 0)
    assert lines[1] - lines[0] == 40


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(DataFileError) as caught:
        parse_yaml(f"name: a\nparts: {'x' * 10_000}\n", Outer, FILE)
    assert len(str(caught.value)) < 300


def test_what_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"name: a\nparts: \xff\n")
    with pytest.raises(DataFileError, match="not UTF-8") as caught:
        read_text(path)
    assert (caught.value.path, caught.value.line) == (path, 2)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="the file is missing") as caught:
        read_text(tmp_path / "x.yaml")
    assert caught.value.line is None


YAML_PIECES = st.sampled_from(
    [
        "name", "parts", "size", ":", ": ", "- ", "\n", "\n  ", "? ", "[", "]", "{", "}", ", ", "&a ", "*a", "!!int ",
        "!!set ", "!!map ", "!!timestamp ", "!!binary ", "<<", "|", ">", "'", '"', "#", "---\n", "%YAML", "2026-02-30",
        "1:2:3", ".nan", "~", "=", "\t", "\ufeff", "\ud800", "\x00", "é", "中",
    ]
)  # fmt: skip


@given(st.text(alphabet=st.characters(), max_size=60) | st.lists(YAML_PIECES, max_size=14).map("".join))
def test_no_text_makes_the_reader_fail_in_another_way(text: str) -> None:
    try:
        parse_yaml(text, Outer, FILE)
    except DataFileError as error:
        assert error.path == FILE


@pytest.mark.parametrize("depth", [400, 5000])
def test_no_depth_makes_the_reader_fail_in_another_way(depth: int) -> None:
    with pytest.raises(DataFileError):
        parse_yaml("name: " + "[" * depth + "]" * depth, Outer, FILE)
