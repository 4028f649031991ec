"""Prompt files: versioned, complete, and refused when broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.domain.vocabulary import Act
from service.writing.prompt import fill_prompt, load_prompt, rough_tokens
from tests.writing.cases import PROMPTS, brief, quote

FILES = sorted(PROMPTS.glob("negotiator*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_prompts_are_sound_and_named_after_their_files(path: Path) -> None:
    prompt = load_prompt(path)
    assert prompt.head.id == path.stem
    assert prompt.name == f"{path.stem}@{prompt.head.version}"


def test_both_modes_exist_in_both_languages() -> None:
    assert {path.stem for path in FILES} == {
        f"{name}.{language}" for name in ("negotiator", "negotiator_free") for language in ("en", "zh")
    }


def test_the_menu_marks_what_is_always_said() -> None:
    made = brief(Act.OFFER_PLAN, quotes=(quote(),))
    text = fill_prompt(load_prompt(PROMPTS / "negotiator.en.md"), made, ())
    assert re.search(r"- terms\.instalments \[always said\] 0: ", text)
    assert re.search(r"- right\.person 0: .* \| 1: ", text)


def test_a_usual_prompt_fits_a_small_model() -> None:
    """2,048 tokens of context, less 300 for the answer."""
    for language in ("en", "zh"):
        prompt = load_prompt(PROMPTS / f"negotiator.{language}.md")
        made = brief(Act.OFFER_PLAN, language=language, quotes=(quote(), quote("1000.00", 1, quote_id="q-2")))
        assert rough_tokens(prompt.system) + rough_tokens(fill_prompt(prompt, made, ())) < 1748


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("---\nid", "id", "front matter is missing"),
        ("version: 1", "version: one", "version"),
        ("version: 1", "version: 1\ncolour: blue", "colour"),
        ("<!-- message -->", "", "mark"),
        ("$menu", "", "placeholders missing \\['menu'\\]"),
        ("$menu", "$menu $secret", "unknown \\['secret'\\]"),
    ],
)
def test_a_broken_prompt_is_refused(tmp_path: Path, before: str, after: str, problem: str) -> None:
    text = (PROMPTS / "negotiator.en.md").read_text(encoding="utf-8")
    path = tmp_path / "negotiator.en.md"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=problem):
        load_prompt(path)
