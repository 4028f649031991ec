"""The outbox: messages that a finished turn left to be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from service.domain.vocabulary import Act
from service.identifiers import new_id
from service.records.models import ConversationRow, MessageRow, OutboxRow

_LONGEST_REASON = 400
_JUDGED_AGAIN = timedelta(hours=1)
_OPEN = (OutboxRow.delivered_at.is_(None), OutboxRow.withdrawn_at.is_(None))


def put_in_outbox(session: Session, message: MessageRow, channel: str, now: datetime) -> OutboxRow:
    row = OutboxRow(
        id=new_id("out"),
        conversation_id=message.conversation_id,
        message_id=message.id,
        channel=channel,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def undelivered(session: Session, conversation_id: str) -> list[OutboxRow]:
    """What a conversation still has to get, in the order of its messages."""
    return list(
        session.scalars(
            select(OutboxRow)
            .join(MessageRow, MessageRow.id == OutboxRow.message_id)
            .where(OutboxRow.conversation_id == conversation_id, *_OPEN)
            .order_by(MessageRow.sequence)
        )
    )


def conversations_with_undelivered(session: Session, before: datetime, now: datetime) -> list[str]:
    """Conversations in which something that was made before a time still waits for delivery and may be tried now.

    What waits for an hour is left alone until then; what waits for no known time is judged again every hour.
    """
    due = (
        OutboxRow.waits_for.is_(None)
        | (OutboxRow.not_before <= now)
        | (OutboxRow.not_before.is_(None) & (OutboxRow.judged_at <= now - _JUDGED_AGAIN))
    )
    return list(
        session.scalars(select(OutboxRow.conversation_id).where(*_OPEN, OutboxRow.created_at < before, due).distinct())
    )


def keep_waiting(rows: Sequence[OutboxRow], reason: str, not_before: datetime | None, now: datetime) -> None:
    """Leave messages in the outbox: the first may not go now, the others not before it."""
    for number, row in enumerate(rows):
        row.waits_for = (reason if number == 0 else f"an earlier message: {reason}")[:_LONGEST_REASON]
        row.not_before, row.judged_at = not_before, now


def withdraw(session: Session, row: OutboxRow, reason: str, now: datetime) -> None:
    """Close a message that must not go any more. It stays in the record and nobody sees it."""
    row.withdrawn_at, row.waits_for = now, reason[:_LONGEST_REASON]
    session.get_one(MessageRow, row.message_id).status = "withdrawn"


@dataclass(frozen=True)
class Sent:
    """A message that a borrower really got, or wrote.

    Args:
        answers: when the borrower wrote what it answers; None when it answers nothing.
    """

    at: datetime
    channel: str
    account_id: str
    incoming: bool
    answers: datetime | None = None


def sent_since(session: Session, borrower_id: str, since: datetime) -> list[Sent]:
    """What went out to a borrower and came in from them, over all conversations."""
    asked = aliased(MessageRow)
    outgoing = session.execute(
        select(OutboxRow.delivered_at, OutboxRow.channel, ConversationRow.account_id, asked.created_at)
        .join(MessageRow, MessageRow.id == OutboxRow.message_id)
        .join(ConversationRow, ConversationRow.id == OutboxRow.conversation_id)
        .outerjoin(asked, asked.id == MessageRow.in_reply_to)
        .where(MessageRow.borrower_id == borrower_id, OutboxRow.delivered_at >= since)
    )
    incoming = session.execute(
        select(MessageRow.created_at, ConversationRow.channel, ConversationRow.account_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(MessageRow.borrower_id == borrower_id, MessageRow.direction == "in", MessageRow.created_at >= since)
    )
    found = [Sent(at, channel, account, False, answers) for at, channel, account, answers in outgoing if at is not None]
    return [*found, *(Sent(at, channel, account, True) for at, channel, account in incoming)]


@dataclass(frozen=True)
class Ended:
    """The borrower ended contact: on one channel, or on all (`channel` None)."""

    at: datetime
    channel: str | None


def ended_by_borrower(session: Session, borrower_id: str) -> list[Ended]:
    """When a borrower asked for contact to stop, over all conversations, as the answers confirmed it."""
    asked = aliased(MessageRow)
    rows = session.execute(
        select(asked.created_at, ConversationRow.channel, MessageRow.act)
        .join(asked, asked.id == MessageRow.in_reply_to)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(MessageRow.borrower_id == borrower_id, MessageRow.act.in_((Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP)))
    )
    return [Ended(at, channel if act == Act.CONFIRM_CHANNEL_STOP else None) for at, channel, act in rows]


def mark_delivered(session: Session, row: OutboxRow, receipt: str, now: datetime) -> None:
    """Keep the channel's receipt; from here on the borrower sees the message."""
    row.delivered_at, row.receipt, row.problem = now, receipt[:200], None
    row.waits_for = row.not_before = None
    message = session.get_one(MessageRow, row.message_id)
    message.status, message.delivered_at = "delivered", now
