"""The JSON that goes in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from service.domain.account import Account
from service.domain.negotiation import Quote
from service.domain.reading import Proposal
from service.domain.verdict import Finding
from service.domain.vocabulary import ActorRole, Channel, Language, Signal
from service.guard import GuardContext
from service.privacy import PseudonymMap, redact
from service.reception import cleaned
from service.records.models import MessageRow, PlanRow


class Shape(BaseModel):
    """JSON that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class NewConversation(Shape):
    account_id: str = Field(min_length=1, max_length=128)
    channel: Channel = "web"
    identity_verified: bool = False


class NewMessage(Shape):
    text: str = Field(max_length=200_000)
    client_message_id: str | None = Field(default=None, min_length=1, max_length=128)


class CheckContext(Shape):
    """What is known about the conversation that a text would be sent in."""

    actor_role: ActorRole | None = None
    region: str | None = None
    verified: bool | None = None
    creditor: str | None = None
    first_message: bool | None = None
    returning: bool | None = None
    in_validation_period: bool | None = None
    time_barred: bool | None = None
    flags: list[str] = Field(default_factory=list)
    last_borrower_signals: list[Signal] = Field(default_factory=list)
    facts: list[str] | None = Field(
        default=None,
        max_length=500,
        description="What is true of the account, as it may be written; every number and date must be in it.",
    )
    passages: list[str] = Field(
        default_factory=list, max_length=50, description="What may be quoted; a claim that says the same is supported."
    )
    borrower_message: str | None = Field(
        default=None, max_length=20_000, description="The message that the text answers."
    )


class CheckRequest(Shape):
    text: str = Field(max_length=20_000)
    jurisdiction: str = Field(max_length=16)
    language: Language | None = None
    context: CheckContext | None = None


def guard_context(request: CheckRequest, today: date) -> GuardContext | None:
    """What the guard is told of the conversation; None when the request says nothing of it.

    The borrower's message is redacted first, so that nothing personal reaches an embedding.
    """
    if request.context is None:
        return None
    known = request.context.model_dump(exclude_none=True)
    if request.context.borrower_message:
        redaction, _ = redact(cleaned(request.context.borrower_message), None, PseudonymMap(), request.language)
        known["borrower_message"] = redaction.text
    return GuardContext.model_validate({"jurisdiction": request.jurisdiction, "today": today} | known)


def finding_shape(finding: Finding) -> dict[str, Any]:
    """A finding as the interface gives it; `score` is null where the layer gives none."""
    return {
        "rule_id": finding.rule_id,
        "family": finding.family,
        "span": None if finding.span is None else list(finding.span),
        "message": finding.message,
        "citation": finding.citation,
        "outcome": finding.outcome,
        "layer": finding.layer,
        "repair": finding.repair,
        "score": finding.score,
    }


class RedactRequest(Shape):
    text: str = Field(max_length=200_000)
    language: Language | None = None


class ReadRequest(Shape):
    text: str = Field(max_length=200_000)
    language: Language | None = None
    today: date | None = None


class QuoteRequest(Shape):
    account_id: str = Field(min_length=1, max_length=128)
    proposal: Proposal | None = None


class InstalmentShape(Shape):
    number: int
    due_on: date
    amount: str
    status: str


class PlanShape(Shape):
    """A plan in force; money as decimal strings."""

    id: str
    quote_id: str
    status: str
    currency: str
    total: str
    discount: str
    agreed_at: datetime
    instalments: list[InstalmentShape]


class MessageShape(Shape):
    """A message as the borrower sees it."""

    id: str
    seq: int
    author: Literal["borrower", "agent", "scripted", "person"]
    text: str
    language: Language | None
    act: str | None
    quote_ids: list[str]
    quotes: list[dict[str, Any]] = Field(default_factory=list)
    citations: list[dict[str, str]]
    created_at: datetime


class MessageAnswer(Shape):
    """The answer to a message sent with `wait`."""

    message: MessageShape
    replies: list[MessageShape]
    state: str
    plan: PlanShape | None = None


class AccountShape(Account):
    """An account as stored: ledger facts, without personal data."""

    @field_serializer("balance", "principal", "interest", "fees")
    def _money(self, value: Decimal | None) -> str | None:
        return None if value is None else f"{value:.2f}"

    @field_serializer("flags")
    def _flags(self, value: frozenset[str]) -> list[str]:
        return sorted(value)


def money(value: Decimal) -> str:
    return f"{value:.2f}"


def message_shape(row: MessageRow, clear: str | None, quotes: Sequence[Quote] = ()) -> MessageShape:
    """A stored message, with its clear text where the vault still has it, and the terms that it states."""
    return MessageShape.model_validate(
        {
            "id": row.id,
            "seq": row.sequence,
            "author": row.author,
            "text": clear if clear is not None else row.text or "",
            "language": row.language,
            "act": row.act,
            "quote_ids": row.quote_ids,
            "quotes": [quote_shape(quote) for quote in quotes],
            "citations": row.citations,
            "created_at": row.created_at,
        }
    )


def plan_shape(row: PlanRow | None) -> PlanShape | None:
    if row is None:
        return None
    return PlanShape(
        id=row.id,
        quote_id=row.quote_id,
        status=row.status,
        currency=row.currency,
        total=money(row.total),
        discount=money(row.discount),
        agreed_at=row.agreed_at,
        instalments=[
            InstalmentShape(number=item.number, due_on=item.due_on, amount=money(item.amount), status=item.status)
            for item in row.instalments
        ],
    )


def quote_shape(quote: Quote) -> dict[str, Any]:
    """A quote with plain decimal strings for money."""
    return {
        "id": quote.id,
        "kind": quote.kind,
        "currency": quote.total.currency,
        "balance": money(quote.balance.amount),
        "discount": money(quote.discount.amount),
        "discount_percent": str(quote.discount_percent),
        "total": money(quote.total.amount),
        "down_payment": None if quote.down_payment is None else money(quote.down_payment.amount),
        "cadence": quote.cadence,
        "count": quote.count,
        "residue": money(quote.residue.amount),
        "expires_on": quote.expires_on.isoformat(),
        "authority": quote.authority,
        "instalments": [
            {"number": item.number, "due_on": item.due_on.isoformat(), "amount": money(item.amount.amount)}
            for item in quote.instalments
        ],
    }
