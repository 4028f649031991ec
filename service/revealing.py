"""An original is shown to a reviewer who says why: the reason is on record, in the audit chain, before it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.clock import Clock
from service.reasons import checked_reason, redacted_reason
from service.records import Database
from service.records.conversations import locked
from service.records.models import ConversationRow, MessageRow
from service.records.reveals import add_reveal
from service.vault import Vault


class NoSuchMessage(LookupError):
    """There is no message of this id in this conversation."""


class OriginalGone(Exception):
    """The original cannot be shown to anybody any more.

    Args:
        erased_at: when the borrower was erased; None where the message never had an original.
    """

    def __init__(self, erased_at: datetime | None) -> None:
        self.erased_at = erased_at
        super().__init__(
            f"the borrower was erased on {erased_at:%Y-%m-%d %H:%M} UTC: the original is gone for good"
            if erased_at is not None
            else "there is no original of this message"
        )


@dataclass(frozen=True)
class Revealed:
    """An original, shown once.

    Args:
        reason: as it was kept, redacted.
        link_hash: of the link that the reveal is in the audit chain.
    """

    conversation_id: str
    message_id: str
    text: str
    direction: str
    reviewer: str
    reason: str
    revealed_at: datetime
    link_hash: str


class Revealer:
    """Shows originals of messages, never without keeping who saw them and why."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    def reveal(
        self, conversation_id: str, message_id: str, reviewer_id: str, reviewer_name: str, reason: str
    ) -> Revealed:
        """The original of a message, once its reveal is on disk.

        Args:
            reason: 10 to 500 characters; what it holds of personal data is redacted before it is kept.
        Raises:
            ReasonRefused: it says too little or too much.
            NoSuchMessage: not in this conversation.
            OriginalGone: the borrower was erased, or there never was an original.
        """
        given = checked_reason(reason)
        kept = self._redacted(conversation_id, given)
        with self._database.writing() as session:
            if session.get(ConversationRow, conversation_id) is None:
                raise NoSuchMessage(message_id)
            conversation = locked(session, conversation_id)
            message = session.get(MessageRow, message_id)
            if message is None or message.conversation_id != conversation_id:
                raise NoSuchMessage(message_id)
            text = self._vault.get(session, conversation.borrower_id, "message", message_id)
            if text is None:
                raise OriginalGone(conversation.erased_at)
            now = self._clock()
            link = add_reveal(session, conversation, message, reviewer_id, reviewer_name, kept, now)
            # Given away once the transaction is on disk, when this block has ended.
            return Revealed(
                conversation_id=conversation_id,
                message_id=message_id,
                text=text,
                direction=message.direction,
                reviewer=reviewer_name,
                reason=kept,
                revealed_at=now,
                link_hash=link.hash,
            )

    def _redacted(self, conversation_id: str, reason: str) -> str:
        """Before the transaction: finding personal data takes its time."""
        with self._database.reading() as session:
            conversation = session.get(ConversationRow, conversation_id)
            if conversation is None:
                return ""
            return redacted_reason(reason, self._vault, session, conversation.borrower_id, conversation_id)
