"""Reveals: each original that a reviewer saw, with the reason that was given for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.identifiers import new_id
from service.records.audit import append_link, reason_hash, reveal_content
from service.records.models import AuditRow, ConversationRow, MessageRow, RevealRow


def add_reveal(
    session: Session, conversation: ConversationRow, message: MessageRow, reviewer_id: str, reviewer_name: str,
    reason: str, now: datetime,
) -> AuditRow:  # fmt: skip
    """Keep a reveal and chain it into its conversation.

    Args:
        reason: redacted.
    """
    row = RevealRow(
        id=new_id("rvl"),
        conversation_id=conversation.id,
        borrower_id=conversation.borrower_id,
        message_id=message.id,
        reviewer_id=reviewer_id[:128],
        reviewer_name=reviewer_name[:100],
        reason=reason,
        reason_hash=reason_hash(reason),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return append_link(session, conversation, "reveal", row.id, reveal_content(row), now)


def reveals_of(session: Session, conversation_id: str) -> Sequence[RevealRow]:
    """Who saw originals of a conversation, oldest first."""
    query = select(RevealRow).where(RevealRow.conversation_id == conversation_id)
    return session.scalars(query.order_by(RevealRow.created_at, RevealRow.id)).all()
