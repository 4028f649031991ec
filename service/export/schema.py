"""What an export says: everything that is held about one person. `docs/operations/retention-and-export.md` explains it.

`version` rises when a field changes its meaning or goes; a new field does not raise it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from service.domain.account import Contact, Person
from service.domain.base import Value
from service.domain.creditor import LocalText
from service.domain.negotiation import Quote
from service.domain.reading import Proposal
from service.domain.vocabulary import Language


class Delivery(Value):
    """The way of a message to the borrower; `waits_for` says why one did not go yet."""

    channel: str
    attempts: int
    queued_at: datetime
    delivered_at: datetime | None
    withdrawn_at: datetime | None
    waits_for: str | None
    not_before: datetime | None
    receipt: str | None


class Message(Value):
    """A message in clear.

    Args:
        text: as it was typed or sent; with placeholders where the original is gone; None where the record is too.
        original: whether `text` is the original.
        sensitive: kinds of sensitive statement in it, or in what it answers.
        sender_id: by which the sender's system knows it.
    """

    id: str
    number: int
    direction: Literal["in", "out"]
    author: str
    status: str
    text: str | None
    original: Literal["kept", "destroyed"]
    language: str | None
    act: str | None
    in_reply_to: str | None
    sensitive: tuple[str, ...]
    quote_ids: tuple[str, ...]
    citations: tuple[dict[str, str], ...]
    sender_id: str | None
    written_at: datetime
    delivered_at: datetime | None
    delivery: Delivery | None


class StoppedDraft(Value):
    """A draft that the checks stopped: what it would have done, and by which rules."""

    author: str
    outcome: str
    rules: tuple[str, ...]
    families: tuple[str, ...]
    messages: tuple[str, ...]


class Decided(Value):
    """One turn: what was understood of a message, what was decided, and why.

    Args:
        act, also: what the answer does. reasons: why, as codes.
        understood, emotion, proposal: of the borrower's message.
        called: why a person was called. cases: what was opened for a person.
        stopped: drafts that did not leave.
        record: "destroyed" where only the act and the states are left.
        versions: of policies, prompts, knowledge and models at work.
        recorded: the whole record of the turn as it is stored, with placeholders: facts, drafts and findings too. Where
            an earlier version of the service wrote it in a form that is read no more, the fields above stay empty.
    """

    turn_id: str
    number: int
    answers: str | None
    answered_by: str | None
    at: datetime
    act: str
    also: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    state_before: str
    state_after: str
    paused_until: date | None = None
    understood: tuple[str, ...] = ()
    emotion: str | None = None
    proposal: Proposal | None = None
    called: str | None = None
    cases: tuple[str, ...] = ()
    held: bool = False
    stopped: tuple[StoppedDraft, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    recorded: dict[str, Any] | None = None
    record: Literal["kept", "destroyed"]


class Offer(Value):
    """Terms that were offered, and what became of them."""

    status: str
    issued_at: datetime
    terms: Quote


class Payment(Value):
    """One payment of a plan."""

    number: int
    due_on: date
    amount: Decimal
    status: str


class Plan(Value):
    """An accepted offer."""

    id: str
    offer_id: str
    status: str
    currency: str
    total: Decimal
    discount: Decimal
    agreed_at: datetime
    payments: tuple[Payment, ...]


class Case(Value):
    """Something that was put before a person."""

    id: str
    kind: str
    reason: str
    status: str
    opened_at: datetime


class Link(Value):
    """A link of the audit chain; `hash` covers what it proves and the link before it."""

    position: int
    kind: str
    subject_id: str
    hash: str
    previous_hash: str
    at: datetime


class Conversation(Value):
    """One conversation with all that is remembered of it."""

    id: str
    account_id: str
    channel: str
    language: str
    state: str
    pause_reason: str | None
    paused_until: date | None
    identity_verified_at: datetime | None
    identity_failures: int
    hardship: tuple[str, ...]
    affordable: Decimal | None
    cadence: str | None
    created_at: datetime
    last_message_at: datetime | None
    messages: tuple[Message, ...]
    decisions: tuple[Decided, ...]
    placeholders: dict[str, str]
    plans: tuple[Plan, ...]
    cases: tuple[Case, ...]
    audit: tuple[Link, ...]


class ExportedAccount(Value):
    """One debt, with the ways of reaching its borrower that came with it."""

    id: str
    creditor: str
    product: str
    actor_role: str
    jurisdiction: str
    region: str | None
    language: str
    currency: str
    balance: Decimal
    principal: Decimal | None
    interest: Decimal | None
    fees: Decimal | None
    days_past_due: int
    opened_on: date | None
    last_payment_on: date | None
    time_barred: bool | None
    flags: tuple[str, ...]
    timezone: str | None
    first_imported_at: datetime
    last_imported_at: datetime
    closed_at: datetime | None
    expired_at: datetime | None
    contacts: tuple[Contact, ...]
    offers: tuple[Offer, ...]


class Keeping(Value):
    """Until when one kind of an account's data is kept.

    Args:
        kept_until: that day included; None: for ever, or each row by itself (`rule` says which).
        held: why it is kept even after that day.
    """

    account_id: str
    kind: str
    kept_until: date | None
    rule: str | None
    counts_from: str | None
    span: str | None
    citation: str | None
    reason: LocalText | None
    held: str | None


class Export(Value):
    """Everything that is held about one person.

    Args:
        id: of this export; the audit chain names it.
        erased_at: when the person's key was destroyed; no original can be read since.
        profile: None where it was destroyed.
    """

    format: Literal["forbear-export"] = "forbear-export"
    version: Literal[1] = 1
    id: str
    made_at: datetime
    language: Language
    borrower_id: str
    known_since: datetime
    erased_at: datetime | None
    profile: Person | None
    accounts: tuple[ExportedAccount, ...]
    conversations: tuple[Conversation, ...]
    keeping: tuple[Keeping, ...]
