"""A conversation as its borrower may see it: own words and delivered answers, in clear."""

from __future__ import annotations

from sqlalchemy.orm import Session

from service.api.shapes import MessageShape, PlanShape, message_shape, plan_shape
from service.program import Foundation
from service.records.messages import messages_after, replies_to
from service.records.models import ConversationRow, MessageRow
from service.records.quotes import plan_of, quotes_by_id
from service.records.turns import turn_for_message


class ConversationReader:
    """Reads conversations for borrowers."""

    def __init__(self, foundation: Foundation) -> None:
        self._database, self._vault = foundation.database, foundation.vault

    def row(self, conversation_id: str) -> ConversationRow:
        with self._database.reading() as session:
            return session.get_one(ConversationRow, conversation_id)

    def state(self, conversation_id: str) -> str:
        """The state; "held" while a draft waits for a person."""
        return shown_state(self.row(conversation_id))

    def plan(self, conversation_id: str) -> PlanShape | None:
        with self._database.reading() as session:
            return plan_shape(plan_of(session, conversation_id))

    def messages(self, conversation_id: str, after: int = 0) -> list[MessageShape]:
        """Messages with a higher sequence number, in order."""
        with self._database.reading() as session:
            return self._shapes(session, conversation_id, messages_after(session, conversation_id, after))

    def message(self, message: MessageRow) -> MessageShape:
        with self._database.reading() as session:
            return self._shapes(session, message.conversation_id, [message])[0]

    def replies(self, message: MessageRow) -> list[MessageShape] | None:
        """The delivered answers to a message; None while its turn is not over."""
        with self._database.reading() as session:
            turn = turn_for_message(session, message.id)
            if turn is None or turn.status != "finished":
                return None
            rows = replies_to(session, message.id)
            if turn.outbound_id is not None and not any(row.id == turn.outbound_id for row in rows):
                return None
            shown = [] if turn.outcome == "hold" else rows
            return self._shapes(session, message.conversation_id, shown)

    def _shapes(self, session: Session, conversation_id: str, rows: list[MessageRow]) -> list[MessageShape]:
        if not rows:
            return []
        clear = self._vault.get_all(session, rows[0].borrower_id, "message", [row.id for row in rows])
        quotes = quotes_by_id(session, [quote_id for row in rows for quote_id in row.quote_ids])
        return [
            message_shape(
                row, clear.get(row.id), [quotes[quote_id] for quote_id in row.quote_ids if quote_id in quotes]
            )
            for row in rows
        ]


def shown_state(row: ConversationRow) -> str:
    return "held" if row.held else row.state
