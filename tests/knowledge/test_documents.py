from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.datafiles import DataFileError
from service.knowledge.documents import load_documents, parse_document
from tests.knowledge.samples import PLAN, document, markdown

SECTION = "## Can I pay in instalments?\n\nYes, you can ask.\n"


def _store(folder: Path, text: str, place: str = "uk/en/sample.md") -> Path:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_is_read_with_its_head_and_sections() -> None:
    body = "## First question?\n<!-- asked: one | two -->\n\nAn answer.\n\nMore.\n\n## Second question?\nAnother.\n"
    read = parse_document(markdown(body), Path("x.md"))
    assert (read.head.id, read.head.topic, read.key) == ("uk-sample", "instalment_plans", "uk-sample@en")
    assert [section.heading for section in read.sections] == ["First question?", "Second question?"]
    assert read.sections[0].asked == ("one", "two")
    assert read.sections[0].text == "An answer.\n\nMore."


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("## No head\n\nText.", 1, "front matter is missing"),
        ("---\nid: x\n## never closed", 1, "front matter is missing"),
        (markdown(SECTION, topic="weather"), 6, "topic"),
        (markdown(SECTION, id="Not An Id"), 2, "id"),
        (markdown(SECTION, effective_from="soon"), 8, "effective_from"),
        (markdown(SECTION, effective_to="2024-01-01"), None, "effective_to lies before"),
        (markdown(SECTION, source=""), None, "source"),
        (markdown(SECTION, colour="red"), 10, "colour"),
        (markdown("Loose text.\n"), 12, "text before the first heading"),
        (markdown("# One hash\n\nText.\n"), 12, "bad heading"),
        (markdown("### Three hashes\n\nText.\n"), 12, "bad heading"),
        (markdown(""), 11, "no section"),
        (markdown(SECTION + "\n" + SECTION), 16, "given twice"),
        (markdown("## Empty?\n\n## Full?\n\nText.\n"), 12, "no text"),
        (markdown(SECTION + "\n## Long?\n\n" + "word " * 150), 16, "too long to quote"),
        (markdown("## List?\n\n- one\n- two\n"), 12, "markup"),
        (markdown("## Bold?\n\nThis is **bold**.\n"), 12, "markup"),
        (markdown("## Link?\n\nSee [here](http://x).\n"), 12, "markup"),
        (markdown("## Numbered?\n\n1. one\n"), 12, "markup"),
    ],
)
def test_a_wrong_document_is_refused_with_its_line(text: str, line: int | None, says: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_document(text, Path("knowledge/uk/en/x.md"))
    assert says in caught.value.problem
    if line is not None:
        assert caught.value.line == line
    assert caught.value.fix


def test_a_byte_order_mark_does_not_hide_the_front_matter() -> None:
    assert parse_document("\ufeff" + markdown(SECTION), Path("x.md")).head.id == "uk-sample"


def test_wrapped_chinese_lines_join_without_a_space_and_english_ones_with_one() -> None:
    body = "## 可以分期吗？\n\n可以提出，\n请告诉我。\n\n## English?\n\nOne line\nand another.\n"
    sections = parse_document(markdown(body), Path("x.md")).sections
    assert sections[0].text == "可以提出，请告诉我。"
    assert sections[1].text == "One line and another."


def test_the_version_follows_the_content_and_nothing_else() -> None:
    same = document()
    assert same.version == document().version
    assert len(same.version) == 12
    changed = PLAN.model_copy(update={"text": PLAN.text + " Ask."})
    assert document("uk-sample", changed).version != same.version
    assert document(source="Another policy").version != same.version


def test_documents_are_loaded_from_their_folders(tmp_path: Path) -> None:
    _store(tmp_path, markdown(SECTION))
    _store(tmp_path, markdown("## 可以分期吗？\n\n可以提出。\n", language="zh"), "uk/zh/sample.md")
    assert [one.key for one in load_documents(tmp_path)] == ["uk-sample@en", "uk-sample@zh"]


def test_a_missing_folder_is_an_error_and_not_an_empty_library(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="knowledge folder is missing"):
        load_documents(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("place", "head", "says"),
    [
        ("uk/en/second.md", {}, "is already in"),
        ("us/en/second.md", {"id": "other"}, "folder says otherwise"),
        ("uk/zh/second.md", {"id": "other"}, "folder says otherwise"),
        ("uk/zh/second.md", {"language": "zh", "topic": "dispute"}, "topic differs"),
        ("uk/zh/second.md", {"language": "zh", "effective_from": "2024-01-01"}, "effective_from differs"),
    ],
)
def test_documents_that_contradict_each_other_are_refused(
    tmp_path: Path, place: str, head: dict[str, str], says: str
) -> None:
    _store(tmp_path, markdown(SECTION))
    second = _store(tmp_path, markdown(SECTION, **head), place)
    with pytest.raises(DataFileError, match=says) as caught:
        load_documents(tmp_path)
    assert caught.value.path == second


@given(st.text(max_size=400))
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    for candidate in (text, markdown(text)):
        try:
            parse_document(candidate, Path("x.md"))
        except DataFileError as error:
            assert error.fix
