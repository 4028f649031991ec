"""The outbox: messages that a finished turn left to be delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.identifiers import new_id
from service.records.models import MessageRow, OutboxRow


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
            .where(OutboxRow.conversation_id == conversation_id, OutboxRow.delivered_at.is_(None))
            .order_by(MessageRow.sequence)
        )
    )


def conversations_with_undelivered(session: Session, before: datetime) -> list[str]:
    """Conversations in which something that was made before a time still waits for delivery."""
    return list(
        session.scalars(
            select(OutboxRow.conversation_id)
            .where(OutboxRow.delivered_at.is_(None), OutboxRow.created_at < before)
            .distinct()
        )
    )


def mark_delivered(session: Session, row: OutboxRow, receipt: str, now: datetime) -> None:
    """Keep the channel's receipt; from here on the borrower sees the message."""
    row.delivered_at, row.receipt, row.problem = now, receipt[:200], None
    message = session.get_one(MessageRow, row.message_id)
    message.status, message.delivered_at = "delivered", now
