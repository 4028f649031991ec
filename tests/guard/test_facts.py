"""A text without a brief, checked against the facts and passages that its sender names."""

from __future__ import annotations

import pytest

from service.domain.vocabulary import Outcome
from service.guard.context import GuardContext
from service.guard.guard import Guard
from tests.guard.drafts import TODAY

FACTS = ("$1,250.00", "1 March 2027", "12 payments of $104.17", "八折", "2027年3月1日")


def _context(**known: object) -> GuardContext:
    state = {"jurisdiction": "uk", "today": TODAY, "verified": True, "time_barred": False}
    return GuardContext.model_validate(state | {"actor_role": "original_creditor"} | known)


@pytest.mark.parametrize(
    ("text", "ungrounded"),
    [
        ("Your balance is $1,250.", False),
        ("Your balance is $1,205.00.", True),
        ("The first payment is due on 1 March 2027.", False),
        ("The first payment is due on 2 March 2027.", True),
        ("There would be 12 payments of $104.17.", False),
        ("There would be thirteen payments.", True),
        ("We can take half off.", True),
        ("首期在2027年3月1日。", False),
        ("可以打八折。", False),
        ("可以打七折。", True),
        ("一共还两千五。", True),
        ("Call 0800 555 0199 today.", True),
        ("See www.pay-here.example for more.", True),
    ],
)
def test_every_number_must_be_a_fact(guard: Guard, text: str, ungrounded: bool) -> None:
    verdict = guard.check_text(text, "uk", context=_context(facts=FACTS))
    assert ("guard.slot" in {found.rule_id for found in verdict.findings}) is ungrounded, verdict.findings


def test_without_facts_numbers_go_unjudged(guard: Guard) -> None:
    verdict = guard.check_text("Your balance is $1,205.00.", "uk", context=_context())
    assert "guard.slot" not in {found.rule_id for found in verdict.findings}


@pytest.mark.parametrize(
    ("passages", "held"),
    [
        ((), True),
        (("Missed payments stay on your credit report for six years.",), False),
        (("Missed payments stay on your credit report for seven years.",), True),
        (("You can pay by card or by direct debit.",), True),
    ],
)
def test_a_claim_needs_a_passage_that_says_the_same(guard: Guard, passages: tuple[str, ...], held: bool) -> None:
    text = "Missed payments stay on your credit report for six years."
    verdict = guard.check_text(text, "uk", context=_context(passages=passages))
    claims = [found for found in verdict.findings if found.rule_id == "core.claim.consequence"]
    assert bool(claims) is held


def test_what_is_answered_may_come_with_the_context(guard: Guard) -> None:
    text, crisis = "Noted. So how much can you pay today?", "I want to kill myself tonight."
    assert guard.check_text(text, "uk", context=_context(borrower_message=crisis)).outcome is not Outcome.ALLOW
