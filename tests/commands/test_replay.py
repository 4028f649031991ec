"""`forbear replay`: what it prints, how it ends, and what it says of a broken pack or an empty history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.account_import import store_account
from service.program import Foundation, build_program
from service.samples import load_sample_accounts
from service.settings import PROJECT_FOLDER
from service.turn import take_turn
from tests.commands.conftest import Forbear
from tests.replay.conftest import WritePack, rule, write_pack

POLICIES = str(PROJECT_FOLDER / "policies")

__all__ = ["write_pack"]  # a fixture


@pytest.fixture
def opened(foundation: Foundation) -> str:
    """A history of one opening message; its id."""
    store_account(foundation, load_sample_accounts()[0])
    program = build_program(foundation)
    conversation = program.reception.open_conversation(load_sample_accounts()[0].id, "web", identity_verified=False)
    assert conversation is not None
    trace = take_turn(conversation, program.stages)
    assert trace is not None
    assert trace.outbound_id is not None
    return trace.outbound_id


def test_an_empty_history_is_said_to_be_empty(forbear: Forbear) -> None:
    ended = forbear("replay", "--pack", POLICIES)
    assert (ended.code, ended.out) == (0, "no messages yet: no stored turn fits\n")


def test_unchanged_packs_change_nothing(forbear: Forbear, opened: str) -> None:
    ended = forbear("replay", "--pack", POLICIES)
    assert ended.code == 0
    assert "1 messages that left and 0 stopped drafts" in ended.out
    assert ended.out.endswith("nothing would change\n")


def test_a_changed_pack_shows_rule_count_and_example(forbear: Forbear, opened: str, write_pack: WritePack) -> None:
    pack = str(write_pack(rule("core.trial.who", "assistant")))
    table, as_json = forbear("replay", "--pack", pack), forbear("replay", "--pack", pack, "--json")
    assert (table.code, as_json.code) == (0, 0)
    assert "newly blocked" in table.out
    assert f"newly blocked: {opened}" in table.out
    assert "1 verdicts would change" in table.out
    body = json.loads(as_json.out)
    assert (body["judged"], body["changed"]) == (1, 1)
    (changed,) = body["rules"]
    assert (changed["rule_id"], changed["newly_blocked"]) == ("core.trial.who", 1)
    assert changed["examples"] == {"newly_blocked": [opened]}


def test_a_broken_pack_is_named_with_line_and_fix(forbear: Forbear, write_pack: WritePack) -> None:
    pack = write_pack(rule("core.trial.who", "(?=ahead)"))
    ended = forbear("replay", "--pack", str(pack))
    assert (ended.code, ended.out) == (1, "")
    assert f"forbear: {pack}:" in ended.err
    assert "Correct the pattern" in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--pack", "nowhere.yaml"), "nowhere.yaml"),
        (("--pack", POLICIES, "--since", "yesterday"), "2026-11-01"),
        (("--pack", POLICIES, "--on", "soon"), "2027-01-01"),
        ((), "--pack"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_way_out(
    forbear: Forbear, arguments: tuple[str, ...], says: str, data_dir: Path
) -> None:
    ended = forbear("replay", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert not data_dir.exists()
