"""Whatever the engine decides, the scripted message carries every disclosure that the packs ask for in that state."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.domain.vocabulary import Act, ActorRole, Language, Signal, State
from service.domain.writing import Brief
from service.guard.context import GuardContext
from service.guard.inspection import Inspection
from service.guard.packs import load_packs
from service.guard.rules import rules_check
from service.writing.conditions import DEBT_ACTS
from service.writing.scripted import ScriptedWriter
from tests.writing.cases import TODAY, account, brief, conversation, quote

BOOK = load_packs(Path(__file__).resolve().parents[2] / "policies", unverified=True)
CHECK = rules_check(BOOK)
LANGUAGES: tuple[Language, ...] = ("en", "zh")
PLACES: tuple[tuple[str, str | None, ActorRole], ...] = (
    ("us", "us-tx", "third_party_collector"),
    ("us", "us-ny-nyc", "original_creditor"),
    ("us", "NYC", "debt_buyer"),
    ("us", "us-dc", "servicer"),
    ("us", "California", "original_creditor"),
    ("us", "us-me", "third_party_collector"),
    ("us", "us-ut", "original_creditor"),
    ("us", None, "third_party_collector"),
    ("uk", None, "debt_buyer"),
    ("cn", "cn-js", "original_creditor"),
)
CURRENCIES = {"us": "USD", "uk": "GBP", "cn": "CNY"}
# What holds in a turn beside the act: the first message, a return after a week, the time for disputes, a question.
STAGES = ("first", "middle", "returning", "validation", "returning in validation", "asked")


def _briefed(act: Act, place: str, region: str | None, role: ActorRole, language: Language, stage: str) -> Brief:
    given = {"identity_known", *(["returning"] if "returning" in stage else [])}
    given |= {"in_validation_period"} if "validation" in stage else set()
    state = State.NEGOTIATING if act in DEBT_ACTS else State.UNVERIFIED
    acts = (Act.STATE_BALANCE,) if act in DEBT_ACTS and stage != "first" else ()
    plan = quote("1000.00", 6, balance="1250.00", currency=CURRENCIES[place])
    return brief(
        act,
        language=language,
        owner=account(place, role, region=region, language=language),
        view=conversation(language, state, agent_messages=0 if stage == "first" else 4, acts=acts),
        quotes=(plan,) if act in DEBT_ACTS else (),
        accepted=plan if act in (Act.CONFIRM_PLAN, Act.RECALL_PLAN) else None,
        also=(Act.CONFIRM_AUTOMATED,) if stage == "asked" and act is not Act.CONFIRM_AUTOMATED else (),
        signals=frozenset({Signal.ASKS_IF_AI}) if stage == "asked" else frozenset(),
        conditions=frozenset(given),
    )


def _findings(made: Brief, place: str, region: str | None, role: ActorRole, stage: str) -> list[str]:
    draft = ScriptedWriter().write(made)
    context = GuardContext(
        jurisdiction=place,
        region=region,
        actor_role=role,
        verified="verified" in made.conditions,
        first_message=stage == "first",
        returning="returning" in stage,
        in_validation_period="validation" in stage,
        time_barred=False,
        last_borrower_signals=frozenset({Signal.ASKS_IF_AI}) if stage == "asked" else frozenset(),
        today=TODAY,
    )
    seen = Inspection(draft.text, made.language, place, context.region, context, draft, made)
    return [f"{finding.rule_id}: {draft.text}" for finding in CHECK(seen)]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("place", "region", "role"), PLACES)
def test_every_scripted_message_carries_its_disclosures(
    place: str, region: str | None, role: ActorRole, language: Language, stage: str
) -> None:
    for act in Act:
        made = _briefed(act, place, region, role, language, stage)
        assert _findings(made, place, region, role, stage) == [], act


@pytest.mark.parametrize(
    ("stage", "act", "statement", "rule"),
    [
        ("returning", Act.STATE_BALANCE, "open.who_again", "core.disclosure.automated_on_return"),
        ("returning", Act.STATE_BALANCE, "open.who_again", "core.disclosure.sender_on_return"),
        ("validation", Act.OFFER_PLAN, "right.validation_runs", "us.validation.reminder"),
        ("middle", Act.OFFER_PLAN, "notice.collector", "us.notice.later"),
        ("first", Act.OFFER_PLAN, "notice.collector_first", "us.notice.first"),
    ],
)
def test_a_message_without_its_statement_is_stopped(stage: str, act: Act, statement: str, rule: str) -> None:
    made = _briefed(act, "us", "us-tx", "third_party_collector", "en", stage)
    assert any(option.id == statement and option.required for option in made.options)
    bare = made.model_copy(update={"options": tuple(one for one in made.options if one.id != statement)})
    found = {line.split(":")[0] for line in _findings(bare, "us", "us-tx", "third_party_collector", stage)}
    assert rule in found
