"""Erasing a borrower: the key and the sealed rows go, what can be told apart from the person stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Session

from service.domain.vocabulary import State
from service.identifiers import new_id
from service.records.audit import append_link, erasure_content, reason_hash
from service.records.models import (
    AccountRow,
    AuditRow,
    BorrowerRow,
    CaseRow,
    ConversationRow,
    ErasureRow,
    InstalmentRow,
    MessageRow,
    OutboxRow,
    PlanRow,
    QuoteRow,
    RevealRow,
    TurnRow,
    VaultRow,
)
from service.records.outbox import undelivered, withdraw

WITHDRAWN_BECAUSE = "the borrower was erased"


@dataclass(frozen=True)
class Holdings:
    """How many rows a borrower has; `key` says whether there is a data key.

    Args:
        open_conversations: those that no erasure has ended yet.
    """

    key: bool
    sealed_profiles: int
    sealed_messages: int
    sealed_pseudonyms: int
    waiting_messages: int
    unanswered_messages: int
    accounts: int
    conversations: int
    open_conversations: int
    messages: int
    turns: int
    quotes: int
    plans: int
    instalments: int
    cases: int
    outbox: int
    audit_links: int
    reveals: int
    erasures: int


def holdings_of(session: Session, borrower_id: str) -> Holdings:
    """What there is of a borrower; all zero for one that nobody knows."""
    accounts = select(AccountRow.id).where(AccountRow.borrower_id == borrower_id)
    conversations = select(ConversationRow.id).where(ConversationRow.borrower_id == borrower_id)

    def count(table: Any, *conditions: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    def sealed(kind: str) -> int:
        return count(VaultRow, VaultRow.borrower_id == borrower_id, VaultRow.kind == kind)

    def said(table: Any) -> int:
        return count(table, table.conversation_id.in_(conversations))

    plans: Select[tuple[str]] = select(PlanRow.id).where(PlanRow.account_id.in_(accounts))
    return Holdings(
        key=count(BorrowerRow, BorrowerRow.id == borrower_id, BorrowerRow.data_key.is_not(None)) > 0,
        sealed_profiles=sealed("profile"),
        sealed_messages=sealed("message"),
        sealed_pseudonyms=sealed("pseudonyms"),
        waiting_messages=count(
            OutboxRow,
            OutboxRow.conversation_id.in_(conversations),
            OutboxRow.delivered_at.is_(None),
            OutboxRow.withdrawn_at.is_(None),
        ),
        unanswered_messages=count(MessageRow, MessageRow.borrower_id == borrower_id, MessageRow.status == "received"),
        accounts=count(AccountRow, AccountRow.borrower_id == borrower_id),
        conversations=count(ConversationRow, ConversationRow.borrower_id == borrower_id),
        open_conversations=count(
            ConversationRow, ConversationRow.borrower_id == borrower_id, ConversationRow.erased_at.is_(None)
        ),
        messages=said(MessageRow),
        turns=said(TurnRow),
        quotes=count(QuoteRow, QuoteRow.account_id.in_(accounts)),
        plans=count(PlanRow, PlanRow.account_id.in_(accounts)),
        instalments=count(InstalmentRow, InstalmentRow.plan_id.in_(plans)),
        cases=said(CaseRow),
        outbox=said(OutboxRow),
        audit_links=said(AuditRow),
        reveals=said(RevealRow),
        erasures=count(ErasureRow, ErasureRow.borrower_id == borrower_id),
    )


def erase_borrower(session: Session, borrower_id: str, erased_by: str, reason: str, now: datetime) -> bytes | None:
    """Destroy the data key and the vault rows, close the conversations and link the erasure into each.

    Args:
        reason: redacted.
    Returns:
        The wrapped key that was destroyed; None when there was none any more (then nothing changes).
    Raises:
        NoResultFound: no such borrower.
    """
    # Conversations first, then the person: the order in which turns and deliveries take their locks.
    conversations = _locked_conversations(session, borrower_id)
    borrower = session.get_one(BorrowerRow, borrower_id, with_for_update=True, populate_existing=True)
    wrapped = borrower.data_key
    if wrapped is None:
        return None
    if begun_meanwhile := set(_conversation_ids(session, borrower_id)) - {row.id for row in conversations}:
        conversations += [session.get_one(ConversationRow, one, with_for_update={"of": ConversationRow}) for one in
                          sorted(begun_meanwhile)]  # fmt: skip
    erasure = ErasureRow(
        id=new_id("era"),
        borrower_id=borrower_id,
        erased_by=erased_by[:100],
        reason=reason,
        reason_hash=reason_hash(reason),
        created_at=now,
    )
    session.add(erasure)
    borrower.data_key, borrower.erased_at = None, now
    session.execute(delete(VaultRow).where(VaultRow.borrower_id == borrower_id))
    for account in session.scalars(select(AccountRow).where(AccountRow.borrower_id == borrower_id)):
        account.timezone = None  # the ledger needs no clock; it was the person's
    for row in conversations:
        if row.erased_at is None:
            _end(session, row, erasure, now)
    session.flush()
    return wrapped


def _end(session: Session, conversation: ConversationRow, erasure: ErasureRow, now: datetime) -> None:
    for waiting in undelivered(session, conversation.id):
        withdraw(session, waiting, WITHDRAWN_BECAUSE, now)
    for message in session.scalars(
        select(MessageRow).where(MessageRow.conversation_id == conversation.id, MessageRow.status == "received")
    ):
        message.status = "erased"
    conversation.state, conversation.erased_at, conversation.held = State.CLOSED, now, False
    # What later turns would have needed to know of the person's circumstances; there are none.
    conversation.hardship, conversation.affordable, conversation.cadence = [], None, None
    append_link(session, conversation, "erased", erasure.id, erasure_content(erasure, conversation.id), now)


def _conversation_ids(session: Session, borrower_id: str) -> Sequence[str]:
    query = select(ConversationRow.id).where(ConversationRow.borrower_id == borrower_id)
    return session.scalars(query.order_by(ConversationRow.id)).all()


def _locked_conversations(session: Session, borrower_id: str) -> list[ConversationRow]:
    query = select(ConversationRow).where(ConversationRow.borrower_id == borrower_id).order_by(ConversationRow.id)
    return list(session.scalars(query.with_for_update(of=ConversationRow)))
