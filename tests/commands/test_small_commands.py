"""`keys`, `audit`, `policies`, `knowledge`, `check`, `redact`: what they print and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import update

from service.account_import import store_account
from service.domain.account import AccountImport
from service.program import Foundation
from service.records.accounts import find_account
from service.records.audit import append_link
from service.records.conversations import create_conversation
from service.records.keys import find_key
from service.records.models import AuditRow
from service.settings import PROJECT_FOLDER
from tests.commands.conftest import Forbear


def test_a_key_is_printed_once_and_opens(forbear: Forbear, foundation: Foundation) -> None:
    ended = forbear("keys", "add", "Harbor Light Bank", "--role", "reviewer")
    assert ended.code == 0
    with foundation.database.reading() as session:
        row = find_key(session, ended.out.strip())
        assert row is not None
        assert (row.name, row.role) == ("Harbor Light Bank", "reviewer")
        assert ended.out.strip() not in row.key_hash


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("x", "--role", "boss"), "'boss' is not one of"), (("  ",), "give a name"), (("n" * 101,), "at most 100")],
)
def test_a_key_for_nobody_is_refused(forbear: Forbear, arguments: tuple[str, ...], says: str) -> None:
    ended = forbear("keys", "add", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_an_untouched_record_is_proved(forbear: Forbear) -> None:
    ended = forbear("audit", "verify")
    assert (ended.code, ended.out) == (0, "0 links, 0 broken\n")


def test_an_altered_record_is_found(forbear: Forbear, foundation: Foundation, card_account: AccountImport) -> None:
    store_account(foundation, card_account)
    now = foundation.clock()
    with foundation.database.writing() as session:
        account = find_account(session, card_account.id)
        assert account is not None
        conversation = create_conversation(session, account, "web", identity_verified=False, now=now)
        append_link(session, conversation, "note", "sub_1", "{}", now)
        append_link(session, conversation, "note", "sub_2", "{}", now)
    assert forbear("audit", "verify").out == "2 links, 0 broken\n"
    with foundation.database.writing() as session:
        session.execute(update(AuditRow).where(AuditRow.position == 1).values(subject_id="sub_3"))
    ended = forbear("audit", "verify")
    assert (ended.code, ended.out) == (1, "2 links, 1 broken\n")
    assert f"{conversation.id} link 1: the link itself was altered" in ended.err


def test_the_files_of_the_repository_have_no_problem(forbear: Forbear) -> None:
    ended = forbear("policies", "check")
    assert ended.code == 0, ended.err
    assert ended.out.endswith(" 0 problems\n")


def test_all_statement_problems_are_told_at_once(
    forbear: Forbear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(PROJECT_FOLDER / "prompts", tmp_path / "prompts")
    file = tmp_path / "prompts" / "statements" / "rules" / "zz.yaml"
    file.write_text(
        "statements:\n"
        + "".join(f"- {{id: zz.{n}, acts: [any], order: 500, kind: notice, when: [moonlight]}}\n" for n in ("a", "b"))
    )
    for language, words in (("en", "All is well."), ("zh", "一切都好。")):
        wordings = f"wordings:\n  zz.a: {{neutral: ['{words}']}}\n  zz.b: {{neutral: ['{words}']}}\n"
        (tmp_path / "prompts" / "statements" / language / "zz.yaml").write_text(wordings, encoding="utf-8")
    monkeypatch.setenv("FORBEAR_PROMPTS_DIR", str(tmp_path / "prompts"))
    ended = forbear("policies", "check")
    assert (ended.code, ended.out.endswith(" 2 problems\n")) == (1, True)
    for line, name in ((2, "zz.a"), (3, "zz.b")):
        assert f"{file}:{line}: {name}: unknown condition 'moonlight'. Use a name of the closed list" in ended.err


def test_a_statement_that_a_rule_refuses_is_named(
    forbear: Forbear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(PROJECT_FOLDER / "prompts", tmp_path / "prompts")
    file = tmp_path / "prompts" / "statements" / "rules" / "zz.yaml"
    file.write_text("statements:\n- {id: zz.loan, acts: [state_balance], order: 500, kind: notice}\n")
    for language, words in (("en", "Just take out a payday loan and clear this today."), ("zh", "一切都好。")):
        wordings = f"wordings:\n  zz.loan: {{neutral: ['{words}']}}\n"
        (tmp_path / "prompts" / "statements" / language / "zz.yaml").write_text(wordings, encoding="utf-8")
    monkeypatch.setenv("FORBEAR_PROMPTS_DIR", str(tmp_path / "prompts"))
    ended = forbear("policies", "check")
    assert ended.code == 1
    assert f"{file}:2: zz.loan (en): core.money.borrowing objects to" in ended.err
    assert "'Just take out a payday loan and clear this today.'" in ended.err


@pytest.mark.parametrize("command", [("policies", "check"), ("knowledge", "sync")])
def test_a_broken_document_is_named(
    forbear: Forbear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    copytree(PROJECT_FOLDER / "knowledge", tmp_path / "knowledge")
    file = tmp_path / "knowledge" / "uk" / "en" / "dispute.md"
    file.write_text(file.read_text(encoding="utf-8").replace("topic: ", "topic: [x] "), encoding="utf-8")
    monkeypatch.setenv("FORBEAR_KNOWLEDGE_DIR", str(tmp_path / "knowledge"))
    ended = forbear(*command)
    assert ended.code == 1
    assert f"forbear: {file}:" in ended.err
    assert "[x]" in ended.err or "not valid YAML" in ended.err
    assert "Traceback" not in ended.err


def test_knowledge_is_brought_up_to_date_once(
    forbear: Forbear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(PROJECT_FOLDER / "knowledge" / "uk" / "en", tmp_path / "knowledge" / "uk" / "en")
    monkeypatch.setenv("FORBEAR_KNOWLEDGE_DIR", str(tmp_path / "knowledge"))
    first, second = forbear("knowledge", "sync"), forbear("knowledge", "sync")
    count = len(list((tmp_path / "knowledge").glob("*/*/*.md")))
    assert (first.code, first.out) == (0, f"{count} added, 0 updated, 0 deleted, 0 unchanged\n")
    assert second.out == f"0 added, 0 updated, 0 deleted, {count} unchanged\n"


@pytest.mark.parametrize(
    ("arguments", "verdict", "code"),
    [
        (("Pay today or officers will come to your door.",), "block", 1),
        (("逾期不会坐牢。", "-j", "cn"), "allow", 0),
        (("Thank you for your message.", "-j", "zz"), "hold", 1),
    ],
)
def test_check_ends_with_its_verdict(forbear: Forbear, arguments: tuple[str, ...], verdict: str, code: int) -> None:
    plain, as_json = forbear("check", *arguments), forbear("check", *arguments, "--json")
    assert (plain.code, plain.out.splitlines()[0]) == (code, verdict)
    assert (as_json.code, json.loads(as_json.out)["verdict"]) == (code, verdict)


def test_check_knows_two_languages(forbear: Forbear) -> None:
    ended = forbear("check", "Bonjour", "--language", "fr")
    assert (ended.code, ended.out) == (2, "")
    assert "use en or zh" in ended.err


def test_redact_leaves_no_personal_data(forbear: Forbear) -> None:
    text = "我叫王小明，手机13800138000"
    plain, as_json = forbear("redact", text), forbear("redact", text, "--json")
    assert (plain.code, as_json.code) == (0, 0)
    body = json.loads(as_json.out)
    assert body["text"] == plain.out.strip()
    assert "王小明" not in as_json.out
    assert {entity["type"] for entity in body["entities"]} == {"PERSON", "PHONE_NUMBER"}


def test_redact_takes_signs_that_printing_could_read_as_markup(forbear: Forbear) -> None:
    assert forbear("redact", "[/] [bold]").out == "[/] [bold]\n"
