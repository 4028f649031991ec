"""The deliver stage: what the outbox holds goes to its channel, in order, and the receipt is kept."""

from __future__ import annotations

from service.channels import OutgoingMessage, sender_for
from service.clock import Clock
from service.records import Database
from service.records.conversations import locked
from service.records.models import MessageRow
from service.records.outbox import mark_delivered, undelivered
from service.vault import Vault


class Delivery:
    """Delivers what finished turns left in the outbox."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    def deliver(self, conversation_id: str) -> int:
        """Send what the conversation still has to get, oldest first; how many went out.

        The message's id is the channel's idempotency key: after a crash between sending and keeping the
        receipt, the channel sees the same id again.

        Raises:
            DeliveryFailed: the channel did not take one; it and the later ones wait for the next try.
        """
        delivered = 0
        with self._database.writing() as session:
            conversation = locked(session, conversation_id)
            sender = sender_for(conversation.channel)
            for row in undelivered(session, conversation_id):
                message = session.get_one(MessageRow, row.message_id)
                clear = self._vault.get(session, conversation.borrower_id, "message", message.id)
                text = clear if clear is not None else message.text or ""
                row.attempts += 1
                receipt = sender.send(OutgoingMessage(id=message.id, conversation_id=conversation_id, text=text))
                mark_delivered(session, row, receipt, self._clock())
                delivered += 1
        return delivered
