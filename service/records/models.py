"""The tables.

Personal data live in `vault` alone, sealed under a key per borrower; every other text column is redacted.
Tables that grow (messages, turns, audit) carry `created_at` and `borrower_id`, so that they can be partitioned.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from service.records.columns import Cents, Moment

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        Decimal: Cents,
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class BorrowerRow(Base):
    """A person. `data_key` is wrapped by the master key; without it the person is forgotten."""

    __tablename__ = "borrowers"

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    data_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class AccountRow(Base):
    """One debt.

    `closed_at`: since when nothing is owed or the creditor calls it closed. `expired_at`: when retention took its
    figures away; an import of the account brings them back.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    creditor: Mapped[str] = mapped_column(String(200))
    product: Mapped[str] = mapped_column(String(100))
    actor_role: Mapped[str] = mapped_column(String(32))
    jurisdiction: Mapped[str] = mapped_column(String(16))
    region: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    currency: Mapped[str] = mapped_column(String(3))
    timezone: Mapped[str | None] = mapped_column(String(64))
    balance: Mapped[Decimal]
    principal: Mapped[Decimal | None]
    interest: Mapped[Decimal | None]
    fees: Mapped[Decimal | None]
    days_past_due: Mapped[int]
    opened_on: Mapped[date | None]
    last_payment_on: Mapped[date | None]
    time_barred: Mapped[bool | None]
    flags: Mapped[list[Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]


class ConversationRow(Base):
    """One borrower talking about one account on one channel. `version` counts every change of it.

    `erased_at`: its borrower was erased, so that it is over for good, also when the person comes back.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(32), index=True)
    pause_reason: Mapped[str | None] = mapped_column(String(32))
    paused_until: Mapped[date | None]
    held: Mapped[bool] = mapped_column(default=False)
    identity_verified_at: Mapped[datetime | None]
    identity_failures: Mapped[int] = mapped_column(default=0)
    unclear_turns: Mapped[int] = mapped_column(default=0)
    rejections: Mapped[int] = mapped_column(default=0)
    hardship: Mapped[list[Any]] = mapped_column(default=list)
    affordable: Mapped[Decimal | None]
    cadence: Mapped[str | None] = mapped_column(String(16))
    last_sequence: Mapped[int] = mapped_column(default=0)
    turns_taken: Mapped[int] = mapped_column(default=0)
    token_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_message_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    account: Mapped[AccountRow] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class MessageRow(Base):
    """A message, redacted; what was really typed or read lies in the vault under the same id.

    An inbound message is `received`, then `answered` (or `erased`, with its borrower, before it could be); an outbound
    one is `queued`, then `delivered` (or `withdrawn`, when a right overtook it before it could go). `sensitive` names
    the kinds of sensitive statement in it or in what it answers ("health", "family"): they shorten how long the
    original is kept.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sequence"),
        UniqueConstraint("conversation_id", "client_message_id"),
        Index("ix_messages_status", "status", "direction"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    borrower_id: Mapped[str] = mapped_column(String(128), index=True)
    sequence: Mapped[int]
    direction: Mapped[str] = mapped_column(String(8))
    author: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    client_message_id: Mapped[str | None] = mapped_column(String(128))
    text: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(8))
    act: Mapped[str | None] = mapped_column(String(40))
    in_reply_to: Mapped[str | None] = mapped_column(String(40), index=True)
    quote_ids: Mapped[list[Any]] = mapped_column(default=list)
    citations: Mapped[list[Any]] = mapped_column(default=list)
    sensitive: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]


class TurnRow(Base):
    """A turn: `decided` once its state change is on disk, `finished` once its answer is.

    `trace` is the canonical JSON that the audit link's hash covers.
    """

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    borrower_id: Mapped[str] = mapped_column(String(128), index=True)
    number: Mapped[int]
    inbound_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    outbound_id: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(16))
    act: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(8))
    state_before: Mapped[str] = mapped_column(String(32))
    state_after: Mapped[str] = mapped_column(String(32))
    stopped_drafts: Mapped[int] = mapped_column(default=0)
    milliseconds: Mapped[float] = mapped_column(default=0.0)
    decided: Mapped[str | None] = mapped_column(Text)
    trace: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class QuoteRow(Base):
    """Terms that were offered. One is `open`, `accepted` or `withdrawn`."""

    __tablename__ = "quotes"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    terms: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[date]
    issued_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(default=0)


class PlanRow(Base):
    """A quote that the borrower explicitly accepted."""

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    quote_id: Mapped[str] = mapped_column(ForeignKey("quotes.id"), unique=True)
    accepted_message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    status: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[Decimal]
    discount: Mapped[Decimal]
    agreed_at: Mapped[datetime]

    instalments: Mapped[list[InstalmentRow]] = relationship(order_by="InstalmentRow.number", lazy="selectin")


class InstalmentRow(Base):
    """One payment of a plan."""

    __tablename__ = "instalments"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    amount: Mapped[Decimal]
    status: Mapped[str] = mapped_column(String(16), default="due")


class VaultRow(Base):
    """Sealed personal data: a profile, the clear text of a message, or a conversation's pseudonyms."""

    __tablename__ = "vault"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[str] = mapped_column(String(160))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class AuditRow(Base):
    """A link of a conversation's chain: `hash` covers the content and the link before."""

    __tablename__ = "audit_links"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    borrower_id: Mapped[str] = mapped_column(String(128), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class RevealRow(Base):
    """A reviewer saw the original of a message. `reason` is redacted; the link of kind `reveal` covers its hash."""

    __tablename__ = "reveals"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    borrower_id: Mapped[str] = mapped_column(String(128), index=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    reviewer_id: Mapped[str] = mapped_column(String(128))
    reviewer_name: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(Text)
    reason_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class ErasureRow(Base):
    """A borrower was erased. `reason` is redacted; a link of kind `erased` in each conversation covers its hash."""

    __tablename__ = "erasures"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    erased_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(Text)
    reason_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class OutboxRow(Base):
    """A message waiting to be delivered, written in the transaction that made it.

    One that may not go now says why in `waits_for`, and in `not_before` from when on it may (None: no time is known).
    `withdrawn_at` closes a message that must not go any more because the borrower used a right.
    """

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    receipt: Mapped[str | None] = mapped_column(String(200))
    problem: Mapped[str | None] = mapped_column(String(200))
    waits_for: Mapped[str | None] = mapped_column(String(400))
    not_before: Mapped[datetime | None]
    judged_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class CaseRow(Base):
    """Something that a person has to look at: a hand-off, a dispute, a complaint, a payment to check."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("turn_id", "kind"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"))
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16), default="open")
    created_at: Mapped[datetime]


class ApiKeyRow(Base):
    """A key of a creditor's system, an operator or a reviewer; only its hash is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(16))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LoginCodeRow(Base):
    """A code that opens the console once."""

    __tablename__ = "login_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
