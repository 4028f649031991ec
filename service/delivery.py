"""The deliver stage: what the outbox holds goes to its channel, in order, and the receipt is kept.

A message that rings at the borrower's side is judged once more just before it is sent (`service/contacting.py`). What
may not go now stays in the outbox, with the reason and the time from which it may, and what comes after it waits too.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.channels import OutgoingMessage, Sender, sender_for
from service.clock import Clock
from service.contacting import OWED_ACTS, ContactDesk
from service.records import Database
from service.records.conversations import locked
from service.records.models import BorrowerRow, ConversationRow, MessageRow, OutboxRow
from service.records.outbox import keep_waiting, mark_delivered, undelivered, withdraw
from service.vault import Vault


class Delivery:
    """Delivers what finished turns left in the outbox.

    Args:
        contacts: judges what goes to channels that interrupt.
    """

    def __init__(self, database: Database, vault: Vault, clock: Clock, contacts: ContactDesk) -> None:
        self._database, self._vault, self._clock, self._contacts = database, vault, clock, contacts

    def deliver(self, conversation_id: str) -> int:
        """Send what the conversation still has to get and may get now, oldest first; how many went out.

        The message's id is the channel's idempotency key: after a crash between sending and keeping the
        receipt, the channel sees the same id again.

        Raises:
            DeliveryFailed: the channel did not take one; it and the later ones wait for the next try.
        """
        delivered = 0
        while True:
            with self._database.writing() as session:
                conversation = locked(session, conversation_id)
                sender = sender_for(conversation.channel)
                waiting = undelivered(session, conversation_id)
                if not sender.capabilities.interrupts:
                    for row in waiting:
                        self._send(session, conversation, sender, row)
                    return delivered + len(waiting)
                if not self._send_next(session, conversation, sender, waiting):
                    return delivered
            delivered += 1

    def _send_next(
        self, session: Session, conversation: ConversationRow, sender: Sender, waiting: list[OutboxRow]
    ) -> bool:
        """Send the oldest message of a channel that interrupts, if it may go now.

        Each goes in a transaction of its own, so that the receipt of one is kept whatever becomes of the next, and
        the next is judged with this one counted.
        """
        # Two conversations of one borrower share the caps: the second waits until the first is counted. The lock leaves
        # the key alone, so that what the borrower writes is still taken meanwhile.
        session.get_one(BorrowerRow, conversation.borrower_id, with_for_update={"key_share": True})
        now = self._clock()
        waiting = self._without_withdrawn(session, conversation, waiting, now)
        if not waiting:
            return False
        message = session.get_one(MessageRow, waiting[0].message_id)
        verdict = self._contacts.verdict(session, conversation, message, now)
        if not verdict.allowed:
            reason = "; ".join(f"{finding.rule_id}: {finding.message}" for finding in verdict.findings)
            keep_waiting(waiting, reason, verdict.next_allowed, now)
            return False
        self._send(session, conversation, sender, waiting[0])
        return True

    def _without_withdrawn(
        self, session: Session, conversation: ConversationRow, waiting: list[OutboxRow], now: datetime
    ) -> list[OutboxRow]:
        """What still has to go: nothing to an erased borrower, and nothing older than a stop or a crisis."""
        if self._vault.person(session, conversation.borrower_id) is None:
            for row in waiting:
                withdraw(session, row, "the borrower was erased", now)
            return []
        acts = [session.get_one(MessageRow, row.message_id).act for row in waiting]
        first = max((number for number, act in enumerate(acts) if act in OWED_ACTS), default=0)
        for row, act in zip(waiting[:first], acts[:first], strict=True):
            if act not in OWED_ACTS:
                withdraw(session, row, "the borrower used a right before it could go", now)
        return [row for row in waiting if row.withdrawn_at is None]

    def _send(self, session: Session, conversation: ConversationRow, sender: Sender, row: OutboxRow) -> None:
        message = session.get_one(MessageRow, row.message_id)
        clear = self._vault.get(session, conversation.borrower_id, "message", message.id)
        text = clear if clear is not None else message.text or ""
        row.attempts += 1
        receipt = sender.send(OutgoingMessage(id=message.id, conversation_id=conversation.id, text=text))
        mark_delivered(session, row, receipt, self._clock())
