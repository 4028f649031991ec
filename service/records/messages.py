"""Messages: received, answered, delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.vocabulary import Act, Author, Language
from service.identifiers import new_id
from service.records.models import ConversationRow, MessageRow


def find_by_client_id(session: Session, conversation_id: str, client_message_id: str) -> MessageRow | None:
    return session.scalar(
        select(MessageRow).where(
            MessageRow.conversation_id == conversation_id, MessageRow.client_message_id == client_message_id
        )
    )


def add_inbound(
    session: Session, conversation: ConversationRow, client_message_id: str | None, now: datetime
) -> MessageRow:
    """A message from the borrower; its text is in the vault until redaction gives one that may stand here."""
    return _add(
        session, conversation, now, direction="in", author="borrower", status="received",
        client_message_id=client_message_id,
    )  # fmt: skip


def add_outbound(
    session: Session, conversation: ConversationRow, now: datetime, *, author: Author, text: str, act: Act,
    language: Language, in_reply_to: str | None, quote_ids: list[str], citations: list[dict[str, str]],
) -> MessageRow:  # fmt: skip
    """A checked message to the borrower, queued for delivery."""
    row = _add(session, conversation, now, direction="out", author=author, status="queued", client_message_id=None)
    row.text, row.act, row.language, row.in_reply_to = text, act, language, in_reply_to
    row.quote_ids, row.citations = list(quote_ids), list(citations)
    session.flush()
    return row


def oldest_unanswered(session: Session, conversation_id: str) -> MessageRow | None:
    return session.scalar(
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.status == "received")
        .order_by(MessageRow.sequence)
        .limit(1)
    )


def unanswered(session: Session, before: datetime, limit: int = 1000) -> list[MessageRow]:
    """Messages, over all conversations, that came before a time and that no turn has answered; oldest first."""
    return list(
        session.scalars(
            select(MessageRow)
            .where(MessageRow.status == "received", MessageRow.direction == "in", MessageRow.created_at < before)
            .order_by(MessageRow.created_at)
            .limit(limit)
        )
    )


def messages_after(session: Session, conversation_id: str, after: int, limit: int = 500) -> list[MessageRow]:
    """What a borrower may see: their own messages, and what was delivered to them; in order."""
    return list(
        session.scalars(
            select(MessageRow)
            .where(
                MessageRow.conversation_id == conversation_id,
                MessageRow.sequence > after,
                (MessageRow.direction == "in") | (MessageRow.status == "delivered"),
            )
            .order_by(MessageRow.sequence)
            .limit(limit)
        )
    )


def replies_to(session: Session, message_id: str) -> list[MessageRow]:
    """Delivered answers to a message, in order."""
    return list(
        session.scalars(
            select(MessageRow)
            .where(MessageRow.in_reply_to == message_id, MessageRow.status == "delivered")
            .order_by(MessageRow.sequence)
        )
    )


def recent_lines(session: Session, conversation_id: str, before: int, limit: int = 8) -> list[MessageRow]:
    """The latest redacted messages before a sequence number, oldest first."""
    rows = session.scalars(
        select(MessageRow)
        .where(
            MessageRow.conversation_id == conversation_id, MessageRow.sequence < before, MessageRow.text.is_not(None)
        )
        .order_by(MessageRow.sequence.desc())
        .limit(limit)
    ).all()
    return list(reversed(rows))


def _add(
    session: Session, conversation: ConversationRow, now: datetime, *, direction: str, author: str, status: str,
    client_message_id: str | None,
) -> MessageRow:  # fmt: skip
    conversation.last_sequence += 1
    conversation.last_message_at = now
    row = MessageRow(
        id=new_id("msg"),
        conversation_id=conversation.id,
        borrower_id=conversation.borrower_id,
        sequence=conversation.last_sequence,
        direction=direction,
        author=author,
        status=status,
        client_message_id=client_message_id,
        quote_ids=[],
        citations=[],
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row
