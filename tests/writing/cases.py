"""Accounts, quotes and decisions for the writing tests, all made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from service.domain.account import Account
from service.domain.creditor import Creditor, HelpLines
from service.domain.knowledge import Passage
from service.domain.money import Money
from service.domain.negotiation import ConversationView, Decision, Instalment, Quote, StateChange
from service.domain.reading import Proposal, Reading
from service.domain.vocabulary import Act, ActorRole, Language, Signal, State
from service.domain.writing import Brief
from service.writing.brief import compose_brief
from service.writing.conditions import DEBT_ACTS
from service.writing.directory import load_creditors, load_help
from service.writing.statements import StatementLibrary, load_library

PROJECT = Path(__file__).resolve().parents[2]
PROMPTS, POLICIES = PROJECT / "prompts", PROJECT / "policies"
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
_CURRENCY = {"us": "USD", "uk": "GBP", "cn": "CNY", "nz": "NZD"}
_CREDITOR = {"us": "Juniper Street Recovery", "uk": "Northgate Credit", "cn": "安和消费金融", "nz": "Made-up Lender"}


@lru_cache(maxsize=1)
def library() -> StatementLibrary:
    return load_library(PROMPTS)


@lru_cache(maxsize=1)
def creditors() -> dict[str, Creditor]:
    return load_creditors(POLICIES)


@lru_cache(maxsize=1)
def help_lines() -> dict[str, HelpLines]:
    return load_help(POLICIES)


def account(jurisdiction: str = "us", role: ActorRole = "original_creditor", **changes: Any) -> Account:
    values: dict[str, Any] = {
        "id": "a-1",
        "borrower_id": "b-1",
        "creditor": _CREDITOR[jurisdiction],
        "product": "card",
        "actor_role": role,
        "jurisdiction": jurisdiction,
        "language": "en",
        "currency": _CURRENCY[jurisdiction],
        "balance": Decimal("1250.00"),
        "principal": Decimal("1100.00"),
        "interest": Decimal("120.00"),
        "fees": Decimal("30.00"),
        "days_past_due": 95,
    }
    return Account(**{**values, **changes})


def conversation(language: Language = "en", state: State = State.NEGOTIATING, **changes: Any) -> ConversationView:
    values: dict[str, Any] = {"id": "c-1", "state": state, "language": language, "agent_messages": 3}
    return ConversationView(**{**values, **changes})


def quote(
    total: str = "1250.00",
    count: int = 5,
    *,
    balance: str = "1250.00",
    down: str | None = None,
    residue: str = "0.00",
    currency: str = "USD",
    quote_id: str = "q-1",
) -> Quote:
    """Monthly payments from 1 December 2026; a single one is a lump sum."""
    left = Decimal(total) - Decimal(down or "0")
    parts = Money(amount=left, currency=currency).split(count)
    first = [Instalment(number=0, due_on=date(2026, 11, 30), amount=money(down, currency))] if down else []
    regular = [Instalment(number=i + 1, due_on=_month(i), amount=part) for i, part in enumerate(parts)]
    discount = Decimal(balance) - Decimal(total) - Decimal(residue)
    return Quote(
        id=quote_id,
        account_id="a-1",
        kind="lump_sum" if count == 1 and not down else "instalments",
        balance=money(balance, currency),
        discount=Money(amount=discount, currency=currency),
        discount_percent=(discount * 100 / Decimal(balance)).quantize(Decimal("0.01")),
        total=money(total, currency),
        down_payment=money(down, currency) if down else None,
        cadence="once" if count == 1 and not down else "monthly",
        count=count,
        instalments=(*first, *regular),
        residue=money(residue, currency),
        expires_on=date(2026, 12, 9),
        authority="made-up@2026-09-01",
    )


def money(amount: str | None, currency: str) -> Money:
    return Money(amount=Decimal(amount or "0"), currency=currency)


def _month(index: int) -> date:
    return date(2026 + (11 + index) // 12, (11 + index) % 12 + 1, 1)


def passage(number: int = 1, language: Language = "en") -> Passage:
    text = "You can ask for a smaller payment at any time." if language == "en" else "您可以随时要求减少每期还款金额。"
    return Passage(
        id=f"hardship#{number}",
        document="hardship",
        title="Hardship help" if language == "en" else "困难帮助",
        heading="Smaller payments",
        text=text,
        source="Creditor's hardship policy" if language == "en" else "债权方困难援助政策",
        version="0a1b2c3d4e5f",
        jurisdiction="us",
        language=language,
        topic="hardship",
        effective_from=date(2026, 1, 1),
        score=0.8,
    )


def brief(
    act: Act,
    *,
    language: Language = "en",
    owner: Account | None = None,
    view: ConversationView | None = None,
    quotes: tuple[Quote, ...] = (),
    also: tuple[Act, ...] = (),
    signals: frozenset[Signal] = frozenset(),
    proposal: Proposal | None = None,
    passages: tuple[Passage, ...] = (),
    conditions: frozenset[str] = frozenset({"identity_known"}),
    change: StateChange | None = None,
    reasons: tuple[str, ...] = (),
    accepted: Quote | None = None,
    turn_number: int = 3,
    **reading: Any,
) -> Brief:
    """A brief as the turn would compose it; unverified unless the act speaks of the debt."""
    state = State.NEGOTIATING if act in DEBT_ACTS else State.UNVERIFIED
    history = reading.pop("history", ())
    borrower_text = reading.pop("borrower_text", "")
    return compose_brief(
        library=library(),
        creditors=creditors(),
        help_lines=help_lines(),
        account=owner or account(),
        conversation=view or conversation(language, state),
        decision=Decision(
            act=act, also=also, quotes=quotes, change=change, reasons=reasons, accepted=accepted, proposal=proposal
        ),
        reading=Reading(signals=signals, proposal=proposal, language=language, **reading),
        passages=passages,
        history=history,
        now=NOW,
        turn_number=turn_number,
        borrower_text=borrower_text,
        conditions=conditions,
    )


def days(count: int) -> date:
    return TODAY + timedelta(days=count)
