"""Accounts, readings and situations for the tests, with only what a test is about spelled out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from service.domain.account import Account
from service.domain.negotiation import ConversationView, Decision, Situation
from service.domain.reading import Proposal, Reading
from service.domain.vocabulary import Signal, State
from service.negotiation import Authority, AuthorityBook, load_authorities
from service.settings import PROJECT_FOLDER

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@cache
def book() -> AuthorityBook:
    return load_authorities(PROJECT_FOLDER / "policies")


def account(**changes: Any) -> Account:
    """A US card account, 160 days past due, unless changed."""
    facts: dict[str, Any] = {
        "id": "acc-1",
        "borrower_id": "b-1",
        "creditor": "Harbor Light Bank",
        "product": "card",
        "actor_role": "original_creditor",
        "jurisdiction": "us",
        "language": "en",
        "currency": "USD",
        "balance": Decimal("2450.00"),
        "days_past_due": 160,
    }
    return Account.model_validate(facts | changes)


def uk_account(**changes: Any) -> Account:
    facts: dict[str, Any] = {"creditor": "Northgate Credit", "jurisdiction": "uk", "currency": "GBP"}
    return account(**(facts | changes))


def cn_account(**changes: Any) -> Account:
    facts: dict[str, Any] = {
        "creditor": "安和消费金融",
        "product": "consumer_loan",
        "jurisdiction": "cn",
        "currency": "CNY",
        "language": "zh",
        "balance": Decimal("18000.00"),
    }
    return account(**(facts | changes))


def authority_of(owed: Account, on: date = TODAY) -> Authority:
    found = book().find(owed, on)
    assert found is not None
    return found


def reading(*signals: Signal, **changes: Any) -> Reading:
    return Reading.model_validate({"signals": frozenset(signals)} | changes)


def proposal(**fields: Any) -> Proposal:
    """A proposal with sums given as strings."""
    money = {"amount", "down_payment", "settlement_total", "discount_percent"}
    return Proposal.model_validate({name: Decimal(v) if name in money else v for name, v in fields.items()})


def situation(
    state: State = State.VERIFIED,
    owed: Account | None = None,
    identity_matched: bool = False,
    identity_failed: bool = False,
    **view: Any,
) -> Situation:
    """A situation; identity counts as proved in every state but the unverified one, unless said otherwise."""
    facts = {"id": "cnv-1", "language": "en", "state": state, "identity_verified": state is not State.UNVERIFIED}
    return Situation(
        account=owed or account(),
        conversation=ConversationView.model_validate(facts | view),
        now=NOW,
        identity_matched=identity_matched,
        identity_failed=identity_failed,
    )


_HARDSHIP = {signal for signal in Signal if signal.value.startswith("hardship_")} | {Signal.CANNOT_PAY}


def after(before: Situation, heard: Reading, decision: Decision) -> Situation:
    """The situation after a decision was carried out, kept the way the records keep it."""
    view = before.conversation
    changes: dict[str, Any] = {
        "acts": (*view.acts, decision.act)[-6:],
        "agent_messages": view.agent_messages + 1,
        "hardship": view.hardship | {signal.value for signal in heard.signals & _HARDSHIP},
        "rejections": view.rejections + (Signal.REJECTS_OFFER in heard.signals),
        "unclear_turns": view.unclear_turns + 1 if decision.act == "clarify" else 0,
        "identity_failures": view.identity_failures + (decision.act in ("retry_verification", "lock_verification")),
    }
    if heard.proposal is not None and heard.proposal.amount is not None:
        changes |= {"affordable": heard.proposal.amount, "cadence": heard.proposal.cadence}
    if decision.quotes:
        changes["open_quotes"] = decision.quotes
    if decision.accepted is not None:
        changes |= {"accepted_quote": decision.accepted, "open_quotes": ()}
    if decision.change is not None:
        known = {State.VERIFIED, State.NEGOTIATING}
        changes |= {
            "state": decision.change.to,
            "pause_reason": decision.change.pause_reason,
            "paused_until": decision.change.paused_until,
            "identity_verified": view.identity_verified or decision.change.to in known,
        }
    return before.model_copy(
        update={"conversation": view.model_copy(update=changes), "identity_matched": False, "identity_failed": False}
    )
