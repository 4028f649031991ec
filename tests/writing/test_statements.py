"""The statement library: the real one is sound, and a broken one is refused with file, line and fix."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.domain.vocabulary import Act
from service.writing.lint import lint_library, slots_used
from service.writing.statements import Statement, load_library, read_library
from tests.writing.cases import PROMPTS, library

RULE = """\
statements:
  - id: extra.one
    acts: [small_talk]
    kind: notice
    order: 150
"""


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A copy of the real statements that a test may break."""
    shutil.copytree(PROMPTS / "statements", tmp_path / "statements")
    return tmp_path


def add(prompts: Path, rule: str = RULE, en: str = "Nice.", zh: str | None = "很好。") -> None:
    (prompts / "statements/rules/zzz.yaml").write_text(rule, encoding="utf-8")
    for language, wording in (("en", en), ("zh", zh)):
        if wording is not None:
            text = f"wordings:\n  extra.one:\n    neutral:\n      - '{wording}'\n"
            (prompts / f"statements/{language}/zzz.yaml").write_text(text, encoding="utf-8")


def test_the_library_has_no_problems() -> None:
    assert lint_library(read_library(PROMPTS)) == []


def test_a_sound_addition_is_accepted(prompts: Path) -> None:
    add(prompts)
    assert load_library(prompts).find("extra.one") is not None


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_a_statement_of_its_own(act: Act) -> None:
    assert any(act in item.rule.required_for for item in library().statements)


@pytest.mark.parametrize("statement", library().statements, ids=lambda item: item.rule.id)
def test_both_languages_carry_the_declared_slots(statement: Statement) -> None:
    assert slots_used(statement, "en") == slots_used(statement, "zh") == set(statement.rule.slots)


@pytest.mark.parametrize("statement", library().statements, ids=lambda item: item.rule.id)
def test_every_wording_carries_the_same_slots(statement: Statement) -> None:
    """A writer may choose any wording, so none may say less than the others about money or dates."""
    hard = {name for name, kind in statement.rule.slots.items() if kind not in ("text", "pseudonym")}
    for wordings in statement.wordings.values():
        for wording in wordings.all:
            assert hard <= set(re.findall(r"\{([a-z_]+)\}", wording))


@pytest.mark.parametrize("act", [Act.CONFIRM_STOP, Act.KEEP_STOPPED, Act.CONFIRM_CHANNEL_STOP])
def test_a_stop_allows_one_statement_and_nothing_else(act: Act) -> None:
    assert len(library().for_acts((act,))) == 1


@pytest.mark.parametrize("act", [Act.SUPPORT_CRISIS, Act.SUPPORT_SAFETY])
def test_a_crisis_allows_only_safety_statements(act: Act) -> None:
    assert {item.rule.kind for item in library().for_acts((act,))} == {"safety"}


def test_an_act_beside_a_crisis_adds_no_notice() -> None:
    assert {item.rule.id for item in library().for_acts((Act.SUPPORT_CRISIS, Act.SMALL_TALK))} == {
        item.rule.id
        for act in (Act.SUPPORT_CRISIS, Act.SMALL_TALK)
        for item in library().for_acts((act,))
        if Act.SUPPORT_CRISIS not in item.rule.except_acts
    }


@pytest.mark.parametrize(
    ("rule", "en", "problem"),
    [
        (RULE + "    when: [full_moon]\n", "Nice.", "unknown condition 'full_moon'"),
        (RULE + "    slots: {shoe_size: count}\n", "Nice.", "unknown slot 'shoe_size'"),
        (RULE + "    slots: {balance: date}\n    when: [verified]\n", "Nice.", "is of type 'money'"),
        (RULE + "    slots: {balance: money}\n", "Nice.", "only filled when 'verified'"),
        (RULE + "    required_for: [open]\n", "Nice.", "required for 'open' but not allowed"),
        (RULE, "Nice, {creditor}.", "slot 'creditor' is not declared"),
        (RULE, "Nice, {creditor.", "a stray brace"),
        (RULE, "Reply within 3 days.", "a number outside a slot"),
        (RULE, "Nice  day.", "odd spacing"),
        (RULE, "This is your last chance.", "threatens or presses"),
        (RULE, "About your debt.", "before the person is verified"),
        (RULE, "very " * 61 + "nice.", "longer than 60"),
    ],
)
def test_a_problem_is_named_with_file_line_and_fix(prompts: Path, rule: str, en: str, problem: str) -> None:
    add(prompts, rule, en)
    with pytest.raises(DataFileError) as caught:
        load_library(prompts)
    assert problem in str(caught.value)
    assert (caught.value.path.name, caught.value.line) == ("zzz.yaml", 2)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (RULE.replace("small_talk", "sing_a_song"), "acts"),
        (RULE.replace("extra.one", "open.who"), "already used in notices.yaml"),
        (RULE + "    colour: blue\n", "colour"),
        (RULE + "    slots: {creditor: emoji}\n", "slots"),
        (RULE + "    alias: extra.two\n", "alias is for statements with each"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(prompts: Path, rule: str, problem: str) -> None:
    add(prompts, rule)
    with pytest.raises(DataFileError, match=re.escape(problem)):
        load_library(prompts)


def test_a_statement_missing_in_one_language_is_refused(prompts: Path) -> None:
    add(prompts, zh=None)
    with pytest.raises(DataFileError, match="no wording in language 'zh'"):
        load_library(prompts)


def test_a_wording_without_a_rule_is_refused(prompts: Path) -> None:
    add(prompts)
    (prompts / "statements/rules/zzz.yaml").unlink()
    with pytest.raises(DataFileError, match="no rule says when"):
        load_library(prompts)


def test_a_wording_given_in_two_files_is_refused(prompts: Path) -> None:
    add(prompts)
    shutil.copy(prompts / "statements/en/zzz.yaml", prompts / "statements/en/zzzz.yaml")
    with pytest.raises(DataFileError, match="already worded in"):
        load_library(prompts)


def test_an_act_that_lost_its_statement_is_noticed(prompts: Path) -> None:
    path = prompts / "statements/rules/conversation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("required_for: [hold_notice]", "required_for: []"), encoding="utf-8")
    with pytest.raises(DataFileError, match="'hold_notice' has no required statement"):
        load_library(prompts)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no statement files"):
        load_library(tmp_path)


def test_the_version_changes_with_the_words(prompts: Path) -> None:
    before = read_library(prompts).version
    add(prompts)
    assert read_library(prompts).version != before
